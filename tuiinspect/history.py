"""What was seen since attach, in memory: recent samples fine, old ones coarse."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tuiinspect.diagnosis.trend import Point, Trend, measure
from tuiinspect.samples import EmitterCount, GcMark, ListenersSample, MemorySample

FINE_SAMPLES = 1800
KEPT_MARKS = 2000
TREND_COUNTS = 60
FORGET_AFTER_S = 300.0

SERIES: dict[str, Callable[[MemorySample], float]] = {
    "heap_used": lambda sample: sample.heap_used,
    "heap_total": lambda sample: sample.heap_total,
    "external": lambda sample: sample.external,
    "array_buffers": lambda sample: sample.array_buffers,
    "rss": lambda sample: sample.rss,
    "loop_delay_ms": lambda sample: sample.loop_delay_ms,
    "cpu_percent": lambda sample: sample.cpu_percent,
}


class MemoryHistory:
    """The samples of one thread, its collections and its floor; not thread-safe, one owner draws from it."""

    def __init__(self, thread: str = "main") -> None:
        self.thread = thread
        self._samples: list[MemorySample] = []
        self._collections: deque[GcMark] = deque(maxlen=KEPT_MARKS)
        self._floor: deque[Point] = deque(maxlen=KEPT_MARKS)
        self._mark: float | None = None

    @property
    def samples(self) -> tuple[MemorySample, ...]:
        return tuple(self._samples)

    @property
    def latest(self) -> MemorySample | None:
        return self._samples[-1] if self._samples else None

    @property
    def collections(self) -> tuple[GcMark, ...]:
        """All collections seen, oldest first."""
        return tuple(self._collections)

    @property
    def marked_at(self) -> float | None:
        """When the user set the latest mark; slopes are measured from there."""
        return self._mark

    def add(self, sample: MemorySample) -> None:
        if sample.thread != self.thread:
            return
        self._samples.append(sample)
        self._collections.extend(sample.collections)
        self._floor.extend(
            (gc.t, float(gc.heap_after)) for gc in sample.collections if gc.heap_after is not None
        )
        if len(self._samples) > FINE_SAMPLES:
            self._thin()

    def _thin(self) -> None:
        half = len(self._samples) // 2
        self._samples[:half] = self._samples[:half:2]

    def mark(self, t: float | None = None) -> None:
        """Measure from now on, or from Unix time `t`."""
        latest = self.latest
        self._mark = t if t is not None else latest.t if latest else None

    def series(self, name: str) -> tuple[list[float], list[float]]:
        """Times and values of one of `SERIES`, oldest first."""
        value = SERIES[name]
        return [sample.t for sample in self._samples], [value(sample) for sample in self._samples]

    def floor_points(self) -> list[Point]:
        """(time, heap used after a major collection), oldest first."""
        return list(self._floor)

    def trend(self) -> Trend | None:
        """The slope since the mark (or since the first sample); None while it is too early to say."""
        latest = self.latest
        if latest is None:
            return None
        since = self._mark or 0.0
        used = [(sample.t, float(sample.heap_used)) for sample in self._samples if sample.t >= since]
        floor = [point for point in self._floor if point[0] >= since]
        return measure(floor, used, latest.heap_limit)

    def cost_share(self, span_s: float = 60.0) -> float:
        """The share of the target's time that the readings took over the last `span_s` seconds."""
        latest = self.latest
        if latest is None:
            return 0.0
        recent = [sample for sample in self._samples if sample.t > latest.t - span_s]
        covered = max(latest.t - recent[0].t, 1.0)
        return sum(sample.cost_s for sample in recent) / covered


@dataclass(frozen=True, slots=True)
class ListenerRow:
    """One emitter's event with its growth over `span_s` seconds: since attach, the mark or first sight."""

    count: EmitterCount
    growth: int
    per_minute: float | None
    span_s: float
    trend: tuple[int, ...]
    first_seen: float
    last_seen: float

    @property
    def key(self) -> tuple[int, str]:
        return self.count.emitter, self.count.event


@dataclass(slots=True)
class _Track:
    first_seen: float
    last_seen: float
    counts: deque[int] = field(default_factory=lambda: deque(maxlen=TREND_COUNTS))


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
            track.last_seen = sample.t
            track.counts.append(row.count)
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
        return ListenerRow(count, growth, rate, span, tuple(track.counts), track.first_seen, track.last_seen)
