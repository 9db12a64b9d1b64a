"""The dominator tree downwards: what a node alone keeps alive, largest first."""

from __future__ import annotations

import numpy as np

from tuiinspect.heap.arrays import Bytes, Ints, Longs
from tuiinspect.heap.dominators import DominatorTree
from tuiinspect.heap.edges import WEAK, Graph, Retainers
from tuiinspect.heap.jit import kernel
from tuiinspect.heap.members import Members


class Dominated:
    """Children in the dominator tree. Grouped once, when first asked for: 8 bytes a node."""

    def __init__(self, graph: Graph, retainers: Retainers, tree: DominatorTree, retained: Longs) -> None:
        self._graph = graph
        self._retainers = retainers
        holders = tree.dominators.copy()
        holders[graph.root] = -1
        self._members = Members(holders, graph.node_count, {"retained": retained})

    def page(self, node: int, start: int, count: int) -> tuple[Ints, int]:
        """Ordinals (int32) of the children `start` to `start + count`, largest retained size first, and how
        many there are; equals by ordinal."""
        return self._members.page(node, start, count, "retained", True)

    def direct_edges(self, holder: int, nodes: Ints) -> Ints:
        """int32 per node: the first edge by which `holder` itself holds it, -1 when only others do."""
        graph = self._graph
        return _direct(
            holder, nodes, graph.first_edge, graph.edge_types, graph.targets, self._retainers.first,
            self._retainers.edges,
        )  # fmt: skip


@kernel
def _direct(
    holder: int, nodes: Ints, first_edge: Ints, edge_types: Bytes, targets: Ints, first: Ints, edges: Ints
) -> Ints:
    found = np.full(nodes.size, -1, np.int32)
    begin, end = first_edge[holder], first_edge[holder + 1]
    for i in range(nodes.size):
        node = nodes[i]
        # From the side with fewer edges: a string may have a million holders, a table a million entries.
        if first[node + 1] - first[node] < end - begin:
            for at in range(first[node], first[node + 1]):
                if begin <= edges[at] < end and edge_types[edges[at]] != WEAK:
                    found[i] = edges[at]
                    break
        else:
            for edge in range(begin, end):
                if targets[edge] == node and edge_types[edge] != WEAK:
                    found[i] = edge
                    break
    return found
