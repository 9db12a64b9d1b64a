"""Objects that took the place of others of their class: a state that is copied with every change."""

from __future__ import annotations

import numpy as np

from tuiinspect.heap.arrays import Bytes, Counts, Flags, Ints
from tuiinspect.heap.edges import CLOSURE, CONTEXT, NATIVE, OBJECT_NODE, PROPERTY, REGEXP, SYNTHETIC, Graph
from tuiinspect.heap.jit import kernel
from tuiinspect.heap.string_search import numbers_of

HOLDING = (OBJECT_NODE, CLOSURE, NATIVE, REGEXP, SYNTHETIC)
"""Types that stay what they are while they grow. A backing store is given up for a larger one, and would hide
the object it belongs to."""

_MOST_LEVELS = 8
_SOURCE, _NAME, _TARGET, _CLASS = range(4)


def holds(graph: Graph) -> Flags:
    """bool[N]: whether a node is of a type that may hold a growth."""
    holding = np.zeros(256, np.bool_)
    holding[list(HOLDING)] = True
    found: Flags = holding[graph.node_types]
    return found


def link_replaced(base: Graph, newer: Graph, in_newer: Ints, in_base: Ints) -> None:
    """Make counterparts of what only one snapshot has: where an object of both holds, by the same field or
    variable, one object in the one and another of that class in the other. Then the same for their fields.
    """
    sources = (
        np.flatnonzero(holds(base) & (in_newer >= 0)).astype(np.int32),
        np.flatnonzero(holds(newer) & (in_base >= 0)).astype(np.int32),
    )
    for _ in range(_MOST_LEVELS):
        gone = _fields(base, sources[0], in_newer)
        if not gone.shape[0]:
            return
        fresh = _fields(newer, sources[1], in_base)
        pairs = _pairs(base, newer, gone, fresh, in_newer)
        if not pairs.shape[0]:
            return
        in_newer[pairs[:, 0]] = pairs[:, 1]
        in_base[pairs[:, 1]] = pairs[:, 0]
        sources = pairs[:, 0].copy(), pairs[:, 1].copy()


def _pairs(base: Graph, newer: Graph, gone: Ints, fresh: Ints, in_newer: Ints) -> Ints:
    """int32[k, 2]: objects of the base and of the newer snapshot, none of them twice."""
    words = np.unique(gone[:, [_NAME, _CLASS]])
    translated = np.full(len(base.strings), -1, np.int32)
    translated[words] = numbers_of(newer.strings, [base.strings[number] for number in words.tolist()])
    there = np.stack(
        (
            in_newer[gone[:, _SOURCE]],
            translated[gone[:, _NAME]],
            gone[:, _TARGET],
            translated[gone[:, _CLASS]],
        ),
        axis=1,
    )
    there = there[(there[:, _NAME] >= 0) & (there[:, _CLASS] >= 0)]
    width = len(newer.strings)
    _, of_base, of_newer = np.intersect1d(_keys(there, width), _keys(fresh, width), return_indices=True)
    same = there[of_base, _CLASS] == fresh[of_newer, _CLASS]
    pairs = np.stack((there[of_base, _TARGET], fresh[of_newer, _TARGET]), axis=1)[same]
    for column in (0, 1):
        _, first = np.unique(pairs[:, column], return_index=True)
        pairs = pairs[np.sort(first)]
    found: Ints = pairs.astype(np.int32)
    return found


def _keys(fields: Ints, width: int) -> Ints:
    keys: Ints = fields[:, _SOURCE].astype(np.int64) * width + fields[:, _NAME]
    return keys


def _fields(graph: Graph, sources: Ints, counterparts: Ints) -> Ints:
    """int32[k, 4]: source, name, target and the target's name, where only this snapshot has the target."""
    return _collect(
        sources, counterparts, holds(graph), graph.node_names, graph.first_edge, graph.edge_types,
        graph.edge_names, graph.targets,
    )  # fmt: skip


@kernel
def _collect(
    sources: Ints, counterparts: Ints, holding: Flags, names: Ints, first_edge: Ints, edge_types: Bytes,
    edge_names: Counts, targets: Ints,
) -> Ints:  # fmt: skip
    found = np.empty((1024, 4), np.int32)
    count = 0
    for i in range(sources.size):
        source = sources[i]
        for edge in range(first_edge[source], first_edge[source + 1]):
            kind = edge_types[edge]
            target = targets[edge]
            if (kind != PROPERTY and kind != CONTEXT) or counterparts[target] >= 0 or not holding[target]:
                continue
            if count == found.shape[0]:
                more = np.empty((2 * count, 4), np.int32)
                more[:count] = found
                found = more
            found[count, 0] = source
            found[count, 1] = edge_names[edge]
            found[count, 2] = target
            found[count, 3] = names[target]
            count += 1
    return found[:count].copy()
