"""Dominators after Lengauer and Tarjan (1979, the simple version: O(edges · log nodes)), without recursion.

Everything runs in depth-first numbers, in which parents and dominators are smaller than their children:
the arrays are read almost in order, and "already linked" is a comparison of two numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from tuiinspect.heap.arrays import Flags, Ints, Longs
from tuiinspect.heap.edges import Graph
from tuiinspect.heap.jit import kernel

Links: TypeAlias = npt.NDArray[np.int32]
"""int32[N, 3]: of a linked node its ancestor, the node of least semidominator above it, and that least."""

_NONE = -1
_ANCESTOR, _LABEL, _SEMI = 0, 1, 2


@dataclass(frozen=True)
class DominatorTree:
    """`dominators` int32[N]: the immediate dominator's ordinal, the root its own.

    `order` int32[N]: ordinals such that a dominator comes before what it dominates.
    """

    dominators: Ints
    order: Ints


def dominator_tree(graph: Graph, essential: Flags) -> DominatorTree:
    """Exact immediate dominators over the `essential` edges (bool[E]).

    A node without an essential retainer counts as held by the root; nodes that only hold one another hang
    under the root each by itself. The values are those of Chrome DevTools.
    """
    number, order, parents, reached = _number_depth_first(
        graph.root, graph.first_edge, graph.targets, essential
    )
    first, before = _predecessors(reached, number, order, graph.first_edge, graph.targets, essential)
    del number
    dominators = _dominate(reached, order, parents, first, before)
    return DominatorTree(dominators, order)


@kernel
def retained_sizes(order: Ints, dominators: Ints, shallow: Longs) -> Longs:
    """int64[N], bytes: a node's own size and that of all it dominates."""
    retained = shallow.copy()
    for i in range(order.size - 1, 0, -1):
        node = order[i]
        retained[dominators[node]] += retained[node]
    return retained


@kernel
def _number_depth_first(  # noqa: C901 - the search and its starts share all arrays
    root: int, first_edge: Ints, targets: Ints, essential: Flags
) -> tuple[Ints, Ints, Ints, int]:
    nodes = first_edge.size - 1
    number = np.full(nodes, -1, np.int32)
    order = np.empty(nodes, np.int32)
    parents = np.zeros(nodes, np.int32)
    resume = np.empty(nodes, np.int32)
    retained = np.zeros(nodes, np.bool_)
    for edge in range(targets.size):
        if essential[edge]:
            retained[targets[edge]] = True
    count = 0
    for start in range(-1, nodes):
        if start < 0:
            top = root
        elif number[start] < 0 and not retained[start]:
            top = start
        else:
            continue
        # A path of the search is a chain of parents: it needs no stack of its own.
        number[top] = count
        order[count] = top
        resume[count] = first_edge[top]
        here = count
        count += 1
        while here >= 0:
            node = order[here]
            edge = resume[here]
            end = first_edge[node + 1]
            while edge < end and (not essential[edge] or number[targets[edge]] >= 0):
                edge += 1
            if edge < end:
                resume[here] = edge + 1
                target = targets[edge]
                number[target] = count
                order[count] = target
                resume[count] = first_edge[target]
                parents[count] = here
                here = count
                count += 1
            elif node == top:
                here = -1
            else:
                here = parents[here]
    reached = count
    for node in range(nodes):
        if number[node] < 0:
            number[node] = count
            order[count] = node
            count += 1
    return number, order, parents, reached


@kernel
def _predecessors(
    reached: int, number: Ints, order: Ints, first_edge: Ints, targets: Ints, essential: Flags
) -> tuple[Ints, Ints]:
    first = np.zeros(reached + 1, np.int32)
    for i in range(reached):
        node = order[i]
        for edge in range(first_edge[node], first_edge[node + 1]):
            if essential[edge]:
                first[number[targets[edge]] + 1] += 1
    for i in range(reached):
        first[i + 1] += first[i]
    place = first[:reached].copy()
    before = np.empty(first[reached], np.int32)
    for i in range(reached):
        node = order[i]
        for edge in range(first_edge[node], first_edge[node + 1]):
            if essential[edge]:
                target = number[targets[edge]]
                before[place[target]] = i
                place[target] += 1
    return first, before


@kernel
def _evaluate(node: int, linked_from: int, links: Links, stack: Ints) -> int:
    """Compress the linked path above `node`: its row then has the least semidominator on that path."""
    height = 0
    while links[node, _ANCESTOR] >= linked_from:
        stack[height] = node
        height += 1
        node = links[node, _ANCESTOR]
    while height > 0:
        above = node
        height -= 1
        node = stack[height]
        if links[above, _SEMI] < links[node, _SEMI]:
            links[node, _LABEL] = links[above, _LABEL]
            links[node, _SEMI] = links[above, _SEMI]
        links[node, _ANCESTOR] = links[above, _ANCESTOR]
    return node


@kernel
def _dominate(reached: int, order: Ints, parents: Ints, first: Ints, before: Ints) -> Ints:
    # One row a node, so that walking up a path costs one cache line a step.
    links = np.empty((reached, 3), np.int32)
    semis = np.zeros(reached, np.int32)
    bucket = np.full(reached, _NONE, np.int32)
    # Until a node's dominator is known its place holds the next node of its bucket.
    found = np.zeros(reached, np.int32)
    stack = np.empty(reached, np.int32)
    for node in range(reached - 1, 0, -1):
        # A node without predecessors counts as held by the root, whose number is 0.
        least = node if first[node] < first[node + 1] else 0
        for i in range(first[node], first[node + 1]):
            holder = before[i]
            if holder > node:
                least = min(least, links[_evaluate(holder, node + 1, links, stack), _SEMI])
            else:
                least = min(least, holder)
        semis[node] = least
        found[node] = bucket[least]
        bucket[least] = node
        parent = parents[node]
        links[node, _ANCESTOR] = parent
        links[node, _LABEL] = node
        links[node, _SEMI] = least
        waiting = bucket[parent]
        bucket[parent] = _NONE
        while waiting != _NONE:
            following = found[waiting]
            row = _evaluate(waiting, node, links, stack)
            found[waiting] = links[row, _LABEL] if links[row, _SEMI] < semis[waiting] else parent
            waiting = following
    dominators = np.empty(order.size, np.int32)
    dominators[order[0]] = order[0]
    for node in range(1, reached):
        if found[node] != semis[node]:
            found[node] = found[found[node]]
        dominators[order[node]] = order[found[node]]
    for node in range(reached, order.size):
        dominators[order[node]] = order[0]
    return dominators
