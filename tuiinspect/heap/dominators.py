"""Dominators after Lengauer and Tarjan (1979, the simple version: O(edges · log nodes)), without recursion.

Everything runs in depth-first numbers, in which parents and dominators are smaller than their children:
the arrays are read almost in order, and "already linked" is a comparison of two numbers.
"""

from __future__ import annotations

from concurrent.futures import Executor
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from tuiinspect.heap import shelf
from tuiinspect.heap.arrays import Bits, Flags, Ints, Sizes
from tuiinspect.heap.edges import Graph, move_back
from tuiinspect.heap.jit import kernel

Links: TypeAlias = npt.NDArray[np.int32]
"""int32[N, 3], one row a node, so that a step up costs one cache line: its parent, which becomes a higher
ancestor once it is linked; the node of least semidominator between it and that; that least. Before a node is
linked, the place of its label has the first of the nodes that wait for their dominator because this one is
their semidominator: all of them are below it, so none is left when its turn comes."""

_NONE = -1
_ANCESTOR, _LABEL, _SEMI = 0, 1, 2
_WAITING = _LABEL


class DepthFirst(Struct, frozen=True):
    """A search from the root. `order` int32[N]: ordinals by number, `number` int32[N] the numbers by ordinal;
    the first `reached` were found by the search or began one, the others only hold one another. `parents`
    int32[N], numbers by number."""

    order: Ints
    number: Ints
    parents: Ints
    reached: int


class DominatorTree(Struct, frozen=True):
    """`dominators` int32[N]: the immediate dominator's ordinal, the root its own."""

    dominators: Ints


def search_depth_first(graph: Graph, essential: Bits) -> DepthFirst:
    """Number the nodes over the `essential` edges (a bit each)."""
    nodes = graph.node_count
    number, order, parents = (shelf.empty(nodes, np.int32) for _ in range(3))
    seen = np.zeros(nodes, np.bool_)
    # Large enough: every node on the path but the last has taken a child from it for the mark it left.
    stack = np.empty(graph.edge_count + 1, np.int32)
    reached = int(
        _number_depth_first(
            graph.root, graph.first_edge, graph.targets, essential, seen, number, order, parents, stack
        )
    )
    return DepthFirst(order, number, parents, reached)


