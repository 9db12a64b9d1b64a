"""The table of classes and the objects of each: of a whole snapshot, or of what a filter leaves of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from tuiinspect.heap.analysis import Analysis
from tuiinspect.heap.class_figures import ClassTable
from tuiinspect.heap.class_rows import ClassRows, class_rows
from tuiinspect.heap.members import Members
from tuiinspect.heap.places import Places
from tuiinspect.heap.rows import ClassRow, Node, Page, SortKey

NodeAt = Callable[[int], Node]


class ClassView:
    """Rows are made, and objects grouped by class, when first asked for."""

    def __init__(self, analysis: Analysis, table: ClassTable, places: Places, node_at: NodeAt) -> None:
        self._analysis = analysis
        self._table = table
        self._places = places
        self._node_at = node_at

    def classes(self) -> tuple[ClassRow, ...]:
        """Every class that has objects of a size, largest retained size first: the rows of DevTools."""
        return self._rows.shown

    def covered_classes(self) -> tuple[ClassRow, ...]:
        """Classes that DevTools' table loses to another of the same name (see ClassRows); mostly none."""
        return self._rows.covered

    def objects(
        self, class_key: int, start: int, count: int, *, sort: SortKey = "retained", reverse: bool = True
    ) -> Page:
        """A page of a class's objects; by default the largest first. IndexError for an unknown key."""
        if not 0 <= class_key < self._table.counts.size:
            raise IndexError(class_key)
        start, count = max(0, start), max(0, count)
        ordinals, total = self._members.page(class_key, start, count, sort, reverse)
        return Page(start, total, tuple(map(self._node_at, ordinals.tolist())))

    @cached_property
    def _rows(self) -> ClassRows:
        return class_rows(self._table, self._analysis.graph.strings, self._places)

    @cached_property
    def _members(self) -> Members:
        analysis = self._analysis
        return Members(
            self._table.of.keys,
            self._table.counts.size,
            {
                "retained": analysis.retained,
                "shallow": analysis.shallow,
                "distance": analysis.distances,
                "id": analysis.graph.ids,
            },
        )
