"""Names of WeakMap edges: which table they belong to, and which two edges are one pair."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tuiinspect.heap.arrays import Bytes, Ints, Longs
from tuiinspect.heap.jit import kernel
from tuiinspect.heap.strings import StringTable

_START = np.frombuffer(b" / part of key (", np.uint8).copy()
_MIDDLE = np.frombuffer(b") -> value (", np.uint8).copy()
_TABLE = np.frombuffer(b" pair in WeakMap (table @", np.uint8).copy()


@dataclass(frozen=True)
class Ephemerons:
    """V8 writes a WeakMap's value as two edges, from the key and from the table, alike but for their number.

    `pair_of` (int32, one per string of the file): the number of the pair that an edge name belongs to, -1 for
    other names. `tables` (int64, one per pair): the id of the pair's WeakMap table.
    """

    pair_of: Ints
    tables: Longs


def find_ephemerons(strings: StringTable) -> Ephemerons:
    """Recognise the names `N / part of key (… @K) -> value (… @V) pair in WeakMap (table @T)`.

    The two edges of a pair share K, V and T (and the words between, which the ids decide).
    """
    count = int(_count(strings.blob, strings.ends, _START, _MIDDLE, _TABLE))
    pair_of = np.full(strings.count, -1, np.int32)
    if count == 0:
        return Ephemerons(pair_of, np.empty(0, np.int64))
    found, keys = _collect(strings.blob, strings.ends, _START, _MIDDLE, _TABLE, count)
    order = np.lexsort((keys[:, 2], keys[:, 1], keys[:, 0]))
    tables = _number(found, keys, order, pair_of)
    return Ephemerons(pair_of, tables)


@kernel
def _number(found: Longs, keys: Longs, order: Longs, pair_of: Ints) -> Longs:
    tables = np.empty(order.size, np.int64)
    pairs = 0
    for i in range(order.size):
        row = order[i]
        last = order[i - 1] if i else -1
        fresh = last < 0
        for part in range(3):
            if not fresh and keys[row, part] != keys[last, part]:
                fresh = True
        if fresh:
            tables[pairs] = keys[row, 2]
            pairs += 1
        pair_of[found[row]] = pairs - 1
    return tables[:pairs].copy()


@kernel
def _count(blob: Bytes, ends: Longs, start_text: Bytes, middle: Bytes, table: Bytes) -> int:
    scratch = np.zeros(3, np.int64)
    total = 0
    start = 0
    for number in range(ends.size):
        if _parse(blob, start, ends[number], start_text, middle, table, scratch):
            total += 1
        start = ends[number]
    return total


@kernel
def _collect(
    blob: Bytes, ends: Longs, start_text: Bytes, middle: Bytes, table: Bytes, count: int
) -> tuple[Longs, Longs]:
    found = np.empty(count, np.int64)
    keys = np.empty((count, 3), np.int64)
    scratch = np.zeros(3, np.int64)
    row = 0
    start = 0
    for number in range(ends.size):
        if _parse(blob, start, ends[number], start_text, middle, table, scratch):
            found[row] = number
            for part in range(3):
                keys[row, part] = scratch[part]
            row += 1
        start = ends[number]
    return found, keys


@kernel
def _digits_before(blob: Bytes, position: int, start: int) -> int:
    while position > start and 48 <= blob[position - 1] <= 57:
        position -= 1
    return position


@kernel
def _number_at(blob: Bytes, start: int, end: int) -> int:
    number = 0
    for i in range(start, min(end, start + 18)):
        number = number * 10 + (int(blob[i]) - 48)
    return number


@kernel
def _text_at(blob: Bytes, position: int, end: int, text: Bytes) -> bool:
    if position < 0 or position + text.size > end:
        return False
    for i in range(text.size):  # noqa: SIM110 - numba compiles no generators
        if blob[position + i] != text[i]:
            return False
    return True


@kernel
def _parse(
    blob: Bytes, start: int, end: int, start_text: Bytes, middle: Bytes, table: Bytes, keys: Longs
) -> bool:
    position = start
    while position < end and 48 <= blob[position] <= 57:
        position += 1
    if position == start or not _text_at(blob, position, end, start_text):
        return False
    first = position + start_text.size
    if blob[end - 1] != 41:
        return False
    digits = _digits_before(blob, end - 1, first)
    if (
        digits == end - 1
        or digits - table.size < first
        or not _text_at(blob, digits - table.size, end, table)
    ):
        return False
    keys[2] = _number_at(blob, digits, end - 1)
    close = digits - table.size - 1
    if close <= first or blob[close] != 41:
        return False
    digits = _digits_before(blob, close, first)
    if digits == close or digits - 2 < first or blob[digits - 1] != 64 or blob[digits - 2] != 32:
        return False
    keys[1] = _number_at(blob, digits, close)
    for i in range(first, digits - middle.size + 1):
        if blob[i] == 41 and _text_at(blob, i, end, middle):
            digits = _digits_before(blob, i, first)
            if digits < i and digits - 2 >= first and blob[digits - 1] == 64 and blob[digits - 2] == 32:
                keys[0] = _number_at(blob, digits, i)
                return True
    return False
