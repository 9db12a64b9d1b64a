"""Distances from the program's own roots, as Chrome DevTools counts them."""

from __future__ import annotations

import numpy as np

from tuiinspect.heap import shelf
from tuiinspect.heap.arrays import Bytes, Counts, Flags, Ints, Longs, Shorts
from tuiinspect.heap.edges import ARRAY_NODE, ELEMENT, HIDDEN, HIDDEN_EDGE, INTERNAL, WEAK, Graph
from tuiinspect.heap.ephemerons import Ephemerons
from tuiinspect.heap.jit import kernel
from tuiinspect.heap.strings import MAP_DESCRIPTORS, NATIVE_CONTEXT, SLOPPY_MAP

NO_DISTANCE = -5
SYSTEM_DISTANCE = 100_000_000
"""Where counting begins for what only the engine's own roots reach."""

_NOBODY: Ints = np.empty(0, np.int32)
_IGNORED = -6
_WORTH_SORTING = 64
"""A level of this share of all nodes is put in order."""


def distances(graph: Graph, seeds: Ints, ephemerons: Ephemerons, ignored: Ints = _NOBODY) -> Ints:
    """int32[N]: steps from the user roots `seeds` (they are 1), SYSTEM_DISTANCE and more, or NO_DISTANCE.

    Without seeds the root is 0 and everything counts from there. `ignored` nodes are never stepped into.
    """
    table = graph.strings
    distance = shelf.empty(graph.node_count, np.int32)
    queue = np.empty(graph.node_count + seeds.size + 1, np.int32)
    _two_searches(
        graph.root, seeds, graph.node_types, graph.node_names, table.marks, graph.first_edge,
        graph.edge_types, graph.edge_names, graph.targets, ephemerons.pair_of, ephemerons.tables.size,
        table.blob, table.ends, ignored, distance, queue,
    )  # fmt: skip
    return distance


@kernel
def _leading_integer(blob: Bytes, start: int, end: int) -> int:
    """What JavaScript's parseInt makes of a name; -1 for what is no number."""
    number = -1
    for i in range(start, min(end, start + 15)):
        if not 48 <= blob[i] <= 57:
            break
        number = max(number, 0) * 10 + (int(blob[i]) - 48)
    return number


@kernel
def _is_descriptor(edge_type: int, name: int, blob: Bytes, ends: Longs) -> bool:
    """Descriptor arrays are shared between maps: what they list need not belong to this one."""
    index = name
    if edge_type != ELEMENT and edge_type != HIDDEN_EDGE:
        index = _leading_integer(blob, ends[name - 1] if name > 0 else 0, ends[name])
    return index >= 2 and index % 3 == 1


@kernel
def _in_file_order(queue: Ints, at: int, distance: Ints, level: int) -> None:
    """Those of one distance, from `at` on, in the order of the file: what is read of them lies so, too."""
    for node in range(distance.size):
        if distance[node] == level:
            queue[at] = node
            at += 1


@kernel
def _search(  # noqa: C901 - what is read of an edge is read once
    queue: Ints, length: int, distance: Ints, pending: Flags, types: Bytes, names: Ints, marks: Shorts,
    first_edge: Ints, edge_types: Bytes, edge_names: Counts, targets: Ints, pair_of: Ints, blob: Bytes,
    ends: Longs,
) -> None:  # fmt: skip
    at, level = 0, length
    further = 0
    while at < length:
        if at == level:
            level = length
            if (level - at) * _WORTH_SORTING > distance.size:
                _in_file_order(queue, at, distance, further)
        node = queue[at]
        at += 1
        further = distance[node] + 1
        kind = types[node]
        # Native nodes may have names that the engine gave, which have no mark.
        mark = marks[names[node]] if kind in (HIDDEN, ARRAY_NODE) else 0
        native_context = kind == HIDDEN and mark == NATIVE_CONTEXT
        descriptors = kind == ARRAY_NODE and mark == MAP_DESCRIPTORS
        for edge in range(first_edge[node], first_edge[node + 1]):
            edge_type = edge_types[edge]
            target = targets[edge]
            if edge_type == WEAK or distance[target] != NO_DISTANCE:
                continue
            name = edge_names[edge]
            worded = edge_type != ELEMENT and edge_type != HIDDEN_EDGE
            if native_context and worded and marks[name] == SLOPPY_MAP:
                continue
            if descriptors:
                if _is_descriptor(edge_type, int(name), blob, ends):
                    continue
            elif edge_type == INTERNAL:
                # A WeakMap's value is as far as the farther of its key and its table: the first of the two
                # edges is passed over, whichever comes.
                pair = pair_of[name]
                if pair >= 0:
                    if not pending[pair]:
                        pending[pair] = True
                        continue
                    pending[pair] = False
            distance[target] = further
            queue[length] = target
            length += 1


@kernel
def _two_searches(
    root: int, seeds: Ints, types: Bytes, names: Ints, marks: Shorts, first_edge: Ints, edge_types: Bytes,
    edge_names: Counts, targets: Ints, pair_of: Ints, pairs: int, blob: Bytes, ends: Longs,
    ignored: Ints, distance: Ints, queue: Ints,
) -> None:  # fmt: skip
    distance[:] = NO_DISTANCE
    for i in range(ignored.size):
        distance[ignored[i]] = _IGNORED
    pending = np.zeros(pairs, np.bool_)
    for i in range(seeds.size):
        distance[seeds[i]] = 1
        queue[i] = seeds[i]
    _search(
        queue, seeds.size, distance, pending, types, names, marks, first_edge, edge_types, edge_names,
        targets, pair_of, blob, ends,
    )  # fmt: skip
    distance[root] = SYSTEM_DISTANCE if seeds.size > 0 else 0
    queue[0] = root
    _search(
        queue, 1, distance, pending, types, names, marks, first_edge, edge_types, edge_names, targets,
        pair_of, blob, ends,
    )  # fmt: skip
    for i in range(ignored.size):
        if distance[ignored[i]] == _IGNORED:
            distance[ignored[i]] = NO_DISTANCE
