"""The readings of a sampling: the base that growth is counted from, the latest, and how functions went."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from tuiinspect.diagnosis.allocations import (
    FunctionGrowth,
    StackGrowth,
    by_function,
    growing_stacks,
    keeps_growing,
)
from tuiinspect.samples import AllocationProfile, Frame

KEPT_READINGS = 120


@dataclass(frozen=True, slots=True)
class FunctionRow:
    """A function and whether it grows: surely, by more than chance, and still."""

    growth: FunctionGrowth
    growing: bool
    trend: tuple[int, ...]


class AllocationHistory:
    """Not thread-safe, one owner draws from it."""

    def __init__(self) -> None:
        self.base: AllocationProfile | None = None
        self.latest: AllocationProfile | None = None
        self.marked = False
        self._live: deque[tuple[float, dict[Frame, int]]] = deque(maxlen=KEPT_READINGS)

    def add(self, profile: AllocationProfile) -> None:
        """A reading of another sampling than the one before begins anew."""
        if self.latest is not None and self.latest.started != profile.started:
            self.forget()
        self.base = self.base or profile
        self.latest = profile
        functions = by_function(growing_stacks(None, profile))
        self._live.append((profile.t, {each.frame: each.bytes for each in functions}))

    def forget(self) -> None:
        self.base = self.latest = None
        self.marked = False
        self._live.clear()

    def mark(self) -> None:
        """Growth counts from the latest reading on."""
        if self.latest is not None:
            self.base, self.marked = self.latest, True
            while len(self._live) > 1:
                self._live.popleft()

    @property
    def span_s(self) -> float:
        """What growth is measured over."""
        return self.latest.t - self.base.t if self.latest is not None and self.base is not None else 0.0

    def stacks(self) -> tuple[StackGrowth, ...]:
        """Growth since the base."""
        return growing_stacks(self.base, self.latest) if self.latest is not None else ()

    def rows(self, *, folded: bool = True) -> tuple[FunctionRow, ...]:
        """By function, the one that grew most first; `folded` as in `by_function`, otherwise no trends."""
        found = by_function(self.stacks(), folded=folded)
        return tuple(self._row(growth) if folded else FunctionRow(growth, False, ()) for growth in found)

    def _row(self, growth: FunctionGrowth) -> FunctionRow:
        points = [(t, live.get(growth.frame, 0)) for t, live in self._live]
        growing = growth.certain and keeps_growing(points)
        return FunctionRow(growth, growing, tuple(size for _, size in points))
