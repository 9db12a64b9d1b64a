"""Detached native objects: the mark spreads, and shows in the name."""

from __future__ import annotations

import numpy as np

from tuiinspect.heap.arrays import Bytes, Ints
from tuiinspect.heap.edges import HIDDEN_EDGE, INVISIBLE, NATIVE, WEAK, Graph
from tuiinspect.heap.jit import kernel

ATTACHED, DETACHED = 1, 2


def name_detached(graph: Graph) -> None:
    """Give every detached native node the name `Detached …`, in place.

    Attached and detached spread through native nodes only, attached first; so does DevTools.
    """
    renamed = _spread(graph.node_types, graph.first_edge, graph.edge_types, graph.targets, graph.detachedness)
    for node in renamed.tolist():
        graph.node_names[node] = graph.strings.add("Detached " + graph.strings[int(graph.node_names[node])])


@kernel
def _spread(  # noqa: C901 - two floods over one set of arrays
    types: Bytes, first_edge: Ints, edge_types: Bytes, targets: Ints, state: Bytes
) -> Ints:
    nodes = types.size
    marked = 0
    for node in range(nodes):
        if state[node] != 0:
            marked += 1
    if marked == 0:
        return np.empty(0, np.int32)
    visited = np.zeros(nodes, np.bool_)
    renamed = np.empty(nodes, np.int32)
    names = 0
    stack = np.empty(nodes, np.int32)
    for wanted in (ATTACHED, DETACHED):
        height = 0
        for node in range(nodes):
            if state[node] == wanted and not visited[node]:
                visited[node] = True
                if types[node] == NATIVE:
                    stack[height] = node
                    height += 1
                    if wanted == DETACHED:
                        renamed[names] = node
                        names += 1
        while height > 0:
            height -= 1
            node = stack[height]
            for edge in range(first_edge[node], first_edge[node + 1]):
                kind = edge_types[edge]
                if kind in (HIDDEN_EDGE, INVISIBLE, WEAK):
                    continue
                target = targets[edge]
                if visited[target] or (wanted == ATTACHED and state[target] == DETACHED):
                    continue
                visited[target] = True
                if types[target] != NATIVE:
                    continue
                state[target] = wanted
                stack[height] = target
                height += 1
                if wanted == DETACHED:
                    renamed[names] = target
                    names += 1
    return renamed[:names].copy()
