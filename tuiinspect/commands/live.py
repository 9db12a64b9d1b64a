"""What the commands without a screen share: a session for a span of time, let go whatever happens."""

from __future__ import annotations

import queue
import re
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

import click

from tuiinspect.errors import ConnectionLost, InspectError
from tuiinspect.events import ConnectionDropped, ProbeFailed, SessionEvent, TargetBlocked, TargetEnded
from tuiinspect.samples import Counter
from tuiinspect.session import Session
from tuiinspect.targets.resolve import resolve

_UNITS = {"": 1.0, "ms": 0.001, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}


class Seconds(click.ParamType[float]):
    """A span as people write it: `30`, `30s`, `5m`, `1h`, `500ms`."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if isinstance(value, (int, float)):
            return float(value)
        match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([a-z]*)", str(value).strip())
        if match is None or match[2] not in _UNITS or float(match[1]) == 0:
            self.fail(f"{value!r} is not a time: write 30s, 5m, 1h or 500ms.", param, ctx)
        return float(match[1]) * _UNITS[match[2]]


SECONDS = Seconds()


def note(text: str) -> None:
    """Talk goes to stderr; stdout carries data."""
    click.echo(text, err=True)


@contextmanager
def ended_politely() -> Iterator[None]:
    """SIGTERM and SIGHUP unwind like an interrupt, so that the target is let go."""

    def unwind(_signum: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, unwind) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class LiveSession:
    """An attached session whose events are read as a stream."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._events: queue.SimpleQueue[SessionEvent] = queue.SimpleQueue()
        session.subscribe(self._events.put)

    @property
    def thread(self) -> str:
        """The thread that was asked for, as samples call it."""
        target = self.session.target
        return target.thread if target is not None else "main"

    def events(self, span: float | None) -> Iterator[SessionEvent]:
        """Yield events for `span` seconds (None: until interrupted).

        Raises:
            ConnectionLost: the target ended or could not be reached again.
        """
        deadline = None if span is None else time.monotonic() + span
        while deadline is None or time.monotonic() < deadline:
            left = None if deadline is None else max(deadline - time.monotonic(), 0.01)
            try:
                event = self._events.get(timeout=left)
            except queue.Empty:
                return
            _explain(event)
            yield event


def _explain(event: SessionEvent) -> None:
    match event:
        case TargetEnded(why):
            raise ConnectionLost(why)
        case ConnectionDropped(why, retrying=False):
            raise ConnectionLost(why)
        case ConnectionDropped(why):
            note(f"{why}; trying again")
        case TargetBlocked(since):
            note(f"the target's main thread has been busy for {since:.0f} s")
        case ProbeFailed(probe, why):
            note(f"{probe}: {why}")
        case _:
            pass


@contextmanager
def live(
    target: str,
    *,
    read_only: bool = False,
    workers: bool = False,
    interval: float = 1.0,
    allow_remote: bool = False,
    counters: Sequence[Counter] = (),
    call_sites: bool = False,
) -> Iterator[LiveSession]:
    """Attach to `target`, start sampling (its workers too with `workers`), and let go at the end,
    also when interrupted.
    """
    with ended_politely():
        session = Session(
            resolve(target),
            read_only=read_only,
            interval=interval,
            allow_remote=allow_remote,
            workers=workers,
            counters=counters,
            call_sites=call_sites,
        )
        stream = LiveSession(session)
        try:
            for warning in session.attach().warnings:
                note(f"warning: {warning}")
            session.start()
            yield stream
        finally:
            _let_go(session)


def _let_go(session: Session) -> None:
    try:
        clean = session.let_go()
    except InspectError as error:
        note(str(error))
        return
    if not clean:
        note("the target did not answer while it was let go; what is left in it removes itself within 30 s")
