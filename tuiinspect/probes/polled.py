"""What one poll of the agent asks and brings home."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from tuiinspect.cdp.channel import Call
from tuiinspect.probes.collections import ClassKey, CollectionsAnswer
from tuiinspect.probes.counters import CountersAnswer
from tuiinspect.probes.listeners import ListenersAnswer
from tuiinspect.probes.memory import MemoryAnswer
from tuiinspect.samples import CollectionsSample, Counter, CountersSample, ListenersSample, MemorySample


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
        self, t: float, thread: str, counters: Sequence[Counter], watched: Mapping[int, ClassKey]
    ) -> Samples:
        counted = self.counters.sample(t, counters) if self.counters is not None else None
        collections = self.collections.sample(t, watched)
        return Samples(self.memory.sample(t, thread), self.listeners.sample(t), collections, counted)


class Question:
    """A poll on its way, and when its answer came, which may be long before somebody fetches it."""

    def __init__(self, call: Call) -> None:
        self.call = call
        self.answered_at = 0.0
        call.on_done(self._note)

    def _note(self, _: Call) -> None:
        self.answered_at = time.time()
