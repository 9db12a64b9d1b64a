"""What one poll of the agent asks and brings home."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

import msgspec

from tuiinspect.cdp import domains
from tuiinspect.cdp.channel import Call, Caller
from tuiinspect.errors import LeaseExpired
from tuiinspect.probes.answers import understood_text
from tuiinspect.probes.collections import ClassKey, CollectionsAnswer
from tuiinspect.probes.counters import CountersAnswer
from tuiinspect.probes.entry import Entry
from tuiinspect.probes.listeners import ListenersAnswer, Row
from tuiinspect.probes.memory import MemoryAnswer
from tuiinspect.probes.told import Told
from tuiinspect.samples import CollectionsSample, Counter, CountersSample, ListenersSample, MemorySample

T = TypeVar("T")

# It takes a target about 0.15 ms.
_DISCARD_EACH_S = 5.0


class Samples(NamedTuple):
    """What one round trip brings home."""

    memory: MemorySample
    listeners: ListenersSample
    collections: CollectionsSample
    counters: CountersSample | None = None


class Polled(msgspec.Struct, frozen=True):
    memory: MemoryAnswer
    listeners: ListenersAnswer
    collections: CollectionsAnswer
    counters: CountersAnswer | None

    def samples(
        self,
        t: float,
        thread: str,
        told: Told[Row],
        counters: Sequence[Counter],
        watched: Mapping[int, ClassKey],
    ) -> Samples:
        """Raises ScriptFailed when it speaks of rows that were not `told`."""
        return Samples(
            self.memory.sample(t, thread),
            self.listeners.sample(t, told),
            self.collections.sample(t, watched),
            self.counters.sample(t, counters) if self.counters is not None else None,
        )


class _Question:
    """A poll on its way, and when its answer came, which may be long before somebody fetches it."""

    def __init__(self, call: Call) -> None:
        self.call = call
        self.answered_at = 0.0
        call.on_done(self._note)

    def _note(self, _: Call) -> None:
        self.answered_at = time.time()


class Poll:
    """Asks one agent again and again: one question at a time, and of rows only what has changed."""

    def __init__(self, caller: Caller, entry: Entry, thread: str, counters: Sequence[Counter]) -> None:
        self._caller = caller
        self._entry = entry
        self._thread = thread
        self._counters = tuple(counters)
        self._asking = threading.Lock()
        self._pending: _Question | None = None
        self._told: Told[Row] = Told()
        self._in_step = True
        self._discard_due = 0.0

    def samples(self, watched: Mapping[int, ClassKey], timeout: float) -> Samples:
        """What there is now, or the answer to what was asked before and not answered in time.

        Raises:
            CallTimedOut: there is no answer yet; the question stays.
            ScriptFailed: the answer makes no sense.
        """
        with self._asking:
            if self._pending is None:
                self._discard_console()
                self._pending = _Question(self._entry.start("sample()" if self._in_step else "sampleAnew()"))
            question = self._pending
            # Until an answer's rows are taken over we do not know what the target takes for known.
            self._in_step = False
            try:
                polled = answered(question.call, timeout, Polled)
            finally:
                if question.call.done:
                    self._pending = None
            samples = polled.samples(question.answered_at, self._thread, self._told, self._counters, watched)
            self._in_step = True
        return samples

    def _discard_console(self) -> None:
        """V8 keeps what the program logged while an inspector listens: let go of it from time to time."""
        now = time.monotonic()
        if now >= self._discard_due:
            self._discard_due = now + _DISCARD_EACH_S
            self._caller.start("Runtime.discardConsoleEntries")


def answered(call: Call, timeout: float, into: type[T]) -> T:
    """The answer of one of the agent's calls.

    Raises:
        LeaseExpired: the agent is gone.
        ScriptFailed: it is not what our script answers.
    """
    value = domains.outcome(call, timeout).value
    if value is None:
        raise LeaseExpired
    return understood_text(value, into)
