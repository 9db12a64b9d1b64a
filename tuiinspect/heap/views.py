"""What a reader browses beyond classes and retainers, a page at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from tuiinspect.heap.analysis import Analysis
from tuiinspect.heap.arrays import Flags, Ints
from tuiinspect.heap.class_view import ClassView
from tuiinspect.heap.comparable import comparable
from tuiinspect.heap.detail_rows import Detail, PartPage
from tuiinspect.heap.details import Details
from tuiinspect.heap.dominated import Dominated
from tuiinspect.heap.edges import CONS_STRING, SLICED_STRING, STRING
from tuiinspect.heap.entries import holding_words
from tuiinspect.heap.filters import filtered_table
from tuiinspect.heap.inserted import inserted_nodes
from tuiinspect.heap.looking import Looking, hindrance, listed_quickly
from tuiinspect.heap.lookups import Lookups
from tuiinspect.heap.names import edge_name
from tuiinspect.heap.node_search import NodeSearch
from tuiinspect.heap.places import Places
from tuiinspect.heap.rows import Node, Page, Retainer, RetainerPage, SortKey

if TYPE_CHECKING:
    from tuiinspect.heap.graph import HeapSnapshot


class Views:
    """Made by HeapSnapshot, which answers for single nodes; each view is worked out when first asked for."""

    def __init__(
        self, analysis: Analysis, lookups: Lookups, places: Places, node_at: Callable[[int], Node]
    ) -> None:
        self._analysis = analysis
        self._graph = analysis.graph
        self._lookups = lookups
        self._at = node_at
        self._places = places
        self._details = Details(lookups, places, node_at)

    @cached_property
    def inserted(self) -> Flags:
        """bool, one per node: whether only the inspector or tuiinspect itself keeps it."""
        return inserted_nodes(self._analysis)

    @cached_property
    def program(self) -> ClassView:
        """The classes and objects of the program: all but what is `inserted`."""
        table = self._analysis.table
        if self.inserted.any():
            table = filtered_table(self._analysis, ~self.inserted)
        return ClassView(self._analysis, table, self._places, self._at)

    def comparable_with(self, base: HeapSnapshot) -> bool:
        """Whether ids mean the same objects in both, which is so within one inspector session only."""
        graph = self._graph
        return comparable((graph.ids, graph.node_types), (base.ids, base.node_types))

    def dominated(self, ordinal: int, start: int = 0, count: int = 100) -> RetainerPage:
        """A page of what would go if a node went, its children in the dominator tree, largest first.

        A row's edge is the one by which the node itself holds the child; all its names are empty where the
        child is held in several ways that only meet at the node.
        """
        start = max(0, start)
        nodes, total = self._dominated.page(ordinal, start, max(0, count))
        edges = self._dominated.direct_edges(ordinal, nodes)
        rows = zip(nodes.tolist(), edges.tolist(), strict=True)
        return RetainerPage(start, total, tuple(self._row(node, edge, ordinal) for node, edge in rows))

    def longest_strings(self, start: int, count: int) -> Page:
        """A page of all strings of the program, those of the largest shallow size first."""
        start = max(0, start)
        nodes = self._strings[start : start + max(0, count)]
        return Page(start, self._strings.size, tuple(map(self._at, nodes.tolist())))

    def search(
        self,
        class_key: int | None,
        text: str,
        start: int,
        count: int,
        *,
        sort: SortKey = "retained",
        reverse: bool = True,
    ) -> Page:
        """A page of a class's objects, or of all strings for None, with `text` in their name or id."""
        start = max(0, start)
        found = self._search.of_class(class_key, text, sort, reverse)
        nodes = found[start : start + max(0, count)]
        return Page(start, found.size, tuple(map(self._at, nodes.tolist())))

    def detail(self, ordinal: int) -> Detail:
        """One object in words: its place in the source, its counts."""
        return self._details.detail(ordinal)

    def parts(self, ordinal: int, start: int = 0, count: int = 100, *, internals: bool = False) -> PartPage:
        """A page of what an object is made of: entries of a Map, fields, elements, captured variables.

        `internals` adds what only the engine sees, at the end.
        """
        return self._details.parts(ordinal, start, count, internals=internals)

    def looking(self, ordinal: int) -> Looking:
        """How the live object behind a node may be looked at, while its process lives."""
        hindered = hindrance(self._lookups, ordinal)
        return Looking(hindered, properties=listed_quickly(int(self._analysis.shallow[ordinal])))

    def _row(self, node: int, edge: int, holder: int) -> Retainer:
        if edge < 0:
            return Retainer("", "", "", self._at(node))
        kind = self._graph.edge_type_names[int(self._graph.edge_types[edge])]
        words = holding_words(self._lookups, edge, holder)
        return Retainer(edge_name(self._graph, edge), kind, words, self._at(node))

    @cached_property
    def _dominated(self) -> Dominated:
        analysis = self._analysis
        return Dominated(self._graph, analysis.retainers, analysis.tree, analysis.retained)

    @cached_property
    def _search(self) -> NodeSearch:
        analysis = self._analysis
        return NodeSearch(
            self._graph,
            np.where(self.inserted, np.int32(-1), analysis.table.of.keys),
            {
                "retained": analysis.retained,
                "shallow": analysis.shallow,
                "distance": analysis.distances,
                "id": self._graph.ids,
            },
        )

    @cached_property
    def _strings(self) -> Ints:
        kinds = np.isin(self._graph.node_types, (STRING, CONS_STRING, SLICED_STRING))
        nodes = np.flatnonzero(kinds & ~self.inserted)
        order = np.argsort(-self._analysis.shallow[nodes], kind="stable")
        longest: Ints = nodes[order].astype(np.int32)
        return longest
