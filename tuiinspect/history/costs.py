"""What we took of the target's time, probe by probe, as each of them measured it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from tuiinspect.events import (
    AllocationsRead,
    CensusTaken,
    CollectionsCounted,
    CountersRead,
    ListenersCounted,
    MemorySampled,
    SessionEvent,
    VariablesExplored,
)

KEPT = 20_000


@dataclass(frozen=True, slots=True)
class ProbeCost:
    """How long one probe held a thread of the target up, at the time `t`."""

    probe: str
    t: float
    seconds: float


def cost_of(event: SessionEvent, main: str) -> ProbeCost | None:
    """What an event says that it cost; None for one that cost nothing. `main` is the thread looked at."""
    match event:
        case MemorySampled(sample):
            return ProbeCost("memory" if sample.thread == main else "worker threads", sample.t, sample.cost_s)
        case ListenersCounted(sample):
            return ProbeCost("listeners", sample.t, sample.cost_s)
        case CollectionsCounted(sample):
            return ProbeCost("collections", sample.t, sample.cost_s)
        case CountersRead(sample):
            return ProbeCost("your counters", sample.t, sample.cost_s)
        case VariablesExplored(t, cost_s):
            return ProbeCost("exploring", t, cost_s)
        case CensusTaken(census):
            return ProbeCost("census", census.t, census.cost.pause_s)
        case AllocationsRead(profile):
            return ProbeCost("allocations", profile.t, profile.cost_s)
        case _:
            return None


class CostHistory:
    """The costs of the last minutes, and all of them in numbers; not thread-safe."""

    def __init__(self) -> None:
        self.totals: dict[str, float] = {}
        """Seconds since attach, by probe."""
        self._recent: deque[ProbeCost] = deque(maxlen=KEPT)
        self._first: float | None = None
        self._latest = 0.0

    def add(self, cost: ProbeCost) -> None:
        self._first = cost.t if self._first is None else self._first
        self._latest = max(self._latest, cost.t)
        self._recent.append(cost)
        self.totals[cost.probe] = self.totals.get(cost.probe, 0.0) + cost.seconds

    def share(self, span_s: float = 60.0) -> float | None:
        """The share of the target's time that we took in the last `span_s` seconds, None before anything.

        Threads that are held up at the same time are counted one after the other: it is that or less.
        """
        if self._first is None:
            return None
        since = self._latest - span_s
        taken = sum(cost.seconds for cost in self._recent if cost.t > since)
        return taken / max(1.0, min(span_s, self._latest - self._first))
