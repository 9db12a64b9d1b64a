"""Property lists of plain objects: which are common, and which of them a given object contains.

Lists that begin alike share their beginning: they are a tree of prefixes, through which a hash table of
single steps leads. To walk it costs one look a property, and no list is ever compared with another.
"""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from tuiinspect.heap.arrays import Bytes, Counts, Ints, Longs, Shorts
from tuiinspect.heap.edges import PROPERTY, Graph
from tuiinspect.heap.jit import kernel
from tuiinspect.heap.strings import PROTO

Column = TypeVar("Column", bound=npt.NDArray[Any])

LONGEST_NAME = 120
_EMPTY, _END = 0, -1
_CUT = -1
"""In place of a prefix: the list goes on past what an interface shows."""
_MOST_STEPS = LONGEST_NAME // 2 + 2
"""Prefixes an object can add: each property after the first takes two characters and more."""
_FIRST_PREFIXES = 1 << 11


class PropertyLists(Struct, frozen=True):
    """Lists of P plain objects as far as an interface shows them: a tree of S prefixes, C distinct lists.

    `of` int32[P]: the prefix that is an object's whole list, -1 when its list is longer than is shown. Prefix
    s is prefix `parents[s]` (int32[S]) and the property `names[s]` (uint32[S], string numbers); prefix 0 is
    empty. `lasts` int32[C] and `counts` int64[C]: the lists in order of appearance, and how many objects show
    each.
    """

    of: Ints
    parents: Ints
    names: Counts
    lasts: Ints
    counts: Longs

    def shown(self, number: int) -> tuple[int, ...]:
        """The properties of the list of that number, in file order."""
        properties = []
        prefix = int(self.lasts[number])
        while prefix != _EMPTY:
            properties.append(int(self.names[prefix]))
            prefix = int(self.parents[prefix])
        return tuple(reversed(properties))


def property_lists(graph: Graph, plain: Ints) -> PropertyLists:
    """The lists of the `plain` objects (ordinals)."""
    strings = graph.strings
    room = _FIRST_PREFIXES
    parents, lengths, lasts, numbers = (np.empty(room, np.int32) for _ in range(4))
    names, counts = np.empty(room, np.uint32), np.empty(room, np.int64)
    parents[_EMPTY], names[_EMPTY], lengths[_EMPTY], numbers[_EMPTY] = _END, 0, 1, _END
    of = np.empty(plain.size, np.int32)
    done, prefixes, lists = 0, 1, 0
    while True:
        table = np.full(2 * parents.size, _END, np.int32)
        _lay_out(parents, names, prefixes, table)
        done, prefixes, lists = _walk(
            plain, done, graph.first_edge, graph.edge_types, graph.edge_names, strings.marks, strings.blob,
            strings.ends, table, parents, names, lengths, numbers, prefixes, lasts, counts, lists, of,
        )  # fmt: skip
        if done == plain.size:
            break
        # Not in the kernel: an array that is another one in the next round is counted in every round.
        parents, names, lengths = _wider(parents), _wider(names), _wider(lengths)
        numbers, lasts, counts = _wider(numbers), _wider(lasts), _wider(counts)
    return PropertyLists(of, parents[:prefixes], names[:prefixes], lasts[:lists], counts[:lists])


def _wider(column: Column) -> Column:
    wider = np.empty(2 * column.size, column.dtype)
    wider[: column.size] = column
    return wider  # type: ignore[return-value]


@kernel
def shown_length(blob: Bytes, start: int, end: int) -> int:
    """UTF-16 units of a property's name as an interface shows it, at most 255."""
    plain = 0
    quoted = 2
    quotes = False
    i = start
    while i < end and plain < 255:
        byte = int(blob[i])
        units = 1
        escaped = 1
        step = 1
        if byte == 92 and i + 1 < end:
            letter = int(blob[i + 1])
            step = 2
            if letter == 117:
                step = 6
                low = i + 5 < end and blob[i + 2] == 48 and blob[i + 3] == 48 and blob[i + 4] <= 49
                escaped = 6 if low else 1
            elif letter == 34:
                quotes = True
                escaped = 2
            elif letter != 47:
                escaped = 2
        elif byte >= 240:
            units = 2
            escaped = 2
        elif 128 <= byte < 192:
            units = 0
            escaped = 0
        elif byte == 44 or byte == 39 or byte == 123 or byte == 125:
            quotes = True
        plain += units
        quoted += escaped
        i += step
    return min(255, quoted if quotes else plain)


@kernel
def _slot(prefix: int, name: int, mask: int) -> int:
    mixed = prefix * 2654435761 + name * 2246822519
    return ((mixed >> 16) ^ mixed) & mask


@kernel
def _lay_out(parents: Ints, names: Counts, prefixes: int, table: Ints) -> None:
    mask = table.size - 1
    for prefix in range(1, prefixes):
        slot = _slot(int(parents[prefix]), int(names[prefix]), mask)
        while table[slot] >= 0:
            slot = (slot + 1) & mask
        table[slot] = prefix


@kernel
def _walk(  # noqa: C901 - one walk, with the tree growing under it
    plain: Ints, done: int, first_edge: Ints, edge_types: Bytes, edge_names: Counts, marks: Shorts,
    blob: Bytes, ends: Longs, table: Ints, parents: Ints, names: Counts, lengths: Ints, numbers: Ints,
    prefixes: int, lasts: Ints, counts: Longs, lists: int, of: Ints,
) -> tuple[int, int, int]:  # fmt: skip
    """Walk the tree for each object from `done` on, while there is room for what it can add.

    `lengths`: characters of the interface's name so far, _CUT where it would be too long. `numbers`: the
    list's number, where an object has shown the whole prefix.
    """
    mask = table.size - 1
    while done < plain.size and prefixes + _MOST_STEPS <= parents.size:
        node = plain[done]
        here = 0
        whole = True
        for edge in range(first_edge[node], first_edge[node + 1]):
            if edge_types[edge] != PROPERTY:
                continue
            name = edge_names[edge]
            if marks[name] == PROTO:
                continue
            slot = _slot(here, int(name), mask)
            following = table[slot]
            while following >= 0 and (parents[following] != here or names[following] != name):
                slot = (slot + 1) & mask
                following = table[slot]
            if following < 0:
                following = np.int32(prefixes)
                prefixes += 1
                table[slot] = following
                parents[following] = here
                names[following] = name
                numbers[following] = _END
                length = int(lengths[here])
                further = shown_length(blob, ends[name - 1] if name > 0 else 0, ends[name])
                if length > 1 and length + further > LONGEST_NAME:
                    lengths[following] = _CUT
                else:
                    lengths[following] = length + further + (2 if length != 1 else 0)
            if lengths[following] < 0:
                whole = False
                break
            here = int(following)
        of[done] = here if whole else _CUT
        if here > 0:
            if numbers[here] < 0:
                numbers[here] = lists
                lasts[lists] = here
                counts[lists] = 0
                lists += 1
            counts[numbers[here]] += 1
        done += 1
    return done, prefixes, lists
