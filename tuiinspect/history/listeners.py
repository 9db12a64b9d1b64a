"""Listeners per emitter and event over time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tuiinspect.diagnosis.growth import is_growing
from tuiinspect.history.span import SpanCounts
from tuiinspect.samples import EmitterCount, HeldAs, KnownEmitters, ListenersSample

FORGET_AFTER_S = 300.0


@dataclass(frozen=True, slots=True)
class ListenerRow:
    """One emitter's event with its growth over `span_s` seconds: since attach, the mark or first sight.

    `trend` are its counts over all that time at equal distances. `held` is how the last snapshot has an
    emitter without another name; `younger` that it was not known yet when that snapshot began.
    """

    count: EmitterCount
    growth: int
    per_minute: float | None
    span_s: float
    trend: tuple[int, ...]
    first_seen: float
    last_seen: float
    held: HeldAs | None = None
    younger: bool = False

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
        self._held: dict[int, HeldAs] = {}
        self._known: KnownEmitters | None = None
        self.numbering = 0
        """Changes when emitters are numbered anew, as after a line to the target has been made again."""

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

    def snapshot_taken(self, known: KnownEmitters) -> None:
        """There is a snapshot that has names for emitters that were `known` before it."""
        self._known = known

    def call(self, names: Mapping[int, HeldAs]) -> None:
        """Call emitters without another name by how the snapshot has them held."""
        self._held.update(names)

    def number_anew(self) -> None:
        """The numbers of emitters mean others from here on: what was known of them by number is forgotten."""
        self._held.clear()
        self._known = None
        self.numbering += 1

    def nameless(self) -> tuple[int, ...]:
        """Emitters of which nothing but the class is known, in the order of the latest sample."""
        rows = self._latest.rows if self._latest is not None else ()
        return tuple(dict.fromkeys(row.emitter for row in rows if row.name is None))

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
        nameless = count.name is None
        held = self._held.get(count.emitter) if nameless else None
        return ListenerRow(
            count.called(held),
            growth,
            rate,
            span,
            tuple(track.counts.counts),
            track.first_seen,
            track.last_seen,
            held,
            younger=nameless and self._known is not None and count.emitter > self._known.newest,
        )
