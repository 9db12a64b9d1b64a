"""Who dominates whom, in pieces of work that are done before the names are known, or beside naming."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from msgspec import Struct

from tuiinspect.heap import shelf
from tuiinspect.heap.arrays import Ints
from tuiinspect.heap.depth_first import DepthFirst, search_depth_first
from tuiinspect.heap.dominators import Descent, DominatorTree, dominator_tree, linked, put_holders
from tuiinspect.heap.edges import Retainers, Structure, move_back, sort_retainers
from tuiinspect.heap.once import Once


class Premises(Struct, frozen=True):
    """What decides who dominates whom; `pairs` and `trees` are those of `search_depth_first`."""

    structure: Structure
    pairs: Ints
    trees: Ints


class _Room(Struct, frozen=True):
    """`holders` int32[E], and the two `halves` of the nodes (ordinals) that are held by as many."""

    holders: Ints
    halves: tuple[range, range]


class Domination:
    """The dominator `tree` of the nodes. Before it there is `first`, where the retainers of each node begin,
    behind it are the retainers themselves."""

    def __init__(self, premises: Once[Premises], first: Once[Ints]) -> None:
        self._premises = premises
        self._first = first
        self._search: Once[DepthFirst] = Once(self._searched)
        self._room: Once[_Room] = Once(self._cleared)
        self._halves: tuple[Once[None], ...] = tuple(Once(partial(self._put, half)) for half in (0, 1))
        self.first: Once[Ints] = Once(self._halved)
        self.tree: Once[tuple[DominatorTree, Descent]] = Once(self._dominated)

    def steps(self) -> tuple[Once[Any], ...]:
        """All of it, in order."""
        return self._search, *self._halves, self.first, self.tree

    def help(self) -> None:
        """Do half of a piece that falls into two, if its turn has come and nobody is at it."""
        if self._search.done:
            self._halves[1].attempt()

    def _searched(self) -> DepthFirst:
        premises = self._premises.take()
        search = search_depth_first(premises.structure, premises.pairs, premises.trees)
        shelf.rest(search.order, search.parents)
        return search

    def _cleared(self) -> _Room:
        structure, first = self._premises.take().structure, self._first.take()
        edges = structure.targets.size
        middle = int(np.searchsorted(first, np.int32(edges // 2)))
        nodes = structure.node_types.size
        return _Room(np.empty(edges, np.int32), (range(middle), range(middle, nodes)))

    def _put(self, half: int) -> None:
        structure, first, room = self._premises.take().structure, self._first.take(), self._room.take()
        put_holders(structure, self._search.take(), first, room.halves[half], room.holders)

    def _halved(self) -> Ints:
        first = self._first.take()
        for half in self._halves:
            half.take()
        move_back(first)
        return first

    def _dominated(self) -> tuple[DominatorTree, Descent]:
        first, search = self.first.take(), self._search.take()
        shelf.rest(self._premises.take().structure.targets, search.number)
        links, order, page = linked(search), search.order, search.page
        shelf.rest(search.parents)
        del search
        self._search.forget()
        return dominator_tree(order, page, links, first, self._room.take().holders)

    def sorted_retainers(self) -> Retainers:
        """The edges by their targets. `first` may not be read while they are sorted."""
        self.tree.take()
        holders = self._room.take().holders
        self._room.forget()
        # In the place of the holders: memory that is new to the process has to be cleared first.
        return sort_retainers(self._premises.take().structure.targets, self.first.take(), holders)
