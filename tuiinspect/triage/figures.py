"""What is watched beside the counts of emitters and collections: every figure as a series, the counters of
the user among them, and sampled allocations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from tuiinspect.diagnosis.allocations import StackGrowth, answerable
from tuiinspect.diagnosis.evidence import CounterSeries
from tuiinspect.diagnosis.findings import SideBySide
from tuiinspect.diagnosis.trend import Point
from tuiinspect.events import (
    AllocationsRead,
    CountersRead,
    ListenersCounted,
    MemorySampled,
    SessionEvent,
)
from tuiinspect.history import AllocationHistory, SeriesHistory, Unit, ratios
from tuiinspect.history.figures import counter
from tuiinspect.samples import Counter

Clock = Callable[[Iterable[Point]], tuple[Point, ...]]


class Figures:
    """Built from a session's events."""

    def __init__(self) -> None:
        self._series = SeriesHistory()
        self._silent: dict[str, str | None] = {}
        self._allocations = AllocationHistory()
        self.readings: list[float] = []
        """How long each reading of sampled allocations held the target up."""

    def take(self, event: SessionEvent) -> None:
        match event:
            case MemorySampled(sample):
                self._series.add_memory(sample)
            case ListenersCounted(sample):
                self._series.add_listeners(sample)
            case CountersRead(sample):
                self._series.add_counters(sample)
                self._silent |= {value.name: value.why for value in sample.values}
            case AllocationsRead(profile):
                self._allocations.add(profile)
                self.readings.append(profile.cost_s)
            case _:
                pass

    def counters(self, counters: Sequence[Counter], clock: Clock) -> Iterator[CounterSeries]:
        """The user's numbers, on the `clock` that stands still with the target."""
        for one in counters:
            points = zip(*self._series.points(counter(one.name)), strict=True)
            yield CounterSeries(one.name, one.expression, clock(points), self._silent.get(one.name))

    def side_by_side(self, thread: str, counters: Sequence[Counter]) -> Iterator[SideBySide]:
        for ratio in ratios(self._series, thread, [one.name for one in counters]):
            if ratio.value is not None:
                yield SideBySide(
                    ratio.name,
                    "bytes" if ratio.one.unit is Unit.BYTES else "count",
                    ratio.value,
                    ratio.pair.correlation,
                    ratio.pair.follows,
                )

    def allocations(self) -> Iterator[StackGrowth]:
        """The sampled stacks whose function surely grows, tuiinspect's own left out."""
        growing = {row.growth.frame for row in self._allocations.rows() if row.growing}
        for each in self._allocations.stacks():
            if each.growth > 0 and not each.ours and each.stack.frames and answerable(each.stack) in growing:
                yield each
