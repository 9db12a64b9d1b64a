"""Every figure over time, one series each: of memory, of the loop, of resources, of each thread."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from tuiinspect.diagnosis.pairs import Pair, pair
from tuiinspect.history.costs import ProbeCost
from tuiinspect.history.figures import (
    NATIVE,
    Group,
    SeriesKey,
    cost_key,
    figures_of_counters,
    figures_of_listeners,
    figures_of_memory,
    freed,
    place_of,
    resource,
)
from tuiinspect.history.freed import FreedMemory
from tuiinspect.history.native import GONE_S, NativeMemory
from tuiinspect.samples import CountersSample, ListenersSample, MemorySample

KEPT_POINTS = 1800
KEPT_SERIES = 500
TREND_POINTS = 60
COMPARED_POINTS = 600


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A series now, and how it came to be so over `span_s` seconds: since attach, the mark or first sight.

    `now` is None where there is no value at present; `trend` are its values over all that time.
    """

    key: SeriesKey
    now: float | None
    growth: float
    per_minute: float | None
    span_s: float
    trend: tuple[float, ...]


@dataclass(slots=True)
class _Track:
    times: list[float]
    values: list[float]
    base_t: float
    base: float
    lost: float = 0.0
    raw: float = 0.0

    def put(self, t: float, value: float, *, cumulative: bool = False) -> None:
        if cumulative and value < self.raw:
            # Counted anew from 0, after the line was made anew.
            self.lost += self.raw
        self.raw = value
        self.times.append(t)
        self.values.append(value + self.lost)
        if len(self.times) > KEPT_POINTS:
            half = len(self.times) // 2
            self.times[:half] = self.times[:half:2]
            self.values[:half] = self.values[:half:2]

    @property
    def step(self) -> float:
        """How far the latest two values are apart."""
        return self.times[-1] - self.times[-2] if len(self.times) > 1 else 0.0

    def spread(self, most: int) -> range:
        """Indices since the base at equal steps, about `most`; the newest is always among them."""
        first = bisect_left(self.times, self.base_t)
        step = 1 + (len(self.times) - first) // most
        return range(len(self.times) - 1, first - 1, -step)[::-1]

    def rebase(self) -> None:
        self.base_t, self.base = self.times[-1], self.values[-1]


class SeriesHistory:
    """Values as they come, recent ones fine and old ones coarse; not thread-safe, one owner draws from it."""

    def __init__(self) -> None:
        self._tracks: dict[SeriesKey, _Track] = {}
        self._native = NativeMemory()
        self._freed = FreedMemory()
        self._silent: set[SeriesKey] = set()
        """Counters that have no value at present."""

    def add_memory(self, sample: MemorySample) -> None:
        for key, value in figures_of_memory(sample):
            self.put(key, sample.t, value)
        collected = self._freed.add(sample)
        if collected is not None:
            self.put(freed(sample.thread), sample.t, collected)
        native = self._native.add(sample)
        if native is not None:
            self.put(NATIVE, sample.t, native)
        for key in _resource_keys(self._tracks, sample.thread):
            # A kind that is not told any more is one of which there is none.
            self.put(key, sample.t, sample.resources.get(key.name, 0))
        for name, count in sample.resources.items():
            key = resource(name, sample.thread)
            if key not in self._tracks:
                self.put(key, sample.t, count)

    def add_listeners(self, sample: ListenersSample) -> None:
        for key, value in figures_of_listeners(sample):
            self.put(key, sample.t, value)

    def add_counters(self, sample: CountersSample) -> None:
        for key, value in figures_of_counters(sample):
            if value is not None:
                self.put(key, sample.t, value)
                self._silent.discard(key)
            else:
                self._silent.add(key)

    def add_cost(self, cost: ProbeCost, total_s: float) -> None:
        self.put(cost_key(cost.probe), cost.t, total_s * 1000)

    def put(self, key: SeriesKey, t: float, value: float) -> None:
        track = self._tracks.get(key)
        if track is not None:
            track.put(t, value, cumulative=key.cumulative)
        elif len(self._tracks) < KEPT_SERIES:
            self._tracks[key] = _Track([t], [value], t, value, raw=value)

    def points(self, key: SeriesKey) -> tuple[list[float], list[float]]:
        """Times and values since attach or the mark, oldest first, of long spans not every one."""
        track = self._tracks.get(key)
        if track is None:
            return [], []
        kept = track.spread(COMPARED_POINTS)
        return [track.times[index] for index in kept], [track.values[index] for index in kept]

    def compare(self, one: SeriesKey, other: SeriesKey) -> Pair | None:
        """The two side by side; None while too little is known of them."""
        return pair(*self.points(one), *self.points(other))

    def mark(self) -> None:
        """Growth is counted from the latest values on."""
        for track in self._tracks.values():
            track.rebase()

    def rows(self) -> tuple[SeriesRow, ...]:
        """One row a series: groups in their order, within them the main thread first."""
        latest = max((track.times[-1] for track in self._tracks.values()), default=0.0)
        rows = [
            _row(key, track)
            for key, track in self._tracks.items()
            if key not in self._silent
            and (key.group is Group.COST or latest - track.times[-1] < max(GONE_S, 3 * track.step))
        ]
        rows += [SeriesRow(key, None, 0.0, None, 0.0, ()) for key in self._silent]
        return tuple(sorted(rows, key=lambda row: place_of(row.key)))


def _resource_keys(tracks: dict[SeriesKey, _Track], thread: str) -> list[SeriesKey]:
    return [key for key in tracks if key.group is Group.RESOURCES and key.thread == thread]


def _row(key: SeriesKey, track: _Track) -> SeriesRow:
    growth = track.values[-1] - track.base
    span = track.times[-1] - track.base_t
    rate = growth / span * 60 if span >= 1 else None
    trend = tuple(track.values[index] for index in track.spread(TREND_POINTS))
    return SeriesRow(key, track.values[-1], growth, rate, span, trend)
