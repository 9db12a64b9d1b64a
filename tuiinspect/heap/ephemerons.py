"""Names of WeakMap edges: which table they belong to, and which two edges are one pair."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from tuiinspect.heap.arrays import Bytes, Ints, Longs
from tuiinspect.heap.jit import kernel

_START = np.frombuffer(b" / part of key (", np.uint8).copy()
_MIDDLE = np.frombuffer(b") -> value (", np.uint8).copy()
_TABLE = np.frombuffer(b" pair in WeakMap (table @", np.uint8).copy()
# What kernels know when they are compiled is compared many bytes at once; a sign would have every place
# checked for being one from the end.
_ONE, _TWO = np.uint64(1), np.uint64(2)
_MOST_DIGITS = np.uint64(18)
_OF_START, _OF_MIDDLE, _OF_TABLE = (np.uint64(text.size) for text in (_START, _MIDDLE, _TABLE))
_SHORTEST = np.uint64(_START.size + _MIDDLE.size + _TABLE.size)
_FIRST_ROWS = 1 << 10


class Ephemerons(Struct, frozen=True):
    """V8 writes a WeakMap's value as two edges, from the key and from the table, alike but for their number.

    `pair_of` (int32, one per string of the file): the number of the pair that an edge name belongs to, -1 for
    other names. `tables` (int64, one per pair): the id of the pair's WeakMap table.
    """

    pair_of: Ints
    tables: Longs


class PairNames:
    """The names `N / part of key (… @K) -> value (… @V) pair in WeakMap (table @T)` among strings that come
    in one after another. The two edges of a pair share K, V and T (and the words between: the ids decide)."""

    def __init__(self) -> None:
        self._found: Longs = np.empty(_FIRST_ROWS, np.int64)
        self._keys: Longs = np.empty((_FIRST_ROWS, 3), np.int64)
        self._rows = 0
        self._strings = 0

    def read(self, blob: Bytes, ends: Longs, count: int) -> None:
        """Look through the strings up to number `count` that were not looked through yet."""
        while self._strings < count:
            self._strings, self._rows = _collect(
                blob, ends, self._strings, count, self._found, self._keys, self._rows
            )
            if self._rows == self._found.size:
                self._found = np.concatenate([self._found, np.empty_like(self._found)])
                self._keys = np.concatenate([self._keys, np.empty_like(self._keys)])

    def ephemerons(self) -> Ephemerons:
        """The pairs of all strings that were looked through."""
        pair_of = np.full(self._strings, -1, np.int32)
        tables = _number(self._found[: self._rows], self._keys[: self._rows], pair_of)
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
def _collect(
    blob: Bytes, ends: Longs, number: int, until: int, found: Longs, keys: Longs, row: int
) -> tuple[int, int]:
    """Look through the strings from `number` to `until` while there is room for what is found; the number of
    the next, and of rows found in all."""
    start = np.uint64(ends[number - 1] if number > 0 else 0)
    while number < until and row < found.size:
        end = np.uint64(ends[number])
        likely = end - start > _SHORTEST and blob[end - _ONE] == 41 and _is_digit(blob[start])
        if likely and _parse(blob, start, end, keys, row):
            found[row] = number
            row += 1
        start = end
        number += 1
    return number, row


@kernel
def _is_digit(byte: np.uint8) -> bool:
    return bool(48 <= byte <= 57)


@kernel
def _digits_before(blob: Bytes, position: np.uint64, start: np.uint64) -> np.uint64:
    while position > start and _is_digit(blob[position - _ONE]):
        position -= _ONE
    return position


@kernel
def _number_at(blob: Bytes, start: np.uint64, end: np.uint64) -> int:
    number = 0
    for i in range(start, min(end, start + _MOST_DIGITS)):
        number = number * 10 + (int(blob[i]) - 48)
    return number


@kernel
def _text_at(blob: Bytes, position: np.uint64, text: Bytes) -> bool:
    # To the end in any case: such a loop compares many bytes at once.
    other = np.uint8(0)
    for i in range(text.size):
        other |= blob[position + np.uint64(i)] ^ text[i]
    return bool(other == 0)


@kernel
def _parse(blob: Bytes, start: np.uint64, end: np.uint64, keys: Longs, row: int) -> bool:
    """Whether a string that begins with a digit and ends with a bracket is such a name; its ids to `keys`."""
    position = start
    while _is_digit(blob[position]):
        position += _ONE
    if position + _OF_START > end or not _text_at(blob, position, _START):
        return False
    first = position + _OF_START
    last = end - _ONE
    digits = _digits_before(blob, last, first)
    if digits == last or digits < first + _OF_TABLE or not _text_at(blob, digits - _OF_TABLE, _TABLE):
        return False
    keys[row, 2] = _number_at(blob, digits, last)
    close = digits - _OF_TABLE - _ONE
    if close <= first or blob[close] != 41:
        return False
    digits = _digits_before(blob, close, first)
    if digits == close or digits < first + _TWO or blob[digits - _ONE] != 64 or blob[digits - _TWO] != 32:
        return False
    keys[row, 1] = _number_at(blob, digits, close)
    place = first
    while place + _OF_MIDDLE <= digits:
        if blob[place] == 41 and _text_at(blob, place, _MIDDLE):
            before = _digits_before(blob, place, first)
            if (
                before < place
                and before >= first + _TWO
                and blob[before - _ONE] == 64
                and blob[before - _TWO] == 32
            ):
                keys[row, 0] = _number_at(blob, before, place)
                return True
        place += _ONE
    return False
