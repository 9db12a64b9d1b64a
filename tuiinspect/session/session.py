"""One target, watched: the line to it, the thread that polls it, and what is asked of it in between."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from secrets import token_hex

from tuiinspect.errors import (
    ConnectionLost,
    InspectError,
    LeaseExpired,
    NotAttachable,
    TargetEnding,
)
from tuiinspect.events import (
    Attached,
    CallSitesChanged,
    ConnectionDropped,
    HookChanged,
    ProbeFailed,
    SessionEvent,
    TargetEnded,
)
from tuiinspect.samples import (
    Counter,
    MemorySample,
    TargetInfo,
)
from tuiinspect.session.line import Access, Line, Wanted, process_lives
from tuiinspect.session.polling import Poller
from tuiinspect.session.publisher import Listener, Publisher
from tuiinspect.session.questions import Questions
from tuiinspect.session.steps import CostlySteps
from tuiinspect.targets.resolve import TargetSpec

RETRY_DELAYS_S = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0)
LET_GO_S = 3.0


class Session(Questions, CostlySteps):
    """A live target. Any thread may call; what asks the target blocks until the answer is there."""

    def __init__(
        self,
        spec: TargetSpec,
        *,
        read_only: bool = False,
        interval: float = 1.0,
        allow_remote: bool = False,
        workers: bool = False,
        counters: Sequence[Counter] = (),
        call_sites: bool = False,
    ) -> None:
        """`workers`: publish samples of the process's worker threads too. `counters`: evaluate these
        expressions of the user's in the target, once a sample. `call_sites`: note from where listeners
        are added, unless the session is read-only."""
        super().__init__()
        self.spec = spec
        self.read_only = read_only
        self.interval = interval
        self._access = Access(
            spec,
            owner=token_hex(8),
            allow_remote=allow_remote,
            workers=workers,
            counters=tuple(counters),
        )
        self._wanted = Wanted(hook=not read_only, call_sites=call_sites and not read_only)
        self._publisher = Publisher()
        self._poller = Poller(self._publish)
        self._line: Line | None = None
        self._thread: threading.Thread | None = None
        self._wake = threading.Event()
        self._ending = threading.Event()
        self._let_go_once = threading.Lock()
        self._clean: bool | None = None

    @property
    def target(self) -> TargetInfo | None:
        line = self._line
        return line.info if line is not None else None

    @property
    def counters(self) -> tuple[Counter, ...]:
        """What the user has evaluated in the target with each sample."""
        return self._access.counters

    @property
    def worker_threads(self) -> int:
        """How many worker threads are followed beside the target's own."""
        line = self._line
        return line.workers.number if line is not None and line.workers is not None else 0

    @property
    def hook(self) -> bool:
        """Whether the `.on()` hook is meant to be in."""
        return self._wanted.hook

    def subscribe(self, listener: Listener) -> None:
        """`listener` gets every event from now on, on the session's threads."""
        self._publisher.subscribe(listener)

    def _publish(self, event: SessionEvent) -> None:
        if not self._ending.is_set():
            self._publisher.publish(event)

    def attach(self) -> TargetInfo:
        """Attach now, in the caller's thread; `start` does so by itself otherwise.

        Raises:
            InspectError: there is no such target, or it cannot be inspected; in words.
        """
        if self._line is None:
            self._hold(self._access.open(self._wanted), resumed=False)
        assert self._line is not None
        return self._line.info

    def _hold(self, line: Line, *, resumed: bool) -> None:
        with self._let_go_once:
            if self._ending.is_set():
                line.drop()
                raise NotAttachable("the session has ended")
            self._line = line
        self._publish(Attached(line.info, resumed))

    def start(self) -> None:
        """Attach (when that was not done) and poll in a thread of the session's own."""
        self._thread = threading.Thread(target=self._run, name="session", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self.attach()
        except InspectError as error:
            self._publish(ConnectionDropped(str(error), retrying=False))
            return
        due = time.monotonic()
        while not self._ending.is_set():
            if not self._poll_once() and not self._resume():
                return
            due = max(due + self.interval, time.monotonic())
            self._wake.wait(max(due - time.monotonic(), 0.0))
            self._wake.clear()

    def _poll_once(self) -> bool:
        """Poll; False when the line is down."""
        line = self._line
        if line is None or not line.up:
            return False
        with self._steps:
            try:
                self._poller.poll(line.agent, line.info.pid if line.info.local else None)
                line.poll_others(self._publish)
            except ConnectionLost:
                return False
            except LeaseExpired as expired:
                return self._renew(line, expired)
        return True

    def _renew(self, line: Line, expired: LeaseExpired) -> bool:
        self._publish(ProbeFailed("sampling", expired.what))
        try:
            self._hold(self._access.renew(line, self._wanted), resumed=True)
        except InspectError as error:
            self._publish(ProbeFailed("sampling", error.what))
            return line.up
        return True

    def _resume(self) -> bool:
        """The line is down: say why, and make it anew while the process lives."""
        line = self._line
        assert line is not None
        self._allocations.lost("the connection was lost, and with it the sampling of allocations")
        ended_by = line.ended_by
        if isinstance(ended_by, TargetEnding):
            # Of a worker whose process goes on nothing may stay; a process that ends leaves nothing.
            self._drop_line()
            self._publish(TargetEnded(ended_by.what))
            return False
        line.drop(keep_inspector=True)
        reason = ended_by.what if ended_by is not None else "the connection was closed"
        for delay in RETRY_DELAYS_S:
            if self._ending.wait(delay):
                return False
            if not process_lives(line.info):
                self._publish(TargetEnded(f"process {line.info.pid} has ended"))
                return False
            self._publish(ConnectionDropped(reason, retrying=True))
            try:
                self._hold(self._access.reopen(line.info, self._wanted), resumed=True)
            except InspectError as error:
                reason = error.what
            else:
                return True
        self._publish(ConnectionDropped(reason, retrying=False))
        return False

    def set_interval(self, seconds: float) -> None:
        """Time between two samples, from the next one on."""
        self.interval = seconds
        self._wake.set()

    def set_hook(self, on: bool) -> None:
        """Put the `.on()` hook in or take it out; answered by HookChanged."""
        if on and self.read_only:
            self._publish(HookChanged(False, "this is a read-only session"))
            return
        try:
            state = self._connected().agent.set_hook(on)
        except InspectError as error:
            self._publish(HookChanged(self._wanted.hook, error.what))
            return
        self._wanted = replace(self._wanted, hook=state.installed)
        self._publish(HookChanged(state.installed, state.why))

    def set_call_sites(self, on: bool) -> None:
        """Note from where listeners are added from now on, or no more; answered by CallSitesChanged."""
        if on and self.read_only:
            self._publish(CallSitesChanged(False, "this is a read-only session"))
            return
        try:
            state = self._connected().agent.set_call_sites(on)
        except InspectError as error:
            self._publish(CallSitesChanged(self._wanted.call_sites, error.what))
            return
        self._wanted = replace(self._wanted, call_sites=state.installed)
        self._publish(CallSitesChanged(state.installed, state.why))

    def let_go(self) -> bool:
        """Take everything out of the target and hang up; True when the target confirmed it. Idempotent."""
        self._ending.set()
        self._wake.set()
        self._allocations.lost("the session has ended")
        with self._let_go_once:
            if self._clean is None:
                self._clean = self._drop_line()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(LET_GO_S)
        return self._clean

    def _drop_line(self) -> bool:
        if self._line is None:
            return True
        if not self._captures.running:
            self._captures.end()
            return self._line.drop()
        # The capture process is the last one out: it closes the inspector when the stream has ended.
        self._captures.abandon()
        return self._line.drop(keep_inspector=True)

    def _connected(self) -> Line:
        line = self._line
        if line is None or not line.up:
            raise ConnectionLost("not connected to the target at the moment")
        return line

    @property
    def _last_sample(self) -> MemorySample | None:
        return self._poller.latest
