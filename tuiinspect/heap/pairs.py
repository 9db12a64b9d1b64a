"""Edges from the tables of WeakMaps to the values: these do not retain, the ones from the keys do.

Which edges they are is told by their names, which come last. V8 writes such an edge right behind the weak one
to the same value, and no other edge of an array so: what is worked out in the meantime presumes that.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tuiinspect.heap.arrays import Bytes, Counts, Flags, Ids, Ints, Longs
from tuiinspect.heap.edges import ARRAY_NODE, INTERNAL, WEAK, Graph, Structure
from tuiinspect.heap.ephemerons import Ephemerons
from tuiinspect.heap.jit import kernel

_LIKELY = 1 << 12
_FEWEST_SLOTS = 1 << 12
_SLOTS_A_TABLE = 16


def presumed_pairs(structure: Structure) -> Ints:
    """int32: the edges that have the place of such ones, ascending."""
    return _all_of(
        _LIKELY,
        lambda found: _find_presumed(
            structure.node_types, structure.first_edge, structure.edge_types, structure.targets, found
        ),
    )


def named_pairs(graph: Graph, ephemerons: Ephemerons) -> Ints:
    """int32: the edges that have the names of such ones, ascending."""
    tables = ephemerons.tables
    # Those of one table come together, mostly.
    tables = tables[np.flatnonzero(np.diff(tables, prepend=-1))]
    slots = _FEWEST_SLOTS
    while slots < _SLOTS_A_TABLE * tables.size:
        slots *= 2
    taken = np.zeros(slots, np.bool_)
    # V8 counts ids in twos.
    taken[tables >> 1 & slots - 1] = True
    # Mostly each pair has one.
    return _all_of(
        ephemerons.tables.size,
        lambda found: _find_named(
            taken, graph.ids, graph.first_edge, graph.edge_types, graph.edge_names, graph.targets,
            ephemerons.pair_of, ephemerons.tables, found,
        ),
    )  # fmt: skip


def _all_of(likely: int, find: Callable[[Ints], int]) -> Ints:
    """What `find` fills an array with, as far as there is room: once more with room for all, where there are
    more than the `likely` number."""
    found = np.empty(likely, np.int32)
    count = find(found)
    if count > found.size:
        found = np.empty(count, np.int32)
        find(found)
    return found[:count]


@kernel
def _find_presumed(types: Bytes, first_edge: Ints, edge_types: Bytes, targets: Ints, found: Ints) -> int:
    """Fill `found` as far as there is room; how many there are."""
    count = 0
    for node in range(types.size):
        if types[node] != ARRAY_NODE:
            continue
        for edge in range(first_edge[node] + 1, first_edge[node + 1]):
            behind = edge_types[edge] == INTERNAL and edge_types[edge - 1] == WEAK
            if behind and targets[edge] == targets[edge - 1] and targets[edge] != node:
                if count < found.size:
                    found[count] = edge
                count += 1
    return count


@kernel
def _find_named(
    taken: Flags, ids: Ids, first_edge: Ints, edge_types: Bytes, edge_names: Counts, targets: Ints,
    pair_of: Ints, tables: Longs, found: Ints,
) -> int:  # fmt: skip
    """Fill `found` as far as there is room; how many there are. `taken` has the slots of the tables' ids."""
    count = 0
    last = taken.size - 1
    for node in range(ids.size):
        identity = int(ids[node])
        if not taken[(identity >> 1) & last]:
            continue
        for edge in range(first_edge[node], first_edge[node + 1]):
            if edge_types[edge] == INTERNAL and targets[edge] != node:
                pair = pair_of[edge_names[edge]]
                if pair >= 0 and tables[pair] == identity:
                    if count < found.size:
                        found[count] = edge
                    count += 1
    return count
