"""The agent's small form: a thread's memory and nothing else, or just a hand on the inspector's lease."""

from __future__ import annotations

import time
from collections.abc import Callable

from tuiinspect.cdp import domains
from tuiinspect.cdp.channel import Call, Caller
from tuiinspect.cdp.connection import url_of
from tuiinspect.errors import CallTimedOut, InspectError, LeaseExpired
from tuiinspect.probes.answers import understood
from tuiinspect.probes.entry import Entry, put_in
from tuiinspect.probes.memory import MemoryAnswer
from tuiinspect.probes.scripts import Limits, watcher_expression
from tuiinspect.samples import MemorySample

_GROUP = "tuiinspect-watcher"


class Watcher:
    """For a thread that is not the one looked at. One thread of ours may call at a time."""

    def __init__(self, caller: Caller, entry: Entry, limits: Limits) -> None:
        self._caller = caller
        self._entry = entry
        self._limits = limits
        self._pending: Call | None = None
        self._answered_at = 0.0

    @classmethod
    def install(
        cls,
        caller: Caller,
        *,
        close_inspector_when_orphaned: bool = False,
        by_handle: bool = False,
        limits: Limits | None = None,
    ) -> Watcher:
        """Put it in; it leaves by `remove`, with the session, or when nobody asked for the lease.

        For `by_handle` see `put_in`.

        Raises:
            InspectError: the thread does not answer, or cannot bear it.
        """
        allowed = limits or Limits()
        inspector = url_of(caller) if close_inspector_when_orphaned else None
        script = watcher_expression(allowed, close_inspector=inspector)
        return cls(caller, put_in(caller, script, _GROUP, by_handle=by_handle), allowed)

    def ask(self) -> None:
        """Ask for a reading and do not wait; what was asked before and is not answered stays the question."""
        if self._pending is None:
            self._caller.start("Runtime.discardConsoleEntries")
            self._pending = self._entry.start("readMemory()")
            self._pending.on_done(self._note)

    def read(self, timeout: float) -> MemorySample | None:
        """The answer to `ask`; None while the thread is too busy for one.

        Raises:
            LeaseExpired: it has left the thread.
            InspectError: the thread has ended, or the answer makes no sense.
        """
        if self._pending is None:
            return None
        try:
            value = domains.outcome(self._pending, timeout).value
        except CallTimedOut:
            return None
        finally:
            if self._pending.done:
                self._pending = None
        if value is None:
            raise LeaseExpired
        return understood(value, MemoryAnswer).sample(self._answered_at)

    def stay(self) -> None:
        """Renew the lease and do not wait."""
        if self._pending is None or self._pending.done:
            self._pending = self._entry.start("stay()")

    def extend_lease(self, seconds: float, timeout: float = 5.0) -> None:
        """Stay for that long without being asked."""
        domains.outcome(self._entry.start(f"extendLease({self._limits.ticks(seconds)})"), timeout)

    def start_removal(self) -> Callable[[float], bool]:
        """Take it out and do not wait; what is returned does, and says whether the thread confirmed it.

        What cannot be confirmed the end of the session and the lease do.
        """
        removal = self._entry.start_removal()
        released = self._caller.start("Runtime.releaseObjectGroup", {"objectGroup": _GROUP})

        def confirmed(timeout: float) -> bool:
            try:
                domains.outcome(removal, timeout)
                released.result(timeout)
            except InspectError:
                return False
            return True

        return confirmed

    def remove(self, timeout: float = 2.0) -> bool:
        """Take it out; True when the thread confirmed it."""
        return self.start_removal()(timeout)

    def _note(self, _: Call) -> None:
        self._answered_at = time.time()
