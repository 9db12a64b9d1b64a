"""Objects by a piece of their name or the beginning of their id, over all nodes at once."""

from __future__ import annotations

import json
from collections import OrderedDict
from threading import Lock

import numpy as np

from tuiinspect.heap.arrays import Bytes, Flags, Ids, Ints, Longs
from tuiinspect.heap.edges import CONS_STRING, SLICED_STRING, STRING, Graph
from tuiinspect.heap.jit import kernel
from tuiinspect.heap.rows import SortKey
from tuiinspect.heap.strings import StringTable

_KEPT = 4


class NodeSearch:
    """Finds nodes; the last few results are kept, so that a list can be read in pages.

    `keys` int32[N] are the nodes' classes, -1 for those that are not to be found.
    Names are compared as they stand in the file, letters of ASCII in either case. What joins several
    strings is found by the text of none of them: V8 gives it no name.
    """

    def __init__(self, graph: Graph, keys: Ints, columns: dict[SortKey, Ints | Longs | Ids]) -> None:
        self._graph = graph
        self._keys = keys
        self._columns = columns
        self._found: OrderedDict[tuple[int | None, str, SortKey, bool], Ints] = OrderedDict()
        self._lock = Lock()

    def of_class(self, key: int | None, text: str, sort: SortKey, reverse: bool) -> Ints:
        """Ordinals (int32) of the nodes of a class, or of all strings for None, that `text` finds."""
        wanted = (key, text, sort, reverse)
        with self._lock:
            if wanted not in self._found:
                nodes = self._matching(self._of(key), text)
                values = self._columns[sort][nodes].astype(np.int64)
                self._found[wanted] = nodes[np.argsort(-values if reverse else values, kind="stable")]
                while len(self._found) > _KEPT:
                    self._found.popitem(last=False)
            return self._found[wanted]

    def _of(self, key: int | None) -> Ints:
        if key is None:
            strings = np.isin(self._graph.node_types, (STRING, CONS_STRING, SLICED_STRING))
            chosen = strings & (self._keys >= 0)
        else:
            chosen = self._keys == key
        return np.flatnonzero(chosen).astype(np.int32)

    def _matching(self, nodes: Ints, text: str) -> Ints:
        graph = self._graph
        names = containing(graph.strings, text)
        digits = text.removeprefix("@")
        number = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 19 else 0
        return nodes[names[graph.node_names[nodes]] | _beginning(graph.ids[nodes], np.uint64(number))]


def containing(strings: StringTable, text: str) -> Flags:
    """bool, one per string: whether it is one of the file's and contains `text`, in whatever case."""
    escaped = json.dumps(text)[1:-1].lower().encode()
    found = np.zeros(len(strings), np.bool_)
    found[: strings.count] = _containing(strings.blob, strings.ends, np.frombuffer(escaped, np.uint8).copy())
    return found


@kernel
def _containing(blob: Bytes, ends: Longs, wanted: Bytes) -> Flags:
    found = np.zeros(ends.size, np.bool_)
    start = 0
    for number in range(ends.size):
        end = ends[number]
        for at in range(start, end - wanted.size + 1):
            same = 0
            while same < wanted.size:
                byte = int(blob[at + same])
                if 65 <= byte <= 90:
                    byte += 32
                if byte != wanted[same]:
                    break
                same += 1
            if same == wanted.size:
                found[number] = True
                break
        start = end
    return found


@kernel
def _beginning(ids: Ids, wanted: np.uint64) -> Flags:
    """bool, one per id: whether its digits begin with those of `wanted`, which is not 0."""
    found = np.zeros(ids.size, np.bool_)
    if wanted == 0:
        return found
    for at in range(ids.size):
        identity = ids[at]
        while identity > wanted:
            identity //= np.uint64(10)
        found[at] = identity == wanted
    return found
