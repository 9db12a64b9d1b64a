"""Texts that a snapshot has several times, with what each wastes, a page at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np

from tuiinspect.heap.analysis import Analysis
from tuiinspect.heap.arrays import Ints, Longs, Sizes
from tuiinspect.heap.duplicates import duplicates
from tuiinspect.heap.members import Members
from tuiinspect.heap.rows import DuplicateGroup, DuplicatePage, Node, Page

DuplicateSort = Literal["wasted", "retained", "shallow", "count"]


class DuplicateStrings:
    """Made by HeapSnapshot.duplicate_strings. The groups and their sums are those of DevTools."""

    def __init__(self, analysis: Analysis, node_at: Callable[[int], Node]) -> None:
        self._node_at = node_at
        found = duplicates(analysis.graph, analysis.shallow)
        self._members = Members(found.groups, found.count, {"retained": analysis.retained})
        nodes = np.flatnonzero(found.groups >= 0)
        groups = found.groups[nodes]
        shallow = _sum(groups, analysis.shallow[nodes], found.count)
        largest = np.zeros(found.count, np.int64)
        np.maximum.at(largest, groups, analysis.shallow[nodes])
        self._columns: dict[DuplicateSort, Longs] = {
            "wasted": shallow - largest,
            "retained": _sum(groups, analysis.retained[nodes], found.count),
            "shallow": shallow,
            "count": np.bincount(groups, minlength=found.count),
        }

    @property
    def wasted_bytes(self) -> int:
        """What would be saved if there were one string of each text."""
        return int(self._columns["wasted"].sum())

    def groups(self, start: int, count: int, *, sort: DuplicateSort = "wasted") -> DuplicatePage:
        """A page of the texts, those of the largest figure first; equals by first appearance in the file."""
        start = max(0, start)
        order = np.argsort(-self._columns[sort], kind="stable")
        rows = tuple(map(self._row, order[start : start + max(0, count)].tolist()))
        return DuplicatePage(start, order.size, rows)

    def strings(self, key: int, start: int, count: int) -> Page:
        """A page of the strings of one text, largest retained size first."""
        start = max(0, start)
        ordinals, total = self._members.page(key, start, max(0, count), "retained", True)
        return Page(start, total, tuple(map(self._node_at, ordinals.tolist())))

    def _row(self, key: int) -> DuplicateGroup:
        (first,), count = self._members.page(key, 0, 1, "retained", True)
        return DuplicateGroup(
            key=key,
            text=self._node_at(int(first)).name,
            count=count,
            shallow=int(self._columns["shallow"][key]),
            retained=int(self._columns["retained"][key]),
            wasted=int(self._columns["wasted"][key]),
        )


def _sum(groups: Ints, sizes: Sizes, count: int) -> Longs:
    # Sums of bytes stay far below 2^53, up to where a float counts exactly.
    total: Longs = np.bincount(groups, sizes, minlength=count).astype(np.int64)
    return total
