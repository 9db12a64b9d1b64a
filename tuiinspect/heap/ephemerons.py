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
    found, keys = _collect(strings.blob, strings.ends, _START, _MIDDLE, _TABLE)
    pair_of = np.full(strings.count, -1, np.int32)
    tables = _number(found, keys, pair_of)
    return Ephemerons(pair_of, tables)


@kernel
def _number(found: Longs, keys: Longs, pair_of: Ints) -> Longs:
    slots = 16
    while slots < 2 * found.size:
        slots *= 2
    table = np.full(slots, -1, np.int32)
    first = np.empty(found.size, np.int64)
    pairs = 0
    for row in range(found.size):
        mixed = (keys[row, 0] * 31 + keys[row, 1]) * 40503 + keys[row, 2] * 7919
        slot = (mixed ^ (mixed >> 17)) & (slots - 1)
        while table[slot] >= 0:
            other = first[table[slot]]
            if (
                keys[row, 0] == keys[other, 0]
                and keys[row, 1] == keys[other, 1]
                and keys[row, 2] == keys[other, 2]
            ):
                break
            slot = (slot + 1) & (slots - 1)
        if table[slot] < 0:
            table[slot] = pairs
            first[pairs] = row
            pairs += 1
        pair_of[found[row]] = table[slot]
    tables = np.empty(pairs, np.int64)
    for pair in range(pairs):
        tables[pair] = keys[first[pair], 2]
    return tables


@kernel
def _collect(blob: Bytes, ends: Longs, start_text: Bytes, middle: Bytes, table: Bytes) -> tuple[Longs, Longs]:
    found = np.empty(1024, np.int64)
    keys = np.empty((1024, 3), np.int64)
    row = 0
    start = 0
    for number in range(ends.size):
        if row == found.size:
            more = np.empty(2 * row, np.int64)
            more[:row] = found
            found = more
            more_keys = np.empty((2 * row, 3), np.int64)
            more_keys[:row] = keys
            keys = more_keys
        if _parse(blob, start, ends[number], start_text, middle, table, keys, row):
            found[row] = number
            row += 1
        start = ends[number]
    return found[:row].copy(), keys[:row].copy()


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
    # To the end in any case: such a loop compares many bytes at once.
    other = 0
    for i in range(text.size):
        other |= blob[position + i] ^ text[i]
    return other == 0


@kernel
def _parse(
    blob: Bytes, start: int, end: int, start_text: Bytes, middle: Bytes, table: Bytes, keys: Longs, row: int
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
    keys[row, 2] = _number_at(blob, digits, end - 1)
    close = digits - table.size - 1
    if close <= first or blob[close] != 41:
        return False
    digits = _digits_before(blob, close, first)
    if digits == close or digits - 2 < first or blob[digits - 1] != 64 or blob[digits - 2] != 32:
        return False
    keys[row, 1] = _number_at(blob, digits, close)
    for i in range(first, digits - middle.size + 1):
        if blob[i] == 41 and _text_at(blob, i, end, middle):
            digits = _digits_before(blob, i, first)
            if digits < i and digits - 2 >= first and blob[digits - 1] == 64 and blob[digits - 2] == 32:
                keys[row, 0] = _number_at(blob, digits, i)
                return True
    return False
