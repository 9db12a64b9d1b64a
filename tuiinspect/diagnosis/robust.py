"""Slopes that a few wild points do not bend: Theil's median of all pairs, with Sen's confidence interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

from tuiinspect.diagnosis.trend import Point, fit

# Of a normal distribution: nineteen intervals of twenty hold the true slope.
_Z_95 = 1.96
_MOST_POINTS = 240
_LEAST_POINTS = 4


@dataclass(frozen=True, slots=True)
class Slope:
    """Change a second: the median of all pairs, the bounds it lies between with 95 % confidence, and r2 of
    the straight line."""

    per_s: float
    low: float
    high: float
    r2: float
    span_s: float
    points: int

    @property
    def rises(self) -> bool:
        return self.low > 0


def slope_of(points: Sequence[Point]) -> Slope | None:
    """Theil-Sen slope of (time, value); None for too few points. Long series are thinned evenly.

    Source: P. K. Sen, Estimates of the regression coefficient based on Kendall's tau, JASA 63 (1968).
    """
    if len(points) > _MOST_POINTS:
        points = points[:: -(-len(points) // _MOST_POINTS)]
    n = len(points)
    slopes = sorted(
        (later[1] - earlier[1]) / (later[0] - earlier[0])
        for place, earlier in enumerate(points)
        for later in points[place + 1 :]
        if later[0] > earlier[0]
    )
    line = fit(points)
    if n < _LEAST_POINTS or not slopes or line is None:
        return None
    spread = _Z_95 * sqrt(n * (n - 1) * (2 * n + 5) / 18)
    low = max(0, round((len(slopes) - spread) / 2))
    high = min(len(slopes) - 1, round((len(slopes) + spread) / 2))
    return Slope(median(slopes), slopes[low], slopes[high], line.r2, points[-1][0] - points[0][0], n)


def later_share(points: Sequence[Point]) -> float | None:
    """How fast the second half of the time grew, as a share of the first half's pace.

    1 for a straight line, 0 for what has stopped, None when the first half did not grow or says nothing.
    """
    if len(points) < 2 * _LEAST_POINTS:
        return None
    middle = (points[0][0] + points[-1][0]) / 2
    first = slope_of([point for point in points if point[0] <= middle])
    second = slope_of([point for point in points if point[0] >= middle])
    if first is None or second is None or first.per_s <= 0:
        return None
    return second.per_s / first.per_s
