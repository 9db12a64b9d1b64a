"""What hangs at the root: the program's own, and the page's."""

from __future__ import annotations

import numpy as np

from tuiinspect.heap.arrays import Ints
from tuiinspect.heap.edges import ELEMENT, SYNTHETIC, Graph
from tuiinspect.heap.strings import DOM_TREES


def user_roots(graph: Graph) -> Ints:
    """The program's own among the nodes the root points to, in edge order; none with exposeInternals."""
    roots = []
    for edge in graph.root_edges():
        target = int(graph.targets[edge])
        if graph.node_types[target] != SYNTHETIC or _is_document_tree(graph, target):
            roots.append(target)
    return np.array(roots, np.int32)


def document_trees(graph: Graph) -> Ints:
    """int32: the nodes below which the documents of a page are; Node.js has none."""
    trees = []
    for edge in graph.root_edges():
        target = int(graph.targets[edge])
        synthetic = graph.edge_types[edge] == ELEMENT and graph.node_types[target] == SYNTHETIC
        if synthetic and _is_document_tree(graph, target):
            trees.append(target)
    return np.array(trees, np.int32)


def _is_document_tree(graph: Graph, node: int) -> bool:
    return bool(graph.strings.marks[graph.node_names[node]] == DOM_TREES)
