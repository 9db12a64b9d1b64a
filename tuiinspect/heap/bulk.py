"""Whole rows of numbers straight to their columns, on both cores: for nearly every byte of a file.

Everything that is not a plain row (the end of a chunk, the last row, a number that does not fit or cannot be)
is left to the state machine of `scan`, which goes on at the same byte.
"""

from __future__ import annotations

import os
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import cache
from typing import Protocol, Self

import numpy as np

from tuiinspect.heap.arrays import Bytes, Counts, Ids, Ints, Longs, Sizes
from tuiinspect.heap.jit import kernel
from tuiinspect.heap.words import EIGHT, bits_of_digits, digits_of, eight_bytes, not_digits, number_of

_WORTH_SHARING = 1 << 18
_LONGEST_ROW = 1 << 12
_COMMA, _NEWLINE, _ZERO, _NINE = 44, 10, 48, 9
_ONE = np.uint64(1)
_MOST, _MOST_INDEX = 2147483646, 1 << 52
_LINE = b"\n,"
_LEAST_BYTES = 2
_NONE = -1
_NO_DIGITS, _MOST_DIGITS = np.uint64(0), np.uint64(17)
_NO_BITS, _BYTES, _SEVEN = np.uint64(0), np.uint64(3), np.uint64(56)
_SEVEN_DIGITS_AND_LINE_END, _EIGHT_DIGITS = np.uint64(8), np.uint64(8)
_DIGIT, _DIGIT_NINE, _TEN, _LINE_END = np.uint64(48), np.uint64(9), np.uint64(10), np.uint64(10)
_MOST_NAME, _MOST_TARGET, _MOST_PLACE = np.uint64(4294967295), np.uint64(2147483646), np.uint64(1 << 52)
_MOST_FURTHER = 9
_LONGEST_EDGE = 64
"""Bytes of a row with the longest numbers, and as many as are looked at behind these."""


class RowSink(Protocol):
    """Columns for plain rows of numbers. `owed` are the bytes that were read apart in vain: as many are to be
    read in order before that is tried again."""

    rows: int
    fields: int
    owed: int

    def read(self, buffer: Bytes, position: int, until: int, end: int, row: int, /) -> tuple[int, int]:
        """Read the plain rows that begin before `until` in `buffer[:end]`, from `row` on; the position and
        the number of the first that is not plain."""
        ...

    def apart(self, rows: int) -> Self:
        """Columns of the same kind, with nothing in them and room for `rows`."""
        ...

    def put(self, apart: Self, count: int, helper: Executor) -> bool:
        """Have the helper append the first rows of columns that were read apart; False without room."""
        ...


@cache
def _second_core() -> ThreadPoolExecutor | None:
    return ThreadPoolExecutor(1, "heap-rows") if (os.cpu_count() or 1) > 1 else None


