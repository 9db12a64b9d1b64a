"""Sizes of collections over time, and what a census saw in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from tuiinspect.diagnosis.growth import accumulates
from tuiinspect.history.span import SpanCounts
from tuiinspect.samples import Census, CollectionCount, CollectionsSample

FORGET_AFTER_S = 300.0


@dataclass(frozen=True, slots=True)
class CollectionRow:
    """One collection with its growth over `span_s` seconds: since attach, the mark or first sight.

    `trend` are its sizes over all that time at equal distances.
    """

    count: CollectionCount
    growth: int
    per_minute: float | None
    span_s: float
    trend: tuple[int, ...]
    first_seen: float
    last_seen: float

    @property
    def key(self) -> int:
        return self.count.collection

    @property
    def grows(self) -> bool:
        return accumulates(self.trend)


@dataclass(slots=True)
class _Track:
    """`latest` has what is in it from the last time somebody looked."""

    latest: CollectionCount
    first_seen: float
    last_seen: float
    sizes: SpanCounts = field(default_factory=SpanCounts)


class CollectionHistory:
    """Sizes per collection; not thread-safe."""

    def __init__(self) -> None:
        self._tracks: dict[int, _Track] = {}
        self._latest: CollectionsSample | None = None

    @property
    def latest(self) -> CollectionsSample | None:
        return self._latest

    def add(self, sample: CollectionsSample) -> None:
        self._latest = sample
        self._note(sample.t, sample.rows)

    def add_census(self, census: Census) -> None:
        self._note(census.t, census.collections)

    def looked_at(self, count: CollectionCount) -> None:
        """Somebody has asked what is in it."""
        track = self._tracks.get(count.collection)
        if track is not None:
            track.latest = count

    def _note(self, t: float, counts: Iterable[CollectionCount]) -> None:
        for count in counts:
            track = self._tracks.get(count.collection)
            if track is None:
                track = self._tracks[count.collection] = _Track(count, t, t)
            if count.measured_s < track.latest.measured_s:
                track.sizes.start_anew()
            track.latest, track.last_seen = _with_contents(count, track.latest), t
            track.sizes.note(count.size)
        for number in [at for at, track in self._tracks.items() if track.last_seen < t - FORGET_AFTER_S]:
            del self._tracks[number]

    def rows(self) -> tuple[CollectionRow, ...]:
        """What the latest sample and a census of the last minutes told, the fastest growing first."""
        rows = [_row(track) for track in self._tracks.values()]
        return tuple(sorted(rows, key=lambda row: (-row.growth, -row.count.size, row.key)))


def _with_contents(count: CollectionCount, before: CollectionCount) -> CollectionCount:
    """A recount asks for sizes only: what was seen inside before is still the best that is known."""
    if count.sample_keys or count.value_classes:
        return count
    return replace(count, sample_keys=before.sample_keys, value_classes=before.value_classes)


def _row(track: _Track) -> CollectionRow:
    count = track.latest
    growth = count.size - count.baseline
    rate = growth / count.measured_s * 60 if count.measured_s >= 1 else None
    return CollectionRow(
        count, growth, rate, count.measured_s, tuple(track.sizes.counts), track.first_seen, track.last_seen
    )
