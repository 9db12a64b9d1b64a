"""The objects of each class, sorted as asked, a page at a time."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

import numpy as np

from tuiinspect.heap.arrays import Ids, Ints, Longs
from tuiinspect.heap.jit import kernel
from tuiinspect.heap.rows import SortKey

_KEPT_ORDERS = 8
_SMALL = 100_000


class Members:
    """Ordinals by class. Grouped once, when first asked for; a class is sorted when one of its pages is."""

    def __init__(self, keys: Ints, rows: int, columns: dict[SortKey, Ints | Longs | Ids]) -> None:
        self._keys = keys
        self._rows = rows
        self._columns = columns
        self._first: Ints | None = None
        self._nodes: Ints = np.empty(0, np.int32)
        self._orders: OrderedDict[tuple[int, SortKey, bool], Ints] = OrderedDict()
        self._lock = Lock()

    def page(self, row: int, start: int, count: int, sort: SortKey, reverse: bool) -> tuple[Ints, int]:
        """Ordinals `start` to `start + count` of class `row`, and how many it has; equals by ordinal."""
        with self._lock:
            if self._first is None:
                self._first, self._nodes = _group(self._keys, self._rows)
            nodes = self._nodes[self._first[row] : self._first[row + 1]]
            wanted = (row, sort, reverse)
            if wanted not in self._orders:
                head = self._head(nodes, start + count, sort, reverse)
                if head is not None:
                    return head[start:], nodes.size
                self._orders[wanted] = self._sorted(nodes, sort, reverse)
                while len(self._orders) > _KEPT_ORDERS:
                    self._orders.popitem(last=False)
            return self._orders[wanted][start : start + count], nodes.size

    def _head(self, nodes: Ints, count: int, sort: SortKey, reverse: bool) -> Ints | None:
        """The first `count` of a large class, without sorting all of it; None when sorting is as cheap."""
        if nodes.size < _SMALL or count * 16 > nodes.size:
            return None
        values = self._values(nodes, sort, reverse)
        border = np.partition(values, count - 1)[count - 1]
        near = nodes[values <= border] if count else nodes[:0]
        return self._sorted(near, sort, reverse)[:count]

    def _sorted(self, nodes: Ints, sort: SortKey, reverse: bool) -> Ints:
        order = np.argsort(self._values(nodes, sort, reverse), kind="stable")
        return nodes[order]

    def _values(self, nodes: Ints, sort: SortKey, reverse: bool) -> Longs:
        values = self._columns[sort][nodes].astype(np.int64)
        return -values if reverse else values


@kernel
def _group(keys: Ints, rows: int) -> tuple[Ints, Ints]:
    first = np.zeros(rows + 1, np.int32)
    for node in range(keys.size):
        if keys[node] >= 0:
            first[keys[node] + 1] += 1
    for row in range(rows):
        first[row + 1] += first[row]
    place = first[:rows].copy()
    nodes = np.empty(first[rows], np.int32)
    for node in range(keys.size):
        row = keys[node]
        if row >= 0:
            nodes[place[row]] = node
            place[row] += 1
    return first, nodes
