"""Lists of edges, a page at a time: who holds a node, what a node holds."""

from __future__ import annotations

import numpy as np

from tuiinspect.heap.arrays import Bytes, Flags, Ints
from tuiinspect.heap.distances import NO_DISTANCE
from tuiinspect.heap.edges import INVISIBLE, WEAK, Graph, Retainers, sources
from tuiinspect.heap.jit import kernel

_FARTHEST = 2**31 - 1


def retaining_edges(graph: Graph, retainers: Retainers, distances: Ints, node: int) -> tuple[Ints, Ints]:
    """Edges that hold `node` and the nodes they start from (int32 both), nearest to the root first.

    No weak or invisible edges, and none from the root: as DevTools lists them.
    """
    edges = retainers.edges[retainers.first[node] : retainers.first[node + 1]]
    holders = sources(graph.first_edge, edges)
    order = np.argsort(_rank(graph.root, edges, holders, graph.edge_types, distances), kind="stable")
    count = int(np.count_nonzero(_keep(graph.root, edges, holders, graph.edge_types)))
    order = order[:count]
    return edges[order], holders[order]


def held_edges(graph: Graph, node: int) -> Ints:
    """Edges from `node`, in file order, without the invisible ones (int32)."""
    edges = np.arange(graph.first_edge[node], graph.first_edge[node + 1], dtype=np.int32)
    shown: Ints = edges[graph.edge_types[edges] != INVISIBLE]
    return shown


@kernel
def _keep(root: int, edges: Ints, holders: Ints, edge_types: Bytes) -> Flags:
    keep = np.empty(edges.size, np.bool_)
    for i in range(edges.size):
        kind = edge_types[edges[i]]
        keep[i] = kind != WEAK and kind != INVISIBLE and holders[i] != root
    return keep


@kernel
def _rank(root: int, edges: Ints, holders: Ints, edge_types: Bytes, distances: Ints) -> Ints:
    rank = np.empty(edges.size, np.int32)
    for i in range(edges.size):
        kind = edge_types[edges[i]]
        distance = distances[holders[i]]
        if kind in (WEAK, INVISIBLE) or holders[i] == root:
            rank[i] = _FARTHEST
        elif distance == NO_DISTANCE:
            rank[i] = _FARTHEST - 1
        else:
            rank[i] = distance
    return rank
