"""What each class amounts to: the figures in the table of classes.

After the aggregates of Chrome DevTools' heap model. What a class retains counts no object twice that another
of its class already dominates.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from tuiinspect.heap.arrays import Ints, Longs
from tuiinspect.heap.classes import ClassKeys
from tuiinspect.heap.dominators import Descent
from tuiinspect.heap.jit import kernel


class ClassTable(Struct, frozen=True):
    """What each class of `of` amounts to: `counts`, `shallow`, `retained` int64 (bytes), `distances` int32
    (the least)."""

    of: ClassKeys
    counts: Longs
    shallow: Longs
    retained: Longs
    distances: Ints


class ClassCounts(Struct, frozen=True):
    """Of each class: `counts`, `shallow` int64 (bytes), `distances` int32 (the least)."""

    counts: Longs
    shallow: Longs
    distances: Ints


class TreeLayout(Struct, frozen=True):
    """The dominator tree in a row: `preorder` int32[N] (ordinals), and how many nodes each of them dominates,
    itself included: `sizes` int32[N], in the same order."""

    preorder: Ints
    sizes: Ints


def class_figures(of: ClassKeys, figures: tuple[Longs, Longs, Ints], descent: Descent) -> ClassTable:
    """Add up the classes `of`: all of them, or those of the nodes that a filter left a key.

    `figures` are the nodes' shallow sizes, retained sizes and distances, the `descent` is that of their
    dominator tree.
    """
    shallow, retained, distance = figures
    return with_retained(class_counts(of, shallow, distance), of, retained, laid_out(descent))


def class_counts(of: ClassKeys, shallow: Longs, distance: Ints) -> ClassCounts:
    """What needs no dominators."""
    return ClassCounts(*_count(of.keys, of.samples.size, shallow, distance))


def laid_out(descent: Descent) -> TreeLayout:
    """The tree in a row."""
    nodes = descent.order.size
    layout = TreeLayout(np.empty(nodes, np.int32), np.empty(nodes, np.int32))
    _lay_out(descent.order, descent.above, np.ones(nodes, np.int32), layout.preorder, layout.sizes)
    return layout


def with_retained(counted: ClassCounts, of: ClassKeys, retained: Longs, layout: TreeLayout) -> ClassTable:
    """The whole table."""
    summed = _sum_retained(of.keys, of.samples.size, retained, layout.sizes, layout.preorder)
    return ClassTable(of, counted.counts, counted.shallow, summed, counted.distances)


@kernel
def _lay_out(order: Ints, above: Ints, sums: Ints, preorder: Ints, sizes: Ints) -> None:
    """`sums` are ones. They become how many nodes each place dominates, and then where the next one that it
    dominates goes to."""
    for place in range(order.size - 1, 0, -1):
        sums[above[place]] += sums[place]
    preorder[0], sizes[0] = order[0], sums[0]
    sums[0] = 1
    for place in range(1, order.size):
        size = sums[place]
        at = sums[above[place]]
        sums[above[place]] = at + size
        sums[place] = at + 1
        preorder[at], sizes[at] = order[place], size


@kernel
def _count(keys: Ints, rows: int, shallow: Longs, distance: Ints) -> tuple[Longs, Longs, Ints]:
    counts = np.zeros(rows, np.int64)
    total = np.zeros(rows, np.int64)
    least = np.zeros(rows, np.int32)
    for node in range(keys.size):
        row = keys[node]
        if row >= 0:
            if counts[row] == 0 or distance[node] < least[row]:
                least[row] = distance[node]
            counts[row] += 1
            total[row] += shallow[node]
    return counts, total, least


@kernel
def _sum_retained(keys: Ints, rows: int, retained: Longs, size: Ints, preorder: Ints) -> Longs:
    """What a node dominates is a run that starts with it: a node counts when it is past the run of the last
    one of its class."""
    total = np.zeros(rows, np.int64)
    until = np.zeros(rows, np.int32)
    for at in range(preorder.size):
        node = preorder[at]
        row = keys[node]
        if row >= 0 and at >= until[row]:
            total[row] += retained[node]
            until[row] = at + size[at]
    return total
