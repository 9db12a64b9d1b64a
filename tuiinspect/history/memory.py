"""The memory of one thread over time: samples, collections, the floor."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from tuiinspect.diagnosis.trend import Point, Trend, measure
from tuiinspect.samples import GcMark, MemorySample

FINE_SAMPLES = 1800
KEPT_MARKS = 2000

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
