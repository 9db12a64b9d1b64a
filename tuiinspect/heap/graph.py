"""HeapSnapshot: everything about a snapshot, by node ordinal, a page at a time."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from tuiinspect.errors import UsageError
from tuiinspect.heap.analysis import Analysis
from tuiinspect.heap.arrays import Bytes, Ids, Ints, Longs
from tuiinspect.heap.class_rows import ClassRows, class_rows
from tuiinspect.heap.diff import Compared, Difference, difference
from tuiinspect.heap.entries import holding_words
from tuiinspect.heap.lookups import NOTHING, Lookups, place_of
from tuiinspect.heap.members import Members
from tuiinspect.heap.names import edge_name, node_name
from tuiinspect.heap.paths import path_of
from tuiinspect.heap.places import Places
from tuiinspect.heap.reader import Reader
from tuiinspect.heap.retainers import held_edges, retaining_edges
from tuiinspect.heap.rows import (
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
from tuiinspect.heap.trails import TrailFinder
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
        """Every node's class name: places (int32, one per node) in a tuple of names."""
        classes = self._analysis.classes
        used = np.flatnonzero(np.bincount(classes, minlength=len(self._strings)))
        place = np.zeros(len(self._strings), np.int32)
        place[used] = np.arange(used.size, dtype=np.int32)
        return place[classes], tuple(self._strings[number] for number in used.tolist())

    def ordinal(self, node_id: int) -> int:
        """The place of the node with V8's id; NoSuchNode when there is none."""
        place = int(place_of(self._graph.ids, np.uint64(node_id))) if 0 <= node_id < 2**64 else NOTHING
        if place == NOTHING:
            raise NoSuchNode(node_id)
        return place

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
        return self._class_rows.shown

    def covered_classes(self) -> tuple[ClassRow, ...]:
        """Classes that DevTools' table loses to another of the same name (see ClassRows); mostly none."""
        return self._class_rows.covered

    def objects(
        self, class_key: int, start: int, count: int, *, sort: SortKey = "retained", reverse: bool = True
    ) -> Page:
        """A page of a class's objects; by default the largest first. IndexError for an unknown key."""
        if not 0 <= class_key < self._analysis.table.counts.size:
            raise IndexError(class_key)
        start, count = max(0, start), max(0, count)
        ordinals, total = self._members.page(class_key, start, count, sort, reverse)
        return Page(start, total, tuple(map(self.at, ordinals.tolist())))

    def retainers(self, ordinal: int, start: int = 0, count: int = 100) -> RetainerPage:
        """A page of what holds a node, nearest to the root first; no weak edges, none from the root."""
        edges, holders = retaining_edges(self._graph, self._analysis.retainers, self.distances, ordinal)
        return self._edge_page(edges, holders, start, count)

    def children(self, ordinal: int, start: int = 0, count: int = 100) -> RetainerPage:
        """A page of what a node holds, in file order."""
        edges = held_edges(self._graph, ordinal)
        return self._edge_page(edges, self._graph.targets[edges], start, count, holder=ordinal)

    def shortest_path(self, ordinal: int) -> RetainerPath:
        """From a node up to the program's roots, and the same as a sentence."""
        return self.paths(ordinal, 1)[0]

    def paths(self, ordinal: int, count: int) -> tuple[RetainerPath, ...]:
        """At most `count` paths up that part from one another, shortest first; always one."""
        trails = TrailFinder(self._graph, self._analysis.retainers, self.distances).trails(
            ordinal, max(1, count)
        )
        return tuple(
            path_of(Reader(trail, self._lookups, self._places, self._analysis.classes), self.at)
            for trail in trails
        )

    def statistics(self) -> Statistics:
        """Bytes by kind, as DevTools sums them."""
        return self._statistics

    @cached_property
    def views(self) -> Views:
        """Further lists to browse: owners, strings, an object's parts."""
        return Views(self._analysis, self._lookups, self._places, self.at)

    def diff(self, base: HeapSnapshot) -> Difference:
        """What was added and removed since `base`, an earlier snapshot of the same process.

        Raises UsageError when the two are of different kinds, standard and exposeInternals.
        """
        if base.kind != self.kind:
            raise UsageError(
                "a standard snapshot cannot be compared with one taken with exposeInternals: the same "
                "objects have other sizes and distances in them",
                advice="Take both in the same way.",
            )
        return difference(self._compared, base._compared)

    def _edge_page(
        self, edges: Ints, nodes: Ints, start: int, count: int, holder: int | None = None
    ) -> RetainerPage:
        start = max(0, start)
        wanted = slice(start, start + max(0, count))
        rows = zip(edges[wanted].tolist(), nodes[wanted].tolist(), strict=True)
        return RetainerPage(
            start,
            edges.size,
            tuple(self._edge_row(edge, node, node if holder is None else holder) for edge, node in rows),
        )

    def _edge_row(self, edge: int, node: int, holder: int) -> Retainer:
        kind = int(self._graph.edge_types[edge])
        name = edge_name(self._graph, edge)
        words = holding_words(self._lookups, edge, holder)
        return Retainer(name, self._graph.edge_type_names[kind], words, self.at(node))

    @cached_property
    def _lookups(self) -> Lookups:
        return Lookups(self._graph, self._analysis.retainers)

    @cached_property
    def _places(self) -> Places:
        return Places(self._lookups, self._analysis.locations)

    @property
    def _compared(self) -> Compared:
        return Compared(self._analysis, self._places, self.at)

    @cached_property
    def _class_rows(self) -> ClassRows:
        return class_rows(self._analysis.table, self._strings, self._places)

    @cached_property
    def _members(self) -> Members:
        return Members(
            self.class_keys,
            self._analysis.table.counts.size,
            {
                "retained": self.retained_sizes,
                "shallow": self.self_sizes,
                "distance": self.distances,
                "id": self.ids,
            },
        )

    @cached_property
    def _statistics(self) -> Statistics:
        analysis = self._analysis
        return statistics(
            self._graph, analysis.retainers, analysis.shallow, self.total_bytes, analysis.extra_native_bytes
        )
