"""Is it growing: the slope of the floor after GC, how well it fits, and the time left to the limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Point = tuple[float, float]
Basis = Literal["floor after GC", "lower envelope"]

MIN_SPAN_S = 5.0
# One tooth of the saw looks like growth: without a full collection it takes longer to say anything.
MIN_ENVELOPE_SPAN_S = 10.0
MIN_POINTS = 3
ENVELOPE_BINS = 12
# Below this a straight line explains less than half of what the points do: no ground for a forecast.
MIN_R2 = 0.5


@dataclass(frozen=True, slots=True)
class Trend:
    """A straight line through the floor: bytes per second, over `span_s` seconds, with its fit.

    `seconds_to_limit` is None when the floor does not rise, or does not rise along a line.
    """

    slope_bytes_per_s: float
    span_s: float
    r2: float
    basis: Basis
    points: int
    seconds_to_limit: float | None

    @property
    def clear(self) -> bool:
        """Whether the points lie near enough to the line for its slope to mean anything."""
        return self.r2 >= MIN_R2


@dataclass(frozen=True, slots=True)
class Line:
    slope: float
    intercept: float
    r2: float

    def at(self, t: float) -> float:
        return self.intercept + self.slope * t


def fit(points: Sequence[Point]) -> Line | None:
    """Least squares through `points`; None for fewer than two distinct times."""
    if len(points) < 2:
        return None
    origin = points[0][0]
    n = len(points)
    mean_t = sum(t - origin for t, _ in points) / n
    mean_v = sum(v for _, v in points) / n
    spread = sum((t - origin - mean_t) ** 2 for t, _ in points)
    if spread == 0:
        return None
    joint = sum((t - origin - mean_t) * (v - mean_v) for t, v in points)
    total = sum((v - mean_v) ** 2 for _, v in points)
    slope = joint / spread
    r2 = joint * joint / (spread * total) if total else 1.0
    return Line(slope, mean_v - slope * (origin + mean_t), r2)


def lower_envelope(points: Sequence[Point], bins: int = ENVELOPE_BINS) -> list[Point]:
    """The lowest point of each of `bins` equal spans of time: what is left when garbage is not counted."""
    if not points:
        return []
    start, end = points[0][0], points[-1][0]
    width = (end - start) / bins or 1.0
    lowest: dict[int, Point] = {}
    for point in points:
        place = min(int((point[0] - start) / width), bins - 1)
        if place not in lowest or point[1] < lowest[place][1]:
            lowest[place] = point
    return [lowest[place] for place in sorted(lowest)]


def measure(floor: Sequence[Point], used: Sequence[Point], limit: float) -> Trend | None:
    """The trend of a heap from its `floor` after major collections, else from the lower envelope of `used`.

    `limit` is the heap limit in bytes. None until there are enough points over a long enough span.
    """
    basis: Basis = "floor after GC"
    points: Sequence[Point] = floor
    # A floor that covers only the start of the span says nothing of what came after it.
    if not _enough(floor, MIN_SPAN_S) or (used and _span(floor) < _span(used) / 4):
        basis, points = "lower envelope", lower_envelope(used)
        if not _enough(points, MIN_ENVELOPE_SPAN_S):
            return None
    line = fit(points)
    if line is None:
        return None
    latest = points[-1][0]
    room = limit - line.at(latest)
    rises = line.slope > 0 and line.r2 >= MIN_R2
    to_limit = max(room, 0.0) / line.slope if rises else None
    return Trend(line.slope, _span(points), line.r2, basis, len(points), to_limit)


def _enough(points: Sequence[Point], least_span: float) -> bool:
    return len(points) >= MIN_POINTS and _span(points) >= least_span


def _span(points: Sequence[Point]) -> float:
    return points[-1][0] - points[0][0] if points else 0.0
