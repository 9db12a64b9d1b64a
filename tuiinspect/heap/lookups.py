"""Small questions about single nodes: what does one hold under a name, and who holds it under a name."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from tuiinspect.heap.arrays import Bytes, Counts, Ids, Ints
from tuiinspect.heap.edges import ELEMENT, HIDDEN_EDGE, Graph, Retainers, sources
from tuiinspect.heap.jit import kernel

NOTHING = -1
# Up to Node 20 the second one.
TO_SCRIPT = ("script", "script_or_debug_info")


class Lookups:
    """Edges by name, both ways. Names are resolved to string numbers once."""

    def __init__(self, graph: Graph, retainers: Retainers) -> None:
        self.graph = graph
        self.retainers = retainers
        self._number = lru_cache(maxsize=None)(graph.strings.find)

    def held(self, node: int, name: str) -> int:
        """The first node that `node` holds under `name`, or NOTHING."""
        graph = self.graph
        edge = self._first(graph.first_edge[node], graph.first_edge[node + 1], name)
        return int(graph.targets[edge]) if edge >= 0 else NOTHING

    def holder(self, node: int, name: str) -> int:
        """A node that holds `node` under `name`, or NOTHING; quick also when millions hold it."""
        number = self._number(name)
        if number < 0:
            return NOTHING
        graph = self.graph
        edges = self.retainers.edges[self.retainers.first[node] : self.retainers.first[node + 1]]
        edge = int(_first_of(edges, graph.edge_types, graph.edge_names, number))
        return self.source(edge) if edge >= 0 else NOTHING

    def script(self, shared: int) -> int:
        """The script of a shared function info, or NOTHING: the engine's own functions have none."""
        return next((at for at in (self.held(shared, name) for name in TO_SCRIPT) if at != NOTHING), NOTHING)

    def held_by_root(self, node: int) -> bool:
        """Whether the snapshot's root itself holds `node`."""
        edges = self.retainers.edges[self.retainers.first[node] : self.retainers.first[node + 1]]
        return bool(np.any(sources(self.graph.first_edge, edges) == self.graph.root))

    def source(self, edge: int) -> int:
        """The node an edge starts from."""
        return int(sources(self.graph.first_edge, np.array([edge], np.int32))[0])

    def _first(self, start: int, end: int, name: str) -> int:
        number = self._number(name)
        if number < 0:
            return NOTHING
        return int(_first_between(int(start), int(end), self.graph.edge_types, self.graph.edge_names, number))


@kernel
def _first_between(start: int, end: int, edge_types: Bytes, edge_names: Counts, number: int) -> int:
    for edge in range(start, end):
        kind = edge_types[edge]
        if edge_names[edge] == number and kind != ELEMENT and kind != HIDDEN_EDGE:
            return edge
    return -1


@kernel
def _first_of(edges: Ints, edge_types: Bytes, edge_names: Counts, number: int) -> int:
    for i in range(edges.size):
        edge = int(edges[i])
        kind = edge_types[edge]
        if edge_names[edge] == number and kind != ELEMENT and kind != HIDDEN_EDGE:
            return edge
    return -1


@kernel
def place_of(ids: Ids, wanted: np.uint64) -> int:
    """The place of an id, -1 when it is none: milliseconds for millions, and no index to keep."""
    for place in range(ids.size):
        if ids[place] == wanted:
            return place
    return -1
