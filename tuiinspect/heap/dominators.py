"""Dominators after Lengauer and Tarjan (1979, the simple version: O(edges · log nodes)), without recursion.

Everything runs in depth-first numbers, in which parents and dominators are smaller than their children:
the arrays are read almost in order, and "already linked" is a comparison of two numbers.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from tuiinspect.heap import shelf
from tuiinspect.heap.arrays import Bits, Ints, Sizes
from tuiinspect.heap.depth_first import DepthFirst
from tuiinspect.heap.edges import Structure, move_back
from tuiinspect.heap.jit import kernel

Links: TypeAlias = npt.NDArray[np.int32]
"""int32[N, 3], one row a node, so that a step up costs one cache line: its parent, which becomes a higher
ancestor once it is linked; the node of least semidominator between it and that; that least. Before a node is
linked, the place of its label has the first of the nodes that wait for their dominator because this one is
their semidominator: all of them are below it, so none is left when its turn comes."""

_NONE = -1
_AT_ONCE = 1 << 19
"""Nodes whose edges are read before those that were may leave memory."""
_ANCESTOR, _LABEL, _SEMI = 0, 1, 2
_WAITING = _LABEL


class DominatorTree(Struct, frozen=True):
    """`dominators` int32[N]: the immediate dominator's ordinal, the root its own."""

    dominators: Ints


class Descent(Struct, frozen=True):
    """The dominator tree from the root down: `order` int32[N], ordinals, in which dominators come before what
    they dominate; `above` int32[N], by place in that order: the place of the dominator, 0 for the root."""

    order: Ints
    above: Ints


def holders_of(structure: Structure, search: DepthFirst, first: Ints) -> Ints:
    """int32[E]: what holds each node, by its number in the search; -1 for edges that do not count.

    `first` (int32[N+1]) says where those of each node begin.
    """
    holders = np.empty(structure.targets.size, np.int32)
    for start, stop in shelf.pieces(search.number.size, _AT_ONCE, structure.targets):
        _put_holders(
            start, stop, search.reached, search.number, structure.first_edge, structure.targets,
            search.essential, first, holders,
        )  # fmt: skip
    move_back(first)
    return holders


def linked(search: DepthFirst) -> Links:
    """Room for the paths up, which begin as those of the search."""
    links = np.empty((search.reached, 3), np.int32)
    _link(search.parents, links)
    return links


def dominator_tree(
    order: Ints, page: int, links: Links, first: Ints, holders: Ints
) -> tuple[DominatorTree, Descent]:
    """Exact immediate dominators. `order` and `page` are those of the search, `links` and `holders` what the
    functions above make of it, `first` as it was. The descent has the search's order.

    A node without an essential retainer counts as held by the root; nodes that only hold one another hang
    under the root each by itself. The values are those of Chrome DevTools.
    """
    above = np.empty_like(order)
    _dominate(order, page, links, first, holders, above)
    dominators = np.empty_like(order)
    _in_file_order(order, above, dominators)
    return DominatorTree(dominators), Descent(order, above)


def descent_of(root: int, tree: DominatorTree) -> Descent:
    """The tree in some such order."""
    order = downwards(root, tree.dominators)
    places = np.empty_like(order)
    places[order] = np.arange(order.size, dtype=np.int32)
    return Descent(order, places[tree.dominators[order]])


def retained_sizes(descent: Descent, shallow: Sizes) -> Sizes:
    """Bytes, of the type of `shallow`: a node's own size and that of all it dominates."""
    retained, sums = np.empty_like(shallow), np.empty_like(shallow)
    _pass_up(descent.order, descent.above, shallow, sums, retained)
    return retained


@kernel
def downwards(root: int, dominators: Ints) -> Ints:
    """int32[N]: ordinals such that a dominator comes before what it dominates."""
    nodes = dominators.size
    first = np.zeros(nodes + 1, np.int32)
    for node in range(nodes):
        if node != root:
            first[dominators[node] + 1] += 1
    for node in range(nodes):
        first[node + 1] += first[node]
    place = first[:nodes].copy()
    children = np.empty(nodes, np.int32)
    for node in range(nodes):
        if node != root:
            children[place[dominators[node]]] = node
            place[dominators[node]] += 1
    order = place
    order[0] = root
    length = 1
    at = 0
    while at < length:
        node = order[at]
        at += 1
        for i in range(first[node], first[node + 1]):
            order[length] = children[i]
            length += 1
    return order


