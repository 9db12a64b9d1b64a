"""Bytes by kind, after the statistics of Chrome DevTools' heap model."""

from __future__ import annotations

import numpy as np

from tuiinspect.heap import shelf
from tuiinspect.heap.arrays import Bytes, Counts, Ints, Longs, Shorts
from tuiinspect.heap.edges import (
    CODE,
    CONS_STRING,
    HIDDEN,
    INTERNAL,
    NATIVE,
    SLICED_STRING,
    STRING,
    Graph,
)
from tuiinspect.heap.jit import kernel
from tuiinspect.heap.rows import Statistics
from tuiinspect.heap.strings import ARRAY, BUFFER_DATA, ELEMENTS

_AT_ONCE = 1 << 17
"""Nodes whose edges are read before those that were may leave memory."""


def kind_sums(graph: Graph, first_retainer: Ints, shallow: Longs) -> tuple[int, ...]:
    """The shallow sizes by kind, in bytes; `first_retainer` (int32[N+1]) as in Retainers."""
    sums = np.zeros(6, np.int64)
    pieces = shelf.pieces(graph.node_count, _AT_ONCE, graph.edge_names, graph.targets)
    for start, stop in pieces:
        _sum_kinds(
            start, stop, graph.node_types, graph.node_names, graph.strings.marks, shallow, graph.first_edge,
            graph.edge_types, graph.edge_names, graph.targets, first_retainer, sums,
        )  # fmt: skip
    return tuple(sums.tolist())


def statistics(sums: tuple[int, ...], total: int, extra_native: int) -> Statistics:
    """What `kind_sums` found; `total` and `extra_native` are bytes of the whole process."""
    native, typed_arrays, code, strings, arrays, system = sums
    return Statistics(total, native + extra_native, typed_arrays, code, strings, arrays, system)


@kernel
def _sum_kinds(  # noqa: C901 - one branch a kind
    start: int, stop: int, types: Bytes, names: Ints, marks: Shorts, shallow: Longs, first_edge: Ints,
    edge_types: Bytes, edge_names: Counts, targets: Ints, first_retainer: Ints, sums: Longs,
) -> None:  # fmt: skip
    for node in range(start, stop):
        kind = types[node]
        size = shallow[node]
        mark = marks[names[node]] if names[node] < marks.size else 0
        if kind == HIDDEN:
            sums[5] += size
        elif kind == NATIVE:
            sums[0] += size
            if mark == BUFFER_DATA:
                sums[1] += size
        elif kind == CODE:
            sums[2] += size
        elif kind in (STRING, CONS_STRING, SLICED_STRING):
            sums[3] += size
        elif mark == ARRAY:
            sums[4] += size
            for edge in range(first_edge[node], first_edge[node + 1]):
                if edge_types[edge] == INTERNAL and marks[edge_names[edge]] == ELEMENTS:
                    elements = targets[edge]
                    if first_retainer[elements + 1] - first_retainer[elements] == 1:
                        sums[4] += shallow[elements]
                    break
