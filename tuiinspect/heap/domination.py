"""Who dominates whom, in pieces of work that are done before the names are known, or beside naming."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from tuiinspect.heap import shelf
from tuiinspect.heap.arrays import Ints
from tuiinspect.heap.depth_first import DepthFirst, search_depth_first
from tuiinspect.heap.dominators import Descent, DominatorTree, dominator_tree, holders_of, linked
from tuiinspect.heap.edges import Retainers, Structure, retainers_begin, sort_retainers
from tuiinspect.heap.once import Once


class Premises(Struct, frozen=True):
    """What decides who dominates whom; `pairs` and `trees` are those of `search_depth_first`."""

    structure: Structure
    pairs: Ints
    trees: Ints


class Domination:
    """The dominator `tree` of the nodes, and behind it their retainers, in room that the tree needed.

    `counting` is to find where the retainers of each node begin, `first` is that when others may read it.
    """

    def __init__(self, premises: Once[Premises]) -> None:
        self._premises = premises
        self._search: Once[DepthFirst] = Once(self._searched)
        self.counting: Once[Ints] = Once(self._counted)
        self._holders: Once[Ints] = Once(self._held)
        self.first: Once[Ints] = Once(self._counted_again)
        self.tree: Once[tuple[DominatorTree, Descent]] = Once(self._dominated)

    def steps(self) -> tuple[Once[Any], ...]:
        """All of it, in order."""
        return self._search, self.counting, self._holders, self.tree

    def _searched(self) -> DepthFirst:
        premises = self._premises.take()
        search = search_depth_first(premises.structure, premises.pairs, premises.trees)
        shelf.rest(search.order, search.parents)
        return search

    def _counted(self) -> Ints:
        structure = self._premises.take().structure
        first = retainers_begin(structure.targets, structure.node_types.size)
        shelf.rest(first)
        return first

    def _held(self) -> Ints:
        return holders_of(self._premises.take().structure, self._search.take(), self.counting.take())

    def _counted_again(self) -> Ints:
        # It is counted up, and down, while the holders are put in their places.
        self._holders.take()
        return self.counting.take()

    def _dominated(self) -> tuple[DominatorTree, Descent]:
        holders, search = self._holders.take(), self._search.take()
        shelf.rest(self._premises.take().structure.targets, search.number)
        links, order, page = linked(search), search.order, search.page
        shelf.rest(search.parents)
        del search
        self._search.forget()
        return dominator_tree(order, page, links, self.first.take(), holders)

    def sorted_retainers(self) -> Retainers:
        """The edges by their targets. `first` may not be read while they are sorted."""
        self.tree.take()
        holders = self._holders.take()
        self._holders.forget()
        # In the place of the holders: memory that is new to the process has to be cleared first.
        return sort_retainers(self._premises.take().structure.targets, self.first.take(), holders)
