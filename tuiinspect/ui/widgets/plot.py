"""From numbers to rows of characters; nothing here knows a screen.

A column of a chart is a slice of time whose borders are multiples of its length. So a picture that has grown
by one sample differs from the last one in its newest column only, and does not shimmer.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor
from typing import Final

Range = tuple[float, float]

_STEPS: Final = (
    *(0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2, 3, 4, 5, 6, 8),
    *(10, 12, 15, 20, 30, 40, 60, 80, 100, 120, 150, 200, 300, 400, 600, 900, 1200, 1800),
    *(2700, 3600, 5400, 7200, 10800, 14400, 21600, 28800, 43200, 64800, 86400),
)
_EIGHTHS: Final = " ▁▂▃▄▅▆▇█"
_DOTS: Final = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """`columns` slices of `step` seconds from `start`; the last one holds the newest sample."""

    start: float
    step: float
    columns: int

    def column(self, t: float) -> int | None:
        """The slice that holds time `t`, None outside the picture."""
        index = floor((t - self.start) / self.step + 1e-9)
        return index if 0 <= index < self.columns else None


def time_axis(first: float, last: float, columns: int) -> TimeAxis:
    """The finest axis of a round step that shows everything from `first` to `last`."""
    for step in _STEPS:
        start = floor(first / step) * step
        if last - start < step * columns:
            return TimeAxis(start, step, columns)
    step = ceil((last - first) / columns / 86400 + 1) * 86400.0
    return TimeAxis(floor(first / step) * step, step, columns)


def round_top(highest: float) -> float:
    """The smallest of 1, 1.2, 1.6, 2, 3, 4, 6, 8 times a power of ten that is not below `highest`."""
    if highest <= 0:
        return 1.0
    power = 1.0
    while power * 10 <= highest:
        power *= 10
    while power > highest:
        power /= 10
    return next(power * factor for factor in (1, 1.2, 1.6, 2, 3, 4, 6, 8, 10) if power * factor >= highest)


def ranges(times: Sequence[float], values: Sequence[float], axis: TimeAxis) -> list[Range | None]:
    """Lowest and highest value of each slice; slices between two samples lie on the line between them."""
    found: list[Range | None] = [None] * axis.columns
    for t, value in zip(times, values, strict=True):
        index = axis.column(t)
        if index is not None:
            low, high = found[index] or (value, value)
            found[index] = (min(low, value), max(high, value))
    known = [index for index, pair in enumerate(found) if pair is not None]
    for left, right in pairwise(known):
        _bridge(found, left, right)
    return found


def _bridge(found: list[Range | None], left: int, right: int) -> None:
    before, after = found[left], found[right]
    assert before is not None
    assert after is not None
    start, end = sum(before) / 2, sum(after) / 2
    for index in range(left + 1, right):
        value = start + (end - start) * (index - left) / (right - left)
        found[index] = (value, value)


def held(points: Sequence[tuple[float, float]], axis: TimeAxis, until: float) -> list[float | None]:
    """A step function's value at the end of each slice up to time `until`; None before its first point."""
    times = [t for t, _ in points]
    last = axis.column(until)
    levels: list[float | None] = [None] * axis.columns
    for index in range(axis.columns if last is None else last + 1):
        known = bisect_right(times, axis.start + (index + 1) * axis.step - 1e-9)
        if known:
            levels[index] = points[known - 1][1]
    return levels


def area(levels: Sequence[float | None], height: int, top: float) -> list[str]:
    """Filled columns from 0 to each level, in eighths of a row; first row on top."""
    eighths = [0 if level is None else _scaled(level, top, height * 8) for level in levels]
    return [
        "".join(_EIGHTHS[min(8, max(0, filled - row * 8))] for filled in eighths)
        for row in reversed(range(height))
    ]


def _scaled(value: float, top: float, units: int) -> int:
    share = min(1.0, max(0.0, value / top))
    return max(1, round(share * units)) if value > 0 else 0


def trace(spans: Sequence[Range | None], height: int, top: float) -> list[str]:
    """A line in braille dots, two spans a column, four dots a row, 0 at the bottom; first row on top."""
    columns = ceil(len(spans) / 2)
    cells = [[0x2800] * columns for _ in range(height)]
    previous: tuple[int, int] | None = None
    for index, span in enumerate(spans):
        if span is None:
            previous = None
            continue
        dots = _dots(span, height * 4, top)
        low, high = _touching(dots, previous)
        for dot in range(low, high + 1):
            row, within = divmod(height * 4 - 1 - dot, 4)
            cells[row][index // 2] |= _DOTS[index % 2][within]
        previous = dots
    return ["".join(map(chr, row)) for row in cells]


def _dots(span: Range, dots: int, top: float) -> tuple[int, int]:
    low, high = (min(dots - 1, max(0, round(value / top * dots - 0.5))) for value in span)
    return low, high


def _touching(dots: tuple[int, int], previous: tuple[int, int] | None) -> tuple[int, int]:
    """`dots` made longer towards the column before, so that steep parts stay one line."""
    low, high = dots
    if previous is None:
        return dots
    if previous[1] < low:
        return previous[1] + 1, high
    if previous[0] > high:
        return low, previous[0] - 1
    return dots


def sparkline(values: Sequence[float], width: int, low: float, high: float) -> str:
    """`values` in `width` characters from `low` (lowest bar) to `high`; the newest at the right.

    More values than characters are joined by their highest. The caller says `low` and `high` beside it:
    without them a sparkline makes every wobble look like a mountain.
    """
    if not values or width < 1:
        return ""
    count = min(width, len(values))
    edges = [round(index * len(values) / count) for index in range(count + 1)]
    joined = [max(values[start:end]) for start, end in pairwise(edges)]
    reach = high - low
    bars = (0 if reach <= 0 else round((value - low) / reach * 7) for value in joined)
    return "".join(_EIGHTHS[1 + min(7, max(0, bar))] for bar in bars)


def fair_bounds(values: Sequence[float]) -> Range:
    """From the lowest value to at least a tenth more, so that what stays is flat and wobbles look small."""
    low, high = float(min(values)), float(max(values))
    return low, max(high, low + max(8.0, low / 10))


def small_trend(values: Sequence[float], width: int) -> str:
    """A sparkline between fair bounds; nothing for what is no series yet."""
    return "" if len(values) < 2 else sparkline(values, width, *fair_bounds(values))


def nearest_index(times: Sequence[float], t: float) -> int | None:
    """Index of the first time that is not before `t`, None when all are."""
    index = bisect_left(times, t)
    return index if index < len(times) else None
