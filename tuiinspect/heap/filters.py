"""What is not reached when something is avoided: objects that only contexts or the console keep.

After the named filters of Chrome DevTools' heap model.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from msgspec import structs

from tuiinspect.heap.analysis import Analysis
from tuiinspect.heap.arrays import Bytes, Counts, Flags, Ints
from tuiinspect.heap.class_figures import ClassTable, class_figures
from tuiinspect.heap.detached import DETACHED
from tuiinspect.heap.distances import NO_DISTANCE
from tuiinspect.heap.dominators import descent_of
from tuiinspect.heap.duplicates import duplicates
from tuiinspect.heap.edges import ELEMENT, HIDDEN_EDGE, SYNTHETIC, WEAK, Graph
from tuiinspect.heap.jit import kernel
from tuiinspect.heap.string_search import beginning_with, ending_with

_CONTEXT = "system / Context"
CONSOLE = " / DevTools console"


class Filter(StrEnum):
    """The values are DevTools' names."""

    DUPLICATED_STRINGS = "duplicatedStrings"
    BY_CONTEXTS = "objectsRetainedByContexts"
    BY_DETACHED = "objectsRetainedByDetachedDomNodes"
    BY_CONSOLE = "objectsRetainedByConsole"


def matching(analysis: Analysis, by: Filter) -> Flags:
    """bool, one per node: whether it passes the filter."""
    graph = analysis.graph
    nobody, no_name = np.zeros(graph.node_count, np.bool_), np.zeros(len(graph.strings), np.bool_)
    match by:
        case Filter.DUPLICATED_STRINGS:
            return duplicates(graph, analysis.shallow).groups >= 0
        case Filter.BY_CONTEXTS:
            return kept_by(analysis, _contexts(graph), no_name)
        case Filter.BY_DETACHED:
            return kept_by(analysis, graph.detachedness == DETACHED, no_name)
        case Filter.BY_CONSOLE:
            return kept_by(analysis, nobody, ending_with(graph.strings, CONSOLE))


def filtered_table(analysis: Analysis, nodes: Flags) -> ClassTable:
    """The classes of some `nodes` (bool[N]) only, under the keys they have among all."""
    of = analysis.table.of
    keys = np.where(nodes, of.keys, np.int32(-1))
    left = structs.replace(of, keys=keys, samples=_first_nodes(keys, of.samples.size))
    descent = descent_of(analysis.graph.root, analysis.tree)
    return class_figures(left, (analysis.shallow, analysis.retained, analysis.distances), descent)


def _contexts(graph: Graph) -> Flags:
    named = beginning_with(graph.strings, f"{_CONTEXT} / ")
    if (number := graph.strings.find(_CONTEXT)) >= 0:
        named[number] = True
    contexts: Flags = named[graph.node_names]
    return contexts


def kept_by(analysis: Analysis, nodes: Flags, names: Flags) -> Flags:
    """What has a distance but is not reached from the root past `nodes` and past edges of `names` (bool, one
    per string) from synthetic nodes."""
    graph = analysis.graph
    reached = _reached_past(
        graph.root, graph.node_types, graph.first_edge, graph.edge_types, graph.edge_names, graph.targets,
        nodes, names,
    )  # fmt: skip
    kept: Flags = ~reached & (analysis.distances != NO_DISTANCE)
    return kept


@kernel
def _reached_past(
    root: int, types: Bytes, first_edge: Ints, edge_types: Bytes, edge_names: Counts, targets: Ints,
    avoided: Flags, avoided_names: Flags,
) -> Flags:  # fmt: skip
    nodes = first_edge.size - 1
    reached = np.zeros(nodes, np.bool_)
    stack = np.empty(nodes, np.int32)
    reached[root] = True
    stack[0] = root
    height = 1
    while height > 0:
        height -= 1
        node = stack[height]
        synthetic = types[node] == SYNTHETIC
        for edge in range(first_edge[node], first_edge[node + 1]):
            target = targets[edge]
            kind = edge_types[edge]
            if reached[target] or kind == WEAK or avoided[target]:
                continue
            if synthetic and kind != ELEMENT and kind != HIDDEN_EDGE and avoided_names[edge_names[edge]]:
                continue
            reached[target] = True
            stack[height] = target
            height += 1
    return reached


@kernel
def _first_nodes(keys: Ints, rows: int) -> Ints:
    """int32, one per row: its first node; 0 where there is none."""
    first = np.full(rows, -1, np.int32)
    for node in range(keys.size):
        row = keys[node]
        if row >= 0 and first[row] < 0:
            first[row] = node
    return np.maximum(first, 0).astype(np.int32)
