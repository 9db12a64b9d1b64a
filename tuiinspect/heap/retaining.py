"""Who holds an object, nearest first, and the ways up from it; also as if some objects held nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

import numpy as np

from tuiinspect.heap.analysis import Analysis
from tuiinspect.heap.arrays import Ints
from tuiinspect.heap.called import called
from tuiinspect.heap.distances import NO_DISTANCE, SYSTEM_DISTANCE, distances
from tuiinspect.heap.edges import INTERNAL, sources
from tuiinspect.heap.entries import holding_words
from tuiinspect.heap.lookups import Lookups
from tuiinspect.heap.names import edge_name
from tuiinspect.heap.paths import path_of
from tuiinspect.heap.places import Places
from tuiinspect.heap.reader import Reader
from tuiinspect.heap.retainers import retaining_edges
from tuiinspect.heap.roots import user_roots
from tuiinspect.heap.rows import Called, Node, Retainer, RetainerPage, RetainerPath
from tuiinspect.heap.trails import TrailFinder

NodeAt = Callable[[int], Node]

_UNREACHABLE = 2 * SYSTEM_DISTANCE


class Retaining:
    """The retainers of a snapshot's objects; `distances` int32[N] say what is near."""

    def __init__(
        self, analysis: Analysis, lookups: Lookups, places: Places, node_at: NodeAt, distances: Ints
    ) -> None:
        self._analysis = analysis
        self._graph = analysis.graph
        self._lookups = lookups
        self._places = places
        self._node_at = node_at
        self._ranks = distances
        self._trails = TrailFinder(self._graph, analysis.retainers, distances)

    def retainers(self, ordinal: int, start: int = 0, count: int = 100) -> RetainerPage:
        """A page of what holds a node, nearest to the root first; no weak edges, none from the root."""
        edges, holders = retaining_edges(self._graph, self._analysis.retainers, self._ranks, ordinal)
        start = max(0, start)
        wanted = slice(start, start + max(0, count))
        rows = zip(edges[wanted].tolist(), holders[wanted].tolist(), strict=True)
        return RetainerPage(start, edges.size, tuple(self._row(edge, holder) for edge, holder in rows))

    def paths(self, ordinal: int, count: int) -> tuple[RetainerPath, ...]:
        """At most `count` paths up that part from one another, shortest first; always one."""
        trails = self._trails.trails(ordinal, max(1, count))
        classes = self._analysis.classes
        return tuple(
            path_of(Reader(trail, self._lookups, self._places, classes), self._node_at) for trail in trails
        )

    def called(self, ordinal: int) -> Called:
        """The name that a program gets at a node by, on the shortest way up."""
        trail = next(self._trails.trails(ordinal, 1))
        return called(Reader(trail, self._lookups, self._places, self._analysis.classes))

    def _row(self, edge: int, holder: int) -> Retainer:
        kind = self._graph.edge_type_names[int(self._graph.edge_types[edge])]
        words = holding_words(self._lookups, edge, holder)
        return Retainer(edge_name(self._graph, edge), kind, words, self._node_at(holder))


class Ignoring(Retaining):
    """Made by HeapSnapshot.ignoring: retainers, paths and distances as if the ignored objects held nothing.

    What can be reached through ignored objects only has the distance -5, stands at the end of every list of
    retainers and on no path. So does DevTools with what is ignored in its retainers view.
    """

    def __init__(
        self, analysis: Analysis, lookups: Lookups, places: Places, node_at: NodeAt, ignored: Collection[int]
    ) -> None:
        self.ignored = frozenset(ignored)
        graph = analysis.graph
        found = distances(
            graph, user_roots(graph), analysis.ephemerons, np.array(sorted(self.ignored), np.int32)
        )
        self.distances = found

        def node_at_its_distance(ordinal: int) -> Node:
            return replace(node_at(ordinal), distance=int(found[ordinal]))

        super().__init__(analysis, lookups, places, node_at_its_distance, found)
        self._trails = replace(self._trails, reachable_only=True)
        far = np.maximum(analysis.distances, 0) + np.int32(_UNREACHABLE)
        self._ranks = np.where(found == NO_DISTANCE, far, found)

    def paths(self, ordinal: int, count: int) -> tuple[RetainerPath, ...]:
        """As without ignoring; a single path without steps when nothing else holds the node."""
        if self.distances[ordinal] == NO_DISTANCE:
            return (RetainerPath((), "nothing else"),)
        return super().paths(ordinal, count)

    def _row(self, edge: int, holder: int) -> Retainer:
        return replace(
            super()._row(edge, holder), ignored=holder in self.ignored or self._lost_its_other_half(edge)
        )

    def _lost_its_other_half(self, edge: int) -> bool:
        """A WeakMap and a key hold the value only together."""
        pair = self._pair(np.array([edge], np.int32))[0]
        if pair < 0:
            return False
        retainers = self._analysis.retainers
        node = int(self._graph.targets[edge])
        edges = retainers.edges[retainers.first[node] : retainers.first[node + 1]]
        halves = edges[self._pair(edges) == pair]
        return bool(np.any(self.distances[sources(self._graph.first_edge, halves)] == NO_DISTANCE))

    def _pair(self, edges: Ints) -> Ints:
        """int32, one per edge: the pair of a WeakMap it is one half of, or -1."""
        internal = self._graph.edge_types[edges] == INTERNAL
        names = np.where(internal, self._graph.edge_names[edges], 0)
        pairs: Ints = np.where(internal, self._analysis.ephemerons.pair_of[names], np.int32(-1))
        return pairs
