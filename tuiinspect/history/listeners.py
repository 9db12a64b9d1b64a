"""Listeners per emitter and event over time."""

from __future__ import annotations

from dataclasses import dataclass, field

from tuiinspect.diagnosis.growth import is_growing
from tuiinspect.history.span import SpanCounts
from tuiinspect.samples import EmitterCount, ListenersSample

FORGET_AFTER_S = 300.0


@dataclass(frozen=True, slots=True)
class ListenerRow:
    """One emitter's event with its growth over `span_s` seconds: since attach, the mark or first sight.

    `trend` are its counts over all that time at equal distances.
    """

    count: EmitterCount
    growth: int
    per_minute: float | None
    span_s: float
    trend: tuple[int, ...]
    first_seen: float
    last_seen: float

    @property
    def grows(self) -> bool:
        return is_growing(self.growth, self.trend)

    @property
    def key(self) -> tuple[int, str]:
        return self.count.emitter, self.count.event


@dataclass(slots=True)
class _Track:
    first_seen: float
    last_seen: float
    measured_s: float = 0.0
    counts: SpanCounts = field(default_factory=SpanCounts)


class ListenerHistory:
    """Counts per emitter and event over time; not thread-safe."""

    def __init__(self) -> None:
        self._tracks: dict[tuple[int, str], _Track] = {}
        self._latest: ListenersSample | None = None

    @property
    def latest(self) -> ListenersSample | None:
        return self._latest

    def add(self, sample: ListenersSample) -> None:
        self._latest = sample
        for row in sample.rows:
            track = self._tracks.setdefault((row.emitter, row.event), _Track(sample.t, sample.t))
            if row.measured_s < track.measured_s:
                track.counts.start_anew()
            track.last_seen, track.measured_s = sample.t, row.measured_s
            track.counts.note(row.count)
        self._forget(sample.t - FORGET_AFTER_S)

    def _forget(self, before: float) -> None:
        for key in [key for key, track in self._tracks.items() if track.last_seen < before]:
            del self._tracks[key]

    def rows(self) -> tuple[ListenerRow, ...]:
        """The rows of the latest sample, the fastest growing first, then the largest."""
        if self._latest is None:
            return ()
        rows = [self._row(count) for count in self._latest.rows]
        return tuple(sorted(rows, key=lambda row: (-row.growth, -row.count.count)))

    def _row(self, count: EmitterCount) -> ListenerRow:
        track = self._tracks[count.emitter, count.event]
        growth = count.count - count.baseline
        span = count.measured_s
        rate = growth / span * 60 if span >= 1 else None
        return ListenerRow(
            count, growth, rate, span, tuple(track.counts.counts), track.first_seen, track.last_seen
        )
