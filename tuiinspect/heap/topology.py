"""What nodes and edges tell without the strings, which come behind them."""

from __future__ import annotations

from concurrent.futures import Executor

import numpy as np

from tuiinspect.heap import shelf
from tuiinspect.heap.arrays import Ints
from tuiinspect.heap.checks import check_links
from tuiinspect.heap.columns import EdgeColumns, NodeColumns
from tuiinspect.heap.domination import Domination, Premises
from tuiinspect.heap.edges import Structure, first_edges
from tuiinspect.heap.head import Head
from tuiinspect.heap.once import Once, begin
from tuiinspect.heap.ownership import presumed_owners
from tuiinspect.heap.pairs import presumed_pairs

_LARGE = 1 << 25
"""Edges whose columns take a fraction of a gigabyte each."""


class Topology:
    """`premises` that are only presumed: which pairs there are, and that there are no documents. They raise
    UnreadableFile, which names the `source`, when nodes and edges contradict one another, and all that is
    built on them does.

    `domination` is what follows if the premises are right, `owners` are the presumed ones of all nodes. The
    nodes' edge counts are taken: only where edges begin is of use afterwards.
    """

    def __init__(
        self, source: str, head: Head, nodes: NodeColumns, edges: EdgeColumns, pool: Executor
    ) -> None:
        """Have all of it worked out on the one thread of the `pool`, in the order in which it is wanted."""
        # The strings need the room, and nothing here reads these.
        shelf.rest(nodes.ids, nodes.self_sizes, edges.names)
        self._source, self._head, self._nodes, self._edges = source, head, nodes, edges
        self._pool = pool
        self.premises: Once[Premises] = Once(self._presumed)
        self.owners: Once[Ints] = Once(self._owned)
        self.domination = Domination(self.premises)
        search, *further, tree = self.domination.steps()
        # Not later, when what is read for the owners would be in memory together with too much else.
        middle = [self.owners, *further] if edges.rows >= _LARGE else [*further, self.owners]
        begin([self.premises, search, *middle, tree], pool)

    def correct(self, premises: Premises) -> None:
        """Work out the `domination` anew from what is known now; what was presumed was wrong."""
        for step in self.domination.steps():
            step.cancel()
        self.premises = Once(lambda: premises)
        self.domination = Domination(self.premises)
        begin(self.domination.steps(), self._pool)

    def _presumed(self) -> Premises:
        check_links(self._source, self._head, self._nodes, self._edges)
        first_edge = first_edges(self._nodes.take_edge_counts())
        structure = Structure(
            self._head.root, self._nodes.types, first_edge, self._edges.types, self._edges.targets
        )
        return Premises(structure, presumed_pairs(structure), np.empty(0, np.int32))

    def _owned(self) -> Ints:
        owners = presumed_owners(self.premises.take().structure)
        shelf.rest(owners)
        return owners