@kernel
def _pass_up(order: Ints, above: Ints, shallow: Sizes, sums: Sizes, retained: Sizes) -> None:
    for place in range(order.size):
        sums[place] = shallow[order[place]]
    for place in range(order.size - 1, -1, -1):
        retained[order[place]] = sums[place]
        sums[above[place]] += sums[place]


@kernel
def _put_holders(
    start: int, stop: int, reached: int, number: Ints, first_edge: Ints, targets: Ints, essential: Bits,
    first: Ints, holders: Ints,
) -> None:  # fmt: skip
    for node in range(start, stop):
        holder = number[node] if number[node] < reached else _NONE
        for edge in range(first_edge[node], first_edge[node + 1]):
            target = targets[edge]
            holders[first[target]] = holder if essential[edge >> 3] >> (edge & 7) & 1 else _NONE
            first[target] += 1


@kernel
def _link(parents: Ints, links: Links) -> None:
    for node in range(links.shape[0]):
        links[node, _ANCESTOR] = parents[node]
        links[node, _WAITING] = _NONE


@kernel
def _evaluate(node: int, linked_from: int, links: Links) -> None:
    """Compress the linked path above `node`: its row then has the least semidominator on that path.

    The way down is remembered in the rows themselves, so that no path is too long.
    """
    top = node
    below = _NONE
    while links[top, _ANCESTOR] >= linked_from:
        following = links[top, _ANCESTOR]
        links[top, _ANCESTOR] = below
        below = top
        top = following
    ancestor = links[top, _ANCESTOR]
    while below != _NONE:
        following = links[below, _ANCESTOR]
        if links[top, _SEMI] < links[below, _SEMI]:
            links[below, _LABEL] = links[top, _LABEL]
            links[below, _SEMI] = links[top, _SEMI]
        links[below, _ANCESTOR] = ancestor
        top = below
        below = following


@kernel
def _dominate(  # noqa: C901 - one sweep over all nodes
    order: Ints, page: int, links: Links, first: Ints, holders: Ints, found: Ints
) -> None:
    """Fill `found` with every node's dominator, both as depth-first numbers."""
    reached = links.shape[0]
    found[:] = 0
    # Until a node's dominator is known its place holds the next node that waits for the same one; ~m says
    # that its dominator is that of m.
    for node in range(reached - 1, 0, -1):
        least = node
        ordinal = order[node]
        for i in range(first[ordinal], first[ordinal + 1]):
            holder = holders[i]
            if holder == _NONE or (node < page <= holder):
                continue
            if least == 0:
                break
            if holder > node:
                _evaluate(holder, node + 1, links)
                least = min(least, links[holder, _SEMI])
            else:
                least = min(least, holder)
        if least == node:
            # Nothing holds it: it counts as held by the root, whose number is 0.
            least = 0
        parent = links[node, _ANCESTOR]
        if least == parent:
            # Nothing is between the two: most nodes are held by one other only.
            found[node] = parent
        else:
            found[node] = links[least, _WAITING]
            links[least, _WAITING] = node
        links[node, _LABEL] = node
        links[node, _SEMI] = least
        waiting = links[parent, _WAITING]
        links[parent, _WAITING] = _NONE
        while waiting != _NONE:
            following = found[waiting]
            _evaluate(waiting, node, links)
            found[waiting] = ~links[waiting, _LABEL] if links[waiting, _SEMI] < parent else parent
            waiting = following
    for node in range(1, reached):
        if found[node] < 0:
            found[node] = found[~found[node]]


@kernel
def _in_file_order(order: Ints, above: Ints, dominators: Ints) -> None:
    for node in range(order.size):
        dominators[order[node]] = order[above[node]]
