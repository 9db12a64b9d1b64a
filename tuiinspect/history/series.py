"""Every figure over time, one series each: of memory, of the loop, of resources, of each thread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import islice

from tuiinspect.samples import ListenersSample, MemorySample

KEPT_POINTS = 1800
KEPT_SERIES = 500
TREND_POINTS = 60


class Unit(Enum):
    """How a value is to be read."""

    BYTES = "bytes"
    COUNT = "count"
    PERCENT = "percent"
    MILLISECONDS = "milliseconds"


class Group(Enum):
    """What a series is about; groups stand together, in this order."""

    MEMORY = "memory"
    LOOP = "loop"
    RESOURCES = "resources"
    LISTENERS = "listeners"


@dataclass(frozen=True, slots=True)
class SeriesKey:
    """Names one series; `thread` is empty where it is of the whole process."""

    group: Group
    name: str
    unit: Unit
    thread: str = ""


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A series now, and how it came to be so over `span_s` seconds: since attach, the mark or first sight."""

    key: SeriesKey
    now: float
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

    def put(self, t: float, value: float) -> None:
        self.times.append(t)
        self.values.append(value)
        if len(self.times) > KEPT_POINTS:
            half = len(self.times) // 2
            self.times[:half] = self.times[:half:2]
            self.values[:half] = self.values[:half:2]

    def rebase(self) -> None:
        self.base_t, self.base = self.times[-1], self.values[-1]


class SeriesHistory:
    """Values as they come, recent ones fine and old ones coarse; not thread-safe, one owner draws from it."""

    def __init__(self) -> None:
        self._tracks: dict[SeriesKey, _Track] = {}

    def add_memory(self, sample: MemorySample) -> None:
        for key, value in _of_memory(sample):
            self.put(key, sample.t, value)
        for key in _resource_keys(self._tracks, sample.thread):
            # A kind that is not told any more is one of which there is none.
            self.put(key, sample.t, sample.resources.get(key.name, 0))
        for name, count in sample.resources.items():
            key = SeriesKey(Group.RESOURCES, name, Unit.COUNT, sample.thread)
            if key not in self._tracks:
                self.put(key, sample.t, count)

    def add_listeners(self, sample: ListenersSample) -> None:
        self.put(LISTENERS, sample.t, sample.listeners)
        self.put(EMITTERS, sample.t, sample.emitters)

    def put(self, key: SeriesKey, t: float, value: float) -> None:
        track = self._tracks.get(key)
        if track is not None:
            track.put(t, value)
        elif len(self._tracks) < KEPT_SERIES:
            self._tracks[key] = _Track([t], [value], t, value)

    def mark(self) -> None:
        """Growth is counted from the latest values on."""
        for track in self._tracks.values():
            track.rebase()

    def rows(self) -> tuple[SeriesRow, ...]:
        """One row a series: groups in their order, and within them as they were first seen."""
        groups = list(Group)
        rows = [_row(key, track) for key, track in self._tracks.items()]
        return tuple(sorted(rows, key=lambda row: groups.index(row.key.group)))


LISTENERS = SeriesKey(Group.LISTENERS, "listeners", Unit.COUNT)
EMITTERS = SeriesKey(Group.LISTENERS, "emitters known", Unit.COUNT)


def _of_memory(sample: MemorySample) -> Iterator[tuple[SeriesKey, float]]:
    thread = sample.thread

    def memory(name: str, value: float, of: str = thread) -> tuple[SeriesKey, float]:
        return SeriesKey(Group.MEMORY, name, Unit.BYTES, of), value

    yield memory("heap used", sample.heap_used)
    if sample.gc_floor is not None:
        yield memory("floor after GC", sample.gc_floor)
    yield memory("external", sample.external)
    yield memory("array buffers", sample.array_buffers)
    yield SeriesKey(Group.LOOP, "loop delay", Unit.MILLISECONDS, thread), sample.loop_delay_ms
    if not thread.startswith("worker:"):
        yield memory("RSS", sample.rss, "")
        yield SeriesKey(Group.LOOP, "CPU", Unit.PERCENT), sample.cpu_percent


def _resource_keys(tracks: dict[SeriesKey, _Track], thread: str) -> list[SeriesKey]:
    return [key for key in tracks if key.group is Group.RESOURCES and key.thread == thread]


def _row(key: SeriesKey, track: _Track) -> SeriesRow:
    growth = track.values[-1] - track.base
    span = track.times[-1] - track.base_t
    first = max(0, len(track.values) - TREND_POINTS)
    rate = growth / span * 60 if span >= 1 else None
    trend = tuple(islice(track.values, first, None))
    return SeriesRow(key, track.values[-1], growth, rate, span, trend)
