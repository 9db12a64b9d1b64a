"""Who is suspected at the moment: from what is seen anyway, and from the latest triage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tuiinspect.diagnosis.evidence import Evidence, ListenerSeries
from tuiinspect.errors import ConnectionLost
from tuiinspect.events import CaptureProgressed, CensusTaken, MemorySampled, SessionEvent
from tuiinspect.report.documents import Document
from tuiinspect.samples import Counter, TargetInfo
from tuiinspect.triage.bill import Progressed
from tuiinspect.triage.gathering import gather
from tuiinspect.triage.watching import Watching

# Before that, a program's own coming and going looks like growth.
FIRST_S = 30.0
EVERY_S = 5.0


@dataclass(slots=True)
class Suspicion:
    """Owned by the screen's thread. `live` and `triaged` are documents as `triage --json` prints them."""

    watching: Watching = field(default_factory=Watching)
    live: Document | None = None
    triaged: Document | None = None
    progress: Progressed | None = None
    _began: float | None = None
    _latest: float = 0.0
    _judged: float = 0.0
    _disturbed: float | None = None

    @property
    def shown(self) -> Document | None:
        """A triage says more than what is seen without one, so it stays until the next."""
        return self.triaged or self.live

    def take(self, event: SessionEvent) -> None:
        """Add what one event tells."""
        try:
            self.watching.take(event)
        except ConnectionLost:
            return
        match event:
            case MemorySampled(sample):
                self._began = self._began or sample.t
                self._latest = max(self._latest, sample.t)
            case CaptureProgressed() | CensusTaken():
                self._disturbed = self._disturbed or self._latest
            case _:
                pass

    @property
    def due(self) -> bool:
        """Whether there is enough that is new to judge again."""
        if self._began is None or self._latest - self._began < FIRST_S:
            return False
        return self._latest - self._judged >= EVERY_S

    def evidence(self, target: TargetInfo, counters: Sequence[Counter] = ()) -> Evidence | None:
        """What was seen up to now, without any costly step; None for a thread that never answered."""
        if self._began is None or target.thread not in self.watching.threads:
            return None
        self._judged = self._latest
        self.watching.forget(self._latest)
        return gather(
            self.watching,
            target,
            taken=self._began,
            span_s=self._latest - self._began,
            disturbed=self._disturbed,
            heaps=(),
            listeners=[ListenerSeries(row, points, ()) for row, points in self.watching.listeners()],
            steps=(),
            unmet=(),
            cut_short=None,
            notes=(),
            counters=counters,
        )
