"""HeapSnapshot: everything about a snapshot, by node ordinal, a page at a time.

Rooms that answer one question are imported when it is asked: to import them all takes as long as a snapshot
of ten megabytes.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from tuiinspect.errors import UsageError
from tuiinspect.heap.analysis import Analysis
from tuiinspect.heap.arrays import Bytes, Ids, Ints, Longs
from tuiinspect.heap.class_view import ClassView
from tuiinspect.heap.lookups import NOTHING, Lookups, place_of
from tuiinspect.heap.names import edge_name, node_name
from tuiinspect.heap.places import Places
from tuiinspect.heap.retainers import held_edges
from tuiinspect.heap.rows import (
    Called,
    ClassRow,
    Node,
    Page,
    Retainer,
    RetainerPage,
    RetainerPath,
    SnapshotKind,
    SortKey,
    Statistics,
)
from tuiinspect.heap.statistics import statistics

if TYPE_CHECKING:
    from tuiinspect.heap.diff import Compared, Difference
    from tuiinspect.heap.duplicate_strings import DuplicateStrings
    from tuiinspect.heap.filters import Filter
    from tuiinspect.heap.retaining import Ignoring, Retaining
    from tuiinspect.heap.views import Views


class NoSuchNode(KeyError):
    """The snapshot has no node of that id."""

    def __str__(self) -> str:
        return f"the snapshot has no object @{self.args[0]}"


class HeapSnapshot:
    """One analysed snapshot. Made by `load`, `follow` or `load_chunks`.

    Columns are numpy arrays with one value per node, in file order; `ordinal` is the place in them. Answers
    are those of Chrome DevTools for the same file. Nothing changes after loading, so several threads may
    read at once; sorting a class of millions takes a moment, the rest is quick or paged.
    """

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._graph = analysis.graph
        self._strings = analysis.graph.strings

    @property
    def node_count(self) -> int:
        return self._graph.node_count

    @property
    def edge_count(self) -> int:
        return self._graph.edge_count

    @property
    def root(self) -> int:
        """The root's ordinal."""
        return self._graph.root

    @property
    def kind(self) -> SnapshotKind:
        """Compare only snapshots of one kind: sizes and distances mean different things."""
        return "standard" if self._analysis.standard else "exposeInternals"

    @property
    def total_bytes(self) -> int:
        """What the root retains, and native memory that the file only counts."""
        return int(self.retained_sizes[self.root]) + self._analysis.extra_native_bytes

    @property
    def ids(self) -> Ids:
        """uint64: V8's ids, stable within one process."""
        return self._graph.ids

    @property
    def self_sizes(self) -> Longs:
        """int64, bytes, after the shallow transfer."""
        return self._analysis.shallow

    @property
    def retained_sizes(self) -> Longs:
        """int64, bytes."""
        return self._analysis.retained

    @property
    def distances(self) -> Ints:
        """int32 as in DevTools: 100,000,000 and more from the engine's roots only, -5 for none."""
        return self._analysis.distances

    @property
    def dominators(self) -> Ints:
        """int32: the ordinal of the immediate dominator; the root is its own."""
        return self._analysis.tree.dominators

    @property
    def node_types(self) -> Bytes:
        """uint8: places in `type_names`."""
        return self._graph.node_types

    @property
    def type_names(self) -> tuple[str, ...]:
        return self._analysis.type_names

    @property
    def class_keys(self) -> Ints:
        """int32: the key of each node's ClassRow, -1 for nodes of size 0."""
        return self._analysis.table.of.keys

    @cached_property
    def class_names(self) -> tuple[Ints, tuple[str, ...]]:
        """Every node's class name: places (int32, one per node) in a tuple of names, each there once."""
        classes = self._analysis.classes
        used = np.flatnonzero(np.bincount(classes, minlength=len(self._strings)))
        places: dict[str, int] = {}
        place = np.zeros(len(self._strings), np.int32)
        for number in used.tolist():
            place[number] = places.setdefault(self._strings[number], len(places))
        return place[classes], tuple(places)

    def ordinal(self, node_id: int) -> int:
        """The place of the node with V8's id; NoSuchNode when there is none."""
        place = int(place_of(self._graph.ids, np.uint64(node_id))) if 0 <= node_id < 2**64 else NOTHING
        if place == NOTHING:
            raise NoSuchNode(node_id)
        return place

    def holds(self, node_id: int, name: str) -> bool:
        """Whether there is a node of that id, and it holds something under that name."""
        ordinal = int(place_of(self._graph.ids, np.uint64(node_id)))
        return ordinal != NOTHING and self._lookups.held(ordinal, name) != NOTHING

    def name(self, ordinal: int) -> str:
        """The name as DevTools shows it; a string's text, cut where V8 cuts it."""
        return node_name(self._graph, ordinal)

    def class_name(self, ordinal: int) -> str:
        """The class, or for plain objects the interface `{id, name}`."""
        return self._strings[int(self._analysis.classes[ordinal])]

    def at(self, ordinal: int) -> Node:
        """The node at a place."""
        return Node(
            id=int(self._graph.ids[ordinal]),
            ordinal=int(ordinal),
            type=self.type_names[self._graph.node_types[ordinal]],
            name=self.name(ordinal),
            class_name=self.class_name(ordinal),
            self_size=int(self.self_sizes[ordinal]),
            retained_size=int(self.retained_sizes[ordinal]),
            distance=int(self.distances[ordinal]),
        )

    def node(self, node_id: int) -> Node:
        """The node with V8's id; NoSuchNode when there is none."""
        return self.at(self.ordinal(node_id))

    def classes(self) -> tuple[ClassRow, ...]:
        """Every class that has objects of a size, largest retained size first: the rows of DevTools."""
        return self._classes.classes()

    def covered_classes(self) -> tuple[ClassRow, ...]:
        """Classes that DevTools' table loses to another of the same name (see ClassRows); mostly none."""
        return self._classes.covered_classes()

    def objects(
        self, class_key: int, start: int, count: int, *, sort: SortKey = "retained", reverse: bool = True
    ) -> Page:
        """A page of a class's objects; by default the largest first. IndexError for an unknown key."""
        return self._classes.objects(class_key, start, count, sort=sort, reverse=reverse)

    def retainers(self, ordinal: int, start: int = 0, count: int = 100) -> RetainerPage:
        """A page of what holds a node, nearest to the root first; no weak edges, none from the root."""
        return self._retaining.retainers(ordinal, start, count)

    def children(self, ordinal: int, start: int = 0, count: int = 100) -> RetainerPage:
        """A page of what a node holds, in file order."""
        edges = held_edges(self._graph, ordinal)
        start = max(0, start)
        rows = (self._held_row(edge, ordinal) for edge in edges[start : start + max(0, count)].tolist())
        return RetainerPage(start, edges.size, tuple(rows))

    def shortest_path(self, ordinal: int) -> RetainerPath:
        """From a node up to the program's roots, and the same as a sentence."""
        return self.paths(ordinal, 1)[0]

    def paths(self, ordinal: int, count: int) -> tuple[RetainerPath, ...]:
        """At most `count` paths up that part from one another, shortest first; always one."""
        return self._retaining.paths(ordinal, count)

    def called(self, ordinal: int) -> Called:
        """What the program calls a node, short enough for a table."""
        return self._retaining.called(ordinal)

    def ignoring(self, ordinals: Collection[int]) -> Ignoring:
        """Retainers, paths and distances as if the objects at these places held nothing.

        One run over all edges: seconds for tens of millions of nodes, so not on the screen's thread.
        """
        from tuiinspect.heap.retaining import Ignoring

        return Ignoring(self._analysis, self._lookups, self._places, self.at, ordinals)

    def filtered(self, by: Filter) -> ClassView:
        """The classes and objects that pass one of DevTools' filters, with what they retain by themselves."""
        from tuiinspect.heap.filters import filtered_table, matching

        table = filtered_table(self._analysis, matching(self._analysis, by))
        return ClassView(self._analysis, table, self._places, self.at)

    def duplicate_strings(self) -> DuplicateStrings:
        """The texts that are there several times, and what they waste."""
        from tuiinspect.heap.duplicate_strings import DuplicateStrings

        return DuplicateStrings(self._analysis, self.at)

    def statistics(self) -> Statistics:
        """Bytes by kind, as DevTools sums them."""
        return self._statistics

    @cached_property
    def views(self) -> Views:
        """Further lists to browse: owners, strings, an object's parts."""
        from tuiinspect.heap.views import Views

        return Views(self._analysis, self._lookups, self._places, self.at)

    def diff(self, base: HeapSnapshot) -> Difference:
        """What was added and removed since `base`, an earlier snapshot of the same process.

        Raises UsageError when the two are of different kinds, standard and exposeInternals.
        """
        from tuiinspect.heap.diff import difference

        if base.kind != self.kind:
            raise UsageError(
                "a standard snapshot cannot be compared with one taken with exposeInternals: the same "
                "objects have other sizes and distances in them",
                advice="Take both in the same way.",
            )
        return difference(self._compared, base._compared)

    def _held_row(self, edge: int, holder: int) -> Retainer:
        from tuiinspect.heap.entries import holding_words

        kind = self._graph.edge_type_names[int(self._graph.edge_types[edge])]
        words = holding_words(self._lookups, edge, holder)
        return Retainer(edge_name(self._graph, edge), kind, words, self.at(int(self._graph.targets[edge])))

    @cached_property
    def _lookups(self) -> Lookups:
        return Lookups(self._graph, self._analysis.retainers)

    @cached_property
    def _places(self) -> Places:
        return Places(self._lookups, self._analysis.locations)

    @property
    def _compared(self) -> Compared:
        from tuiinspect.heap.diff import Compared

        return Compared(self._analysis, self._places, self.at)

    @cached_property
    def _classes(self) -> ClassView:
        return ClassView(self._analysis, self._analysis.table, self._places, self.at)

    @cached_property
    def _retaining(self) -> Retaining:
        from tuiinspect.heap.retaining import Retaining

        return Retaining(self._analysis, self._lookups, self._places, self.at, self.distances)

    @cached_property
    def _statistics(self) -> Statistics:
        analysis = self._analysis
        return statistics(analysis.kinds, self.total_bytes, analysis.extra_native_bytes)
