"""Two series side by side: how much of one there is for each of the other, and what the growth goes with."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from math import sqrt

from tuiinspect.diagnosis.trend import fit

Column = Sequence[float]

MIN_POINTS = 8
# Below this a straight line explains less than half of what the points do.
MIN_R2 = 0.5
# One explanation is better than another when it leaves half of the other's error, or less.
BETTER = 0.5
# What rises as evenly as time passes can hardly be told from time: there it takes more.
STEADY_R2 = 0.98
BETTER_THAN_STEADY = 0.25


class Follows(Enum):
    """What the growth of the one goes with."""

    OTHER = "the other"
    TIME = "time"
    EITHER = "either"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Pair:
    """One series over another, `span_s` seconds of both.

    `ratio` is the latest value over the other's, `each` how much the one grew for each one that the other
    grew; both None where there is nothing to divide by. `correlation` is Pearson's, None where one stays.
    """

    points: int
    span_s: float
    ratio: float | None
    each: float | None
    correlation: float | None
    follows: Follows


def pair(times: Column, values: Column, other_times: Column, other_values: Column) -> Pair | None:
    """Compare where both are known; None while that is too little to say anything."""
    t, one, other = aligned(times, values, other_times, other_values)
    if len(t) < MIN_POINTS:
        return None
    grown = other[-1] - other[0]
    return Pair(
        points=len(t),
        span_s=t[-1] - t[0],
        ratio=one[-1] / other[-1] if other[-1] else None,
        each=(one[-1] - one[0]) / grown if grown else None,
        correlation=correlation(one, other),
        follows=follows(t, one, other),
    )


def aligned(
    times: Column, values: Column, other_times: Column, other_values: Column
) -> tuple[list[float], list[float], list[float]]:
    """Values of both at the times of the first, where the second has one that is near enough."""
    if not times or not other_times:
        return [], [], []
    near = 0.6 * (times[-1] - times[0]) / max(1, len(times) - 1)
    kept_t: list[float] = []
    one: list[float] = []
    other: list[float] = []
    for t, value in zip(times, values, strict=True):
        index = _nearest(other_times, t)
        if abs(other_times[index] - t) <= near:
            kept_t.append(t)
            one.append(value)
            other.append(other_values[index])
    return kept_t, one, other


def _nearest(times: Column, t: float) -> int:
    after = min(bisect_left(times, t), len(times) - 1)
    return after - 1 if after and t - times[after - 1] < abs(times[after] - t) else after


def correlation(one: Column, other: Column) -> float | None:
    """Pearson's; None where one of them stays as it is."""
    n = len(one)
    if n < 2:
        return None
    mean_one, mean_other = sum(one) / n, sum(other) / n
    spread_one = sum((value - mean_one) ** 2 for value in one)
    spread_other = sum((value - mean_other) ** 2 for value in other)
    # Each root by itself: the product of two tiny ones would be 0.
    scale = sqrt(spread_one) * sqrt(spread_other)
    if not scale:
        return None
    joint = sum((a - mean_one) * (b - mean_other) for a, b in zip(one, other, strict=True))
    return joint / scale


def follows(times: Column, one: Column, other: Column) -> Follows:
    """Whether `one` goes with `other` or just with time: whichever leaves less of it unexplained."""
    with_time = _explained(times, one)
    with_other = _explained(other, one)
    if max(with_time, with_other) < MIN_R2:
        return Follows.NOTHING
    better = BETTER_THAN_STEADY if _explained(times, other) >= STEADY_R2 else BETTER
    if 1 - with_other <= better * (1 - with_time) and with_other > with_time:
        return Follows.OTHER
    if 1 - with_time <= better * (1 - with_other) and with_time > with_other:
        return Follows.TIME
    return Follows.EITHER


def _explained(by: Column, what: Column) -> float:
    """The share of the ups and downs of `what` that a straight line over `by` accounts for."""
    if min(what) == max(what):
        return 0.0
    line = fit(list(zip(by, what, strict=True)))
    return line.r2 if line is not None else 0.0