def read_rows(sink: RowSink, buffer: Bytes, position: int, end: int) -> int:
    """Read as many plain rows as there are in `buffer[position:end]`; the position of the first other byte.

    The position must be where a row may begin.
    """
    if sink.owed:
        start = position
        position, sink.rows = sink.read(buffer, position, min(end, position + sink.owed), end, sink.rows)
        sink.owed = max(0, sink.owed - (position - start))
        if sink.owed:
            return position
    border = _row_border(buffer, position, end, sink.fields) if end - position > _WORTH_SHARING else _NONE
    helper = _second_core() if border != _NONE else None
    if helper is None:
        position, sink.rows = sink.read(buffer, position, end, end, sink.rows)
        return position
    # How many rows are before the border is known when they are read: those behind it are put there then.
    apart = sink.apart((end - border) // (_LEAST_BYTES * sink.fields) + 1)
    later = helper.submit(apart.read, buffer, border, end, end, 0)
    reached, sink.rows = sink.read(buffer, position, border, end, sink.rows)
    last_reached, count = later.result()
    if reached == border and sink.put(apart, count, helper):
        return last_reached
    sink.owed = end - border
    return reached


def _row_border(buffer: Bytes, position: int, end: int, fields: int) -> int:
    """Where a row begins past the middle, as far as rows are plain. V8 begins each on a line of its own, with
    the comma; in the files of other writers it follows from how many commas stand before."""
    middle = (position + end) // 2
    near = buffer[middle : min(end, middle + _LONGEST_ROW)]
    found = near.tobytes().find(_LINE)
    if found >= 0:
        return middle + found + len(_LINE)
    missing = fields - int(np.count_nonzero(buffer[position:middle] == _COMMA)) % fields
    commas = np.flatnonzero(near == _COMMA)
    return middle + int(commas[missing - 1]) + 1 if commas.size >= missing else _NONE


@kernel
def read_nodes(
    buffer: Bytes, position: int, until: int, end: int, row: int, fields: int, offsets: Longs, codes: Bytes,
    most_id: int, most_size: int, types: Bytes, names: Ints, ids: Ids, self_sizes: Sizes, edge_counts: Ints,
    detachedness: Bytes,
) -> tuple[int, int]:  # fmt: skip
    """Read rows of nodes while they begin before `until`, are plain and find room; where the first that does
    not begins, and its number."""
    values = np.empty(fields, np.int64)
    at_type, at_name, at_id = offsets[0], offsets[1], offsets[2]
    at_size, at_edges, at_detached = offsets[3], offsets[4], offsets[5]
    kinds = codes.size
    # Without a sign, so that no index can count from the end.
    start, stop = np.uint64(position), np.uint64(max(0, end - 2 * fields))
    plain = True
    last = min(np.uint64(until), stop)
    while plain and row < types.size and start < last:
        place = start
        # The same lines as for edges: called as a function they take twice as long.
        for field in range(fields):
            number = 0
            first = place
            digit = int(buffer[place]) - _ZERO
            while 0 <= digit <= _NINE and place < stop:
                number = number * 10 + digit
                place += _ONE
                digit = int(buffer[place]) - _ZERO
            digits = place - first
            if digit == _NEWLINE - _ZERO:
                place += _ONE
            plain = bool(plain and buffer[place] == _COMMA and _NO_DIGITS < digits <= _MOST_DIGITS)
            place += _ONE
            values[field] = number
        kind, name, identity = values[at_type], values[at_name], values[at_id]
        size, edges = values[at_size], values[at_edges]
        plain = plain and kind < kinds and name <= _MOST and edges <= _MOST
        plain = plain and identity <= most_id and size <= most_size
        if plain:
            types[row] = codes[kind]
            names[row] = name
            ids[row] = identity
            self_sizes[row] = size
            edge_counts[row] = edges
            state = values[at_detached] if at_detached >= 0 else 0
            state = state if 0 <= state <= 2 else 0
            # Pages of zeros that are only read take no memory; a row read apart may have held another.
            if detachedness[row] != state:
                detachedness[row] = state
            row += 1
            start = place
    return int(start), row


@kernel
def read_edges(
    buffer: Bytes, position: int, until: int, end: int, row: int, codes: Bytes, node_fields: int,
    types: Bytes, names: Counts, targets: Ints,
) -> tuple[int, int]:  # fmt: skip
    """Read rows of edges as `read_nodes` does; they are of a digit for the type, a name and a target, as in
    all files of V8's. A row takes two thirds of the time it took digit by digit, where both cores read."""
    # What is no multiple is found out by multiplying; a division of integers takes as long as ten digits.
    share = 1.0 / node_fields
    fields, kinds, room = np.uint64(node_fields), np.uint64(codes.size), np.uint64(types.size)
    start, at = np.uint64(position), np.uint64(row)
    last = np.uint64(max(0, min(until, end - _LONGEST_EDGE)))
    while start < last and at < room:
        kind = np.uint64(buffer[start]) - _DIGIT
        place = start + _ONE
        plain = buffer[place] == _COMMA
        place += _ONE
        word = eight_bytes(buffer, place)
        bits = bits_of_digits(word)
        digits = digits_of(word, bits)
        name = number_of(digits)
        wrong = not_digits(digits)
        plain = plain and bits > _NO_BITS
        place += bits >> _BYTES
        if bits == EIGHT:
            name = _further(buffer, place, name)
            place = _behind(buffer, place)
        plain = plain and buffer[place] == _COMMA
        place += _ONE
        word = eight_bytes(buffer, place)
        bits = bits_of_digits(word)
        digits = digits_of(word, bits)
        index = number_of(digits)
        wrong |= not_digits(digits)
        plain = plain and bits > _NO_BITS
        if bits == _SEVEN and word >> _SEVEN == _LINE_END:
            # Most targets of a small file: guessed, the next row need not wait until it is computed.
            place += _SEVEN_DIGITS_AND_LINE_END
        else:
            if bits == EIGHT:
                place += _EIGHT_DIGITS
                index = _further(buffer, place, index)
                place = _behind(buffer, place)
            else:
                place += bits >> _BYTES
            if buffer[place] == _NEWLINE:
                place += _ONE
        plain = plain and buffer[place] == _COMMA
        target = np.uint64(int(int(index) * share + 0.5))
        plain = plain and kind < kinds and wrong == _NO_BITS and name <= _MOST_NAME
        if not (plain and index <= _MOST_PLACE and target * fields == index and target <= _MOST_TARGET):
            break
        types[at] = codes[kind]
        names[at] = name
        targets[at] = target
        at += _ONE
        start = place + _ONE
    return int(start), int(at)


@kernel
def _further(buffer: Bytes, place: np.uint64, number: np.uint64) -> np.uint64:
    """The number with the digits from `place` on, as many as it may have."""
    for _ in range(_MOST_FURTHER):
        digit = np.uint64(buffer[place]) - _DIGIT
        if digit > _DIGIT_NINE:
            break
        number = number * _TEN + digit
        place += _ONE
    return number


@kernel
def _behind(buffer: Bytes, place: np.uint64) -> np.uint64:
    """Where those digits end."""
    for _ in range(_MOST_FURTHER):
        if np.uint64(buffer[place]) - _DIGIT > _DIGIT_NINE:
            break
        place += _ONE
    return place


@kernel
def read_locations(
    buffer: Bytes, position: int, until: int, end: int, row: int, fields: int, offsets: Longs,
    node_fields: int, nodes: Ints, scripts: Ints, lines: Ints, columns: Ints,
) -> tuple[int, int]:  # fmt: skip
    """Read rows of locations as `read_nodes` does."""
    values = np.empty(fields, np.int64)
    at_object, at_script, at_line, at_column = offsets[0], offsets[1], offsets[2], offsets[3]
    share = 1.0 / node_fields
    start, stop = np.uint64(position), np.uint64(max(0, end - 2 * fields))
    plain = True
    last = min(np.uint64(until), stop)
    while plain and row < nodes.size and start < last:
        place = start
        for field in range(fields):
            number = 0
            first = place
            digit = int(buffer[place]) - _ZERO
            while 0 <= digit <= _NINE and place < stop:
                number = number * 10 + digit
                place += _ONE
                digit = int(buffer[place]) - _ZERO
            digits = place - first
            if digit == _NEWLINE - _ZERO:
                place += _ONE
            plain = bool(plain and buffer[place] == _COMMA and _NO_DIGITS < digits <= _MOST_DIGITS)
            place += _ONE
            values[field] = number
        index, script = values[at_object], values[at_script]
        line, column = values[at_line], values[at_column]
        plain = plain and index <= _MOST_INDEX and script <= _MOST and line <= _MOST and column <= _MOST
        node = int(index * share + 0.5) if plain else 0
        plain = plain and node * node_fields == index and node <= _MOST
        if plain:
            nodes[row] = node
            scripts[row] = script
            lines[row] = line
            columns[row] = column
            row += 1
            start = place
    return int(start), row
