"""Holders that are alike put together: a thousand connections, each with a list that grew a little."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tuiinspect.heap.analysis import Analysis
from tuiinspect.heap.arrays import Bytes, Counts, Ints, Longs
from tuiinspect.heap.edges import (
    ARRAY_NODE,
    CLOSURE,
    ELEMENT,
    HIDDEN_EDGE,
    INTERNAL,
    INVISIBLE,
    WEAK,
    sources,
)
from tuiinspect.heap.growth_balance import Balance
from tuiinspect.heap.jit import kernel

_MOST_NAMES = 3
_MOST_RETAINERS = 256
_CLASS, _EDGE, _NAME, _HOLDER, _NAME_ABOVE, _HOLDER_ABOVE = range(6)


@dataclass(frozen=True)
class Group:
    """`rows` (int32) are rows of the Balance, the largest net first."""

    rows: Ints
    net: int


def group_alike(analysis: Analysis, changed: Balance) -> list[Group]:
    """Every row in one group, by class and by how it is held; the largest net first.

    A holder that has most of its group's growth stands alone.
    """
    if not changed.nodes.size:
        return []
    keys = _merge_names(_shapes(analysis, changed.nodes))
    _, places = np.unique(keys, axis=0, return_inverse=True)
    order = np.lexsort((-changed.net, places.ravel()))
    sorted_places = places.ravel()[order]
    borders = np.flatnonzero(np.diff(sorted_places)) + 1
    groups = []
    for rows in np.split(order.astype(np.int32), borders):
        groups += _set_apart(rows, changed.net)
    return sorted(groups, key=lambda group: -group.net)


def _set_apart(rows: Ints, net: Longs) -> list[Group]:
    total = int(net[rows].sum())
    if rows.size > 1 and 2 * int(net[rows[0]]) >= total:
        return [Group(rows[:1], int(net[rows[0]])), Group(rows[1:], total - int(net[rows[0]]))]
    return [Group(rows, total)]


def _merge_names(shapes: Longs) -> Longs:
    """Forget by which name a holder is held where there are many names: they are keys, not fields."""
    keys = shapes.copy()
    nameless = shapes.copy()
    nameless[:, _NAME] = -1
    _, places = np.unique(nameless, axis=0, return_inverse=True)
    pairs = np.unique(np.stack((places.ravel(), shapes[:, _NAME]), axis=1), axis=0)
    many = np.bincount(pairs[:, 0]) > _MOST_NAMES
    keys[many[places.ravel()], _NAME] = -1
    return keys


def _shapes(analysis: Analysis, nodes: Ints) -> Longs:
    """int64[M, 6]: class, edge from the nearest holder, its name, the holder's class, and once more."""
    graph = analysis.graph
    numbers = [graph.strings.find(name) for name in ("scope_info", "shared")]
    return _shape(
        nodes, graph.root, analysis.classes, graph.node_types, graph.first_edge, graph.edge_types,
        graph.edge_names, graph.targets, analysis.retainers.first, analysis.retainers.edges,
        analysis.distances, np.array(numbers, np.int32),
    )  # fmt: skip


@kernel
def _shape(
    nodes: Ints, root: int, classes: Ints, types: Bytes, first_edge: Ints, edge_types: Bytes,
    edge_names: Counts, targets: Ints, first: Ints, edges: Ints, distances: Ints, told_by: Ints,
) -> Longs:  # fmt: skip
    shapes = np.full((nodes.size, 6), -1, np.int64)
    for row in range(nodes.size):
        node = nodes[row]
        shapes[row, _CLASS] = _kind(
            node, classes, types, first_edge, edge_types, edge_names, targets, told_by
        )
        for level in range(2):
            edge, holder = _nearest(node, root, first_edge, edge_types, first, edges, distances)
            if edge < 0:
                break
            kind = edge_types[edge]
            if level == 0:
                shapes[row, _EDGE] = kind
            # A table's edges are named by their place in it.
            if kind != ELEMENT and kind != HIDDEN_EDGE and types[holder] != ARRAY_NODE:
                shapes[row, _NAME + 2 * level] = edge_names[edge]
            shapes[row, _HOLDER + 2 * level] = _kind(
                holder, classes, types, first_edge, edge_types, edge_names, targets, told_by
            )
            node = holder
    return shapes


@kernel
def _kind(
    node: int, classes: Ints, types: Bytes, first_edge: Ints, edge_types: Bytes, edge_names: Counts,
    targets: Ints, told_by: Ints,
) -> int:  # fmt: skip
    """A class; contexts and functions are told apart by the source they come from."""
    for edge in range(first_edge[node], first_edge[node + 1]):
        if edge_types[edge] == INTERNAL:
            name = edge_names[edge]
            if name == told_by[0] or (name == told_by[1] and types[node] == CLOSURE):
                return -2 - int(targets[edge])
    return int(classes[node])


@kernel
def _nearest(
    node: int, root: int, first_edge: Ints, edge_types: Bytes, first: Ints, edges: Ints, distances: Ints
) -> tuple[int, int]:
    end = min(first[node + 1], first[node] + _MOST_RETAINERS)
    mine = edges[first[node] : end]
    holders = sources(first_edge, mine)
    best = -1
    for i in range(mine.size):
        kind = edge_types[mine[i]]
        if kind in (WEAK, INVISIBLE) or holders[i] == root or holders[i] == node:
            continue
        if distances[holders[i]] >= 0 and (best < 0 or distances[holders[i]] < distances[holders[best]]):
            best = i
    if best < 0:
        return -1, -1
    return mine[best], holders[best]
