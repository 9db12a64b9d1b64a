"""When a started program is ready for its load: it listens, or says what it was to say."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from tuiinspect.errors import NoSuchTarget
from tuiinspect.running.listening import Service, first_choice, services
from tuiinspect.running.program import Program
from tuiinspect.text import clean, format_duration

_POLL_S = 0.1
# A program that listens at another port than $PORT may yet do so there: its figures' port often comes first.
# And one that has said its text may listen a moment later.
_SETTLING_S = 1.0
_LARGEST_PORT = 65535


@dataclass(frozen=True, slots=True)
class ReadyWhen:
    """What to wait for: a port, a text in the output, or (neither) any port at all."""

    port: int | None = None
    text: str | None = None

    def __str__(self) -> str:
        if self.text is not None:
            return f"said '{clean(self.text, 60)}'"
        return "listened at a TCP port" if self.port is None else f"listened at port {self.port}"


def ready_when(word: str | None) -> ReadyWhen:
    """A number is a port; any other word a text in the program's output."""
    if word is None:
        return ReadyWhen()
    if word.isdecimal() and 0 < int(word) <= _LARGEST_PORT:
        return ReadyWhen(port=int(word))
    return ReadyWhen(text=word)


def await_ready(
    program: Program,
    wanted: ReadyWhen,
    port: int,
    limit_s: float,
    waiting: Callable[[float], None] = lambda _: None,
) -> Service | None:
    """Wait until the program is ready; where it listens, None when it has said its text and does not.

    `port` is the one that it was told to take; `waiting` is told the seconds gone, again and again.

    Raises:
        NoSuchTarget: it ended, or was not ready within `limit_s`; with its last lines.
    """
    began = time.monotonic()
    seen: float | None = None
    while True:
        ready, service = _look(program, wanted, port)
        now = time.monotonic()
        if ready:
            seen = now if seen is None else seen
            if _settled(wanted, service, port) or now - seen >= _SETTLING_S:
                return service
        if not program.lives:
            raise NoSuchTarget(
                program.with_last_lines(f"{program.words} {program.fate()} before it {wanted}"),
                advice=_EARLY,
            )
        if now - began > limit_s:
            raise _late(program, wanted, limit_s)
        waiting(now - began)
        time.sleep(_POLL_S)


def _look(program: Program, wanted: ReadyWhen, port: int) -> tuple[bool, Service | None]:
    if wanted.text is not None and not program.said_what_is_awaited:
        return False, None
    found = services(kin.pid for kin in program.members())
    if wanted.text is not None:
        return True, first_choice(found, port)
    if wanted.port is not None:
        found = [service for service in found if service.port == wanted.port]
    return bool(found), first_choice(found, port)


def _settled(wanted: ReadyWhen, service: Service | None, port: int) -> bool:
    if service is None:
        return False
    anywhere = wanted.text is None and wanted.port is None
    return not anywhere or service.port == port


_EARLY = "Try it by hand: does it need a variable, a file or another service?"


def _late(program: Program, wanted: ReadyWhen, limit_s: float) -> NoSuchTarget:
    elsewhere = sorted({service.port for service in services(kin.pid for kin in program.members())})
    words = f"{program.words} has not {wanted} within {format_duration(limit_s)}"
    if elsewhere:
        words += f" (it listens at {', '.join(map(str, elsewhere))})"
    return NoSuchTarget(
        program.with_last_lines(words),
        advice="--ready-within 2m waits longer; --ready-when TEXT waits for a text in its output instead.",
    )
