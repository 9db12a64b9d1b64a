"""Edges both ways: where a node's edges begin, and which edges point to it."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from tuiinspect.heap import shelf
from tuiinspect.heap.arrays import Bytes, Counts, Ids, Ints, Sizes
from tuiinspect.heap.head import EDGE_TYPES, NODE_TYPES
from tuiinspect.heap.jit import kernel
from tuiinspect.heap.parse import ParsedFile
from tuiinspect.heap.strings import StringTable

CONTEXT, ELEMENT, PROPERTY, INTERNAL, HIDDEN_EDGE, SHORTCUT, WEAK, INVISIBLE = range(len(EDGE_TYPES))
(
    HIDDEN, ARRAY_NODE, STRING, OBJECT_NODE, CODE, CLOSURE, REGEXP, NUMBER, NATIVE, SYNTHETIC,
    CONS_STRING, SLICED_STRING, SYMBOL, BIGINT, SHAPE, WASM,
) = range(len(NODE_TYPES))  # fmt: skip

_AT_ONCE = 1 << 21
"""Edges that are read before those that were may leave memory."""


class Structure(Struct, frozen=True):
    """What is known of a graph without names, with every edge checked; see Graph."""

    root: int
    node_types: Bytes
    first_edge: Ints
    edge_types: Bytes
    targets: Ints


class Graph(Struct, frozen=True):
    """The snapshot's columns, with every edge checked. N nodes, E edges.

    `node_types` uint8[N], `node_names` int32[N] (string numbers), `ids` uint32[N] or uint64[N], `self_sizes`
    int32[N], or int64[N] when their sum needs it, as the file gives them, `detachedness` uint8[N],
    `first_edge` int32[N+1], `edge_types` uint8[E], `edge_names` uint32[E], `targets` int32[E]. Types are
    numbers of this module.
    """

    strings: StringTable
    root: int
    node_types: Bytes
    node_names: Ints
    ids: Ids
    self_sizes: Sizes
    detachedness: Bytes
    first_edge: Ints
    edge_types: Bytes
    edge_names: Counts
    targets: Ints
    edge_type_names: tuple[str, ...]

    @property
    def structure(self) -> Structure:
        return Structure(self.root, self.node_types, self.first_edge, self.edge_types, self.targets)

    @property
    def node_count(self) -> int:
        return self.node_types.size

    @property
    def edge_count(self) -> int:
        return self.targets.size

    def root_edges(self) -> range:
        return range(int(self.first_edge[self.root]), int(self.first_edge[self.root + 1]))


def graph_of(parsed: ParsedFile, first_edge: Ints) -> Graph:
    """The graph of a checked file, whose nodes' edges begin where `first_edge` (int32[N+1]) says."""
    nodes, edges = parsed.nodes, parsed.edges
    sizes = nodes.self_sizes
    if int(sizes.sum(dtype=np.int64)) > np.iinfo(sizes.dtype).max:
        sizes = sizes.astype(np.int64)
    return Graph(
        parsed.strings, parsed.head.root, nodes.types, nodes.names, nodes.ids, sizes, nodes.detachedness,
        first_edge, edges.types, edges.names, edges.targets,
        parsed.head.edge_type_names,
    )  # fmt: skip


class Retainers(Struct, frozen=True):
    """Edges by target: `edges[first[n]:first[n + 1]]` point to node n, in file order (int32 both)."""

    first: Ints
    edges: Ints


def retainers_begin(targets: Ints, nodes: int) -> Ints:
    """int32[N+1]: where the retainers of each node begin when edges are sorted by their `targets`."""
    first = shelf.empty(nodes + 1, np.int32)
    first[:] = 0
    _count_retainers(targets, first)
    return first


def sort_retainers(targets: Ints, first: Ints, edges: Ints) -> Retainers:
    """The edges by their `targets`, which begin where `first` says, into `edges` (int32[E])."""
    for start, stop in shelf.pieces(targets.size, _AT_ONCE, targets):
        _put_edges(targets, start, stop, first, edges)
    move_back(first)
    return Retainers(first, edges)


def first_edges(edge_counts: Ints) -> Ints:
    """int32[N+1]: edges of node n are first[n] to first[n + 1]."""
    first = np.empty(edge_counts.size + 1, np.int32)
    _add_up(edge_counts, first)
    return first


@kernel
def _add_up(edge_counts: Ints, first: Ints) -> None:
    total = 0
    for node in range(edge_counts.size):
        first[node] = total
        total += int(edge_counts[node])
    first[edge_counts.size] = total


@kernel
def _count_retainers(targets: Ints, first: Ints) -> None:
    for edge in range(targets.size):
        first[targets[edge] + 1] += 1
    for node in range(first.size - 1):
        first[node + 1] += first[node]


@kernel
def _put_edges(targets: Ints, start: int, stop: int, first: Ints, edges: Ints) -> None:
    for edge in range(start, stop):
        target = targets[edge]
        edges[first[target]] = edge
        first[target] += 1


@kernel
def move_back(first: Ints) -> None:
    """Make beginnings again of beginnings that were counted up to the next one while rows were filled."""
    for node in range(first.size - 2, 0, -1):
        first[node] = first[node - 1]
    first[0] = 0


@kernel
def source_near(first_edge: Ints, edge: int, guess: int) -> int:
    """The node that one edge starts from: quick when that is near the guess."""
    last = first_edge.size - 2
    low, high, step = guess, guess, 1
    while low > 0 and first_edge[low] > edge:
        high = low
        low = max(0, low - step)
        step *= 2
    step = 1
    while high < last and first_edge[high + 1] <= edge:
        low = high
        high = min(last, high + step)
        step *= 2
    while low < high:
        middle = (low + high + 1) // 2
        if first_edge[middle] <= edge:
            low = middle
        else:
            high = middle - 1
    return low


@kernel
def sources(first_edge: Ints, edges: Ints) -> Ints:
    """The node each of `edges` (ascending) starts from, each looked for from the one before."""
    found = np.empty(edges.size, np.int32)
    source = 0
    for i in range(edges.size):
        source = source_near(first_edge, edges[i], source)
        found[i] = source
    return found
