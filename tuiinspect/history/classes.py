"""Counts of classes over censuses."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tuiinspect.diagnosis.growth import outlives
from tuiinspect.samples import Census, ClassCount, ClassSurvivors

KEPT_CENSUSES = 20


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class with its growth over `span_s` seconds, between two censuses; None after only one.

    `survivors` tells of its newest objects, as of now.
    """

    count: ClassCount
    growth: int | None
    per_minute: float | None
    span_s: float
    trend: tuple[int, ...]
    survivors: ClassSurvivors | None = None

    @property
    def grows(self) -> bool:
        """Whether it grew and its new objects stay."""
        seen = self.survivors
        return seen is not None and outlives(self.growth, seen.sampled, seen.alive, collected=seen.collected)

    @property
    def key(self) -> tuple[str, str | None, int | None]:
        return self.count.key

    @property
    def told(self) -> bool:
        """Whether its name says whose it is: the class of a program or a package, not Node's or V8's."""
        file = self.count.file
        return file is not None and not file.startswith("node:")


def class_growth(before: Census, after: Census) -> tuple[ClassRow, ...]:
    """What came to each class between two censuses, those that say most first.

    Named classes come before Node's and V8's own, whose growth follows from theirs; in each, the fastest
    growing first. A class that the earlier one does not tell of was too small for it, or not there.
    """
    span = max(after.t - before.t, 0.0)
    counts = {count.key: count.count for count in before.classes}
    rows = []
    for count in after.classes:
        earlier = counts.get(count.key, 0)
        growth = count.count - earlier
        rate = growth / span * 60 if span >= 1 else None
        rows.append(ClassRow(count, growth, rate, span, (earlier, count.count)))
    return tuple(sorted(rows, key=_rank))


def _rank(row: ClassRow) -> tuple[bool, bool, int, int]:
    growth = row.growth or 0
    return growth <= 0, not row.told, -growth, -row.count.count


class ClassHistory:
    """The censuses of a session; not thread-safe."""

    def __init__(self) -> None:
        self._censuses: deque[Census] = deque(maxlen=KEPT_CENSUSES)
        self._survivors: dict[tuple[str, str | None, int | None], ClassSurvivors] = {}

    @property
    def censuses(self) -> tuple[Census, ...]:
        """Oldest first."""
        return tuple(self._censuses)

    def add(self, census: Census) -> None:
        self._censuses.append(census)
        self._survivors = {}

    def add_survivors(self, survivors: Iterable[ClassSurvivors]) -> None:
        """What has become of the objects that the latest census found to be new."""
        self._survivors = {seen.key: seen for seen in survivors}

    def rows(self) -> tuple[ClassRow, ...]:
        """The classes of the latest census, with growth since the one before."""
        if not self._censuses:
            return ()
        if len(self._censuses) == 1:
            (only,) = self._censuses
            first = [ClassRow(count, None, None, 0.0, (count.count,)) for count in only.classes]
            return tuple(sorted(first, key=_rank))
        rows = class_growth(self._censuses[-2], self._censuses[-1])
        return tuple(replace(row, survivors=self._survivors.get(row.key)) for row in rows)