def holders_of(graph: Graph, essential: Bits, search: DepthFirst, first: Ints, helper: Executor) -> Ints:
    """int32[E]: what holds each node, by its number in the search; -1 for edges that are not `essential`.

    `first` (int32[N+1]) says where those of each node begin. The helper puts half of them in their places.
    """
    holders = np.empty(graph.edge_count, np.int32)
    middle = int(np.searchsorted(first, np.int32(graph.edge_count // 2)))

    def put(start: int, end: int) -> None:
        _put_holders(
            search.reached,
            search.number,
            graph.first_edge,
            graph.targets,
            essential,
            start,
            end,
            first,
            holders,
        )

    later = helper.submit(put, middle, graph.node_count)
    put(0, middle)
    later.result()
    move_back(first)
    return holders


def linked(search: DepthFirst) -> Links:
    """Room for the paths up, which begin as those of the search."""
    links = np.empty((search.reached, 3), np.int32)
    links[:, _ANCESTOR] = search.parents[: search.reached]
    return links


def dominator_tree(order: Ints, links: Links, first: Ints, holders: Ints) -> DominatorTree:
    """Exact immediate dominators; the arguments are those that the functions above
    return.

    A node without an essential retainer counts as held by the root; nodes that only hold one another hang
    under the root each by itself. The values are those of Chrome DevTools. In the search's `order` a
    dominator comes before what it dominates.
    """
    found = np.empty(links.shape[0], np.int32)
    _dominate(order, links, first, holders, found)
    dominators = np.empty_like(order)
    _in_file_order(order, found, dominators)
    return DominatorTree(dominators)


def retained_sizes(order: Ints, dominators: Ints, shallow: Sizes) -> Sizes:
    """Bytes, of the type of `shallow`: a node's own size and that of all it dominates."""
    retained = shallow.copy()
    _pass_up(order, dominators, retained)
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
def _pass_up(order: Ints, dominators: Ints, retained: Sizes) -> None:
    for i in range(order.size - 1, 0, -1):
        node = order[i]
        retained[dominators[node]] += retained[node]


@kernel
def _number_depth_first(
    root: int, first_edge: Ints, targets: Ints, essential: Bits, seen: Flags, number: Ints, order: Ints,
    parents: Ints, stack: Ints,
) -> int:  # fmt: skip
    """Fill `number`, `order` and `parents`; how many nodes the search found.

    What was `seen` has flags of its own: those of millions of nodes stay in the cache.
    """
    nodes = number.size
    count = _search_from(root, 0, first_edge, targets, essential, seen, number, order, parents, stack)
    if count < nodes:
        retained = _retained_by_unseen(seen, first_edge, targets, essential)
        for start in range(nodes):
            if not seen[start] and not retained[start]:
                count = _search_from(
                    start, count, first_edge, targets, essential, seen, number, order, parents, stack
                )
    reached = count
    for node in range(nodes):
        if not seen[node]:
            number[node] = count
            order[count] = node
            count += 1
    return reached


@kernel
def _search_from(
    start: int, count: int, first_edge: Ints, targets: Ints, essential: Bits, seen: Flags, number: Ints,
    order: Ints, parents: Ints, stack: Ints,
) -> int:  # fmt: skip
    """Number what `start` reaches, from `count` on; a node's edges are read once, one after another."""
    here = 0
    stack[0] = start
    height = 1
    while height > 0:
        height -= 1
        node = stack[height]
        if node == _NONE:
            # A mark below a node's children: all of them are done.
            here = parents[here]
            continue
        if seen[node]:
            continue
        seen[node] = True
        number[node] = count
        order[count] = node
        parents[count] = here
        stack[height] = _NONE
        mark = height
        height += 1
        for edge in range(first_edge[node + 1] - 1, first_edge[node] - 1, -1):
            if essential[edge >> 3] >> (edge & 7) & 1 and not seen[targets[edge]]:
                stack[height] = targets[edge]
                height += 1
        if height == mark + 1:
            height = mark
        else:
            here = count
        count += 1
    return count


@kernel
def _retained_by_unseen(seen: Flags, first_edge: Ints, targets: Ints, essential: Bits) -> Flags:
    """Which nodes have a retainer among those the root does not reach: what it reaches holds none of them."""
    retained = np.zeros(seen.size, np.bool_)
    for node in range(seen.size):
        if not seen[node]:
            for edge in range(first_edge[node], first_edge[node + 1]):
                if essential[edge >> 3] >> (edge & 7) & 1:
                    retained[targets[edge]] = True
    return retained


@kernel
def _put_holders(
    reached: int, number: Ints, first_edge: Ints, targets: Ints, essential: Bits, start: int, end: int,
    first: Ints, room: Ints,
) -> None:  # fmt: skip
    """The numbers of the nodes that hold each node from `start` to `end` to its place in `room`, -1 for edges
    that do not count."""
    for node in range(number.size):
        holder = number[node] if number[node] < reached else _NONE
        for edge in range(first_edge[node], first_edge[node + 1]):
            target = targets[edge]
            if start <= target < end:
                room[first[target]] = holder if essential[edge >> 3] >> (edge & 7) & 1 else _NONE
                first[target] += 1


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
    order: Ints, links: Links, first: Ints, holders: Ints, found: Ints
) -> None:
    """Fill `found` with every reached node's dominator, both as depth-first numbers."""
    reached = found.size
    found[:] = 0
    # Until a node's dominator is known its place holds the next node that waits for the same one; ~m says
    # that its dominator is that of m.
    for node in range(reached):
        links[node, _WAITING] = _NONE
    for node in range(reached - 1, 0, -1):
        least = node
        ordinal = order[node]
        for i in range(first[ordinal], first[ordinal + 1]):
            holder = holders[i]
            if holder == _NONE:
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
def _in_file_order(order: Ints, found: Ints, dominators: Ints) -> None:
    root = order[0]
    dominators[root] = root
    for node in range(1, found.size):
        dominators[order[node]] = order[found[node]]
    for node in range(found.size, order.size):
        dominators[order[node]] = root
