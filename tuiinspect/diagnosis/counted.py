"""Counts read again and again, such as listeners of one event: do they grow like a leak?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tuiinspect.diagnosis.robust import later_share, slope_of
from tuiinspect.diagnosis.steadiness import FLAT, FLATTENING, LEAST_ENTRIES, Shape
from tuiinspect.diagnosis.trend import Point

# A leak lets next to nothing go; what falls back by more than this share of what came is drained.
_FALLEN = 0.3
_ENOUGH = 20


def shape_of_counts(points: Sequence[Point]) -> Shape:
    """The shape of one count over time, (Unix seconds, count) oldest first."""
    if not points or points[-1][1] - points[0][1] < LEAST_ENTRIES:
        return Shape.SMALL
    risen, fallen = _moves(points)
    if fallen > _FALLEN * risen:
        return Shape.TURNOVER
    slope = slope_of(points)
    if slope is None or not slope.rises:
        return Shape.SMALL if slope is None else Shape.FLAT
    share = later_share(points)
    if share is None:
        return Shape.FLATTENING
    if share < FLAT:
        return Shape.FLAT
    # Between long pauses there are few counts, and what waited comes all at once.
    return Shape.FLATTENING if share < FLATTENING and len(points) >= _ENOUGH else Shape.STEADY


def _moves(points: Sequence[Point]) -> tuple[float, float]:
    """How much the count went up and down in all."""
    changes = [later[1] - earlier[1] for earlier, later in pairwise(points)]
    return sum(change for change in changes if change > 0), -sum(change for change in changes if change < 0)
