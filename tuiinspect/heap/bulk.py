"""Whole rows of numbers straight to their columns, on both cores: for nearly every byte of a file.

Everything that is not a plain row (the end of a chunk, the last row, a number that does not fit or cannot be)
is left to the state machine of `scan`, which goes on at the same byte.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Protocol, Self

import numpy as np

from tuiinspect.heap.arrays import Bytes, Counts, Ids, Ints, Longs, Sizes
from tuiinspect.heap.jit import kernel

_WORTH_SHARING = 1 << 18
_LONGEST_ROW = 1 << 12
_COMMA, _SPACE, _ZERO = 44, 32, 48
_LINE = b"\n,"
_LEAST_BYTES = 2
_NONE = -1
_MOST_DIGITS = 17
_INCOMPLETE = -1


class RowSink(Protocol):
    """Columns for plain rows of numbers."""

    rows: int
    fields: int

    def read(self, buffer: Bytes, position: int, end: int, row: int, /) -> tuple[int, int]:
        """Read plain rows from `row` on; the position and the number of the first that is not plain."""
        ...

    def apart(self, rows: int) -> Self:
        """Columns of the same kind, with nothing in them and room for `rows`."""
        ...

    def put(self, apart: Self, count: int) -> bool:
        """Append the first rows of columns that were read apart; False where there is no room for them."""
        ...


@cache
def _second_core() -> ThreadPoolExecutor | None:
    return ThreadPoolExecutor(1, "heap-rows") if (os.cpu_count() or 1) > 1 else None


def read_rows(sink: RowSink, buffer: Bytes, position: int, end: int) -> int:
    """Read as many plain rows as there are in `buffer[position:end]`; the position of the first other byte.

    The position must be where a row may begin.
    """
    border = _row_border(buffer, position, end) if end - position > _WORTH_SHARING else _NONE
    helper = _second_core() if border != _NONE else None
    if helper is None:
        position, sink.rows = sink.read(buffer, position, end, sink.rows)
        return position
    # How many rows are before the border is known when they are read: those behind it are put there then.
    apart = sink.apart((end - border) // (_LEAST_BYTES * sink.fields) + 1)
    later = helper.submit(apart.read, buffer, border, end, 0)
    reached, sink.rows = sink.read(buffer, position, border, sink.rows)
    last_reached, count = later.result()
    return last_reached if reached == border and sink.put(apart, count) else reached


def _row_border(buffer: Bytes, position: int, end: int) -> int:
    """Where a row begins, not quite in the middle: who fetches the bytes and appends the rows has less time
    to read them. V8 begins each on a line of its own, with the comma; other writers do not, and have their
    files read on one core."""
    middle = position + (end - position) * 2 // 5
    found = buffer[middle : min(end, middle + _LONGEST_ROW)].tobytes().find(_LINE)
    return middle + found + len(_LINE) if found >= 0 else _NONE


@kernel
def _row(buffer: Bytes, position: int, end: int, values: Longs) -> int:
    """Read a row and the comma after it into `values`; where the next begins, or -1."""
    for field in range(values.size):
        while position < end and buffer[position] <= _SPACE:
            position += 1
        number = 0
        first = position
        while position < end:
            digit = int(buffer[position]) - _ZERO
            if digit < 0 or digit > 9:
                break
            number = number * 10 + digit
            position += 1
        if position == first or position - first > _MOST_DIGITS:
            return _INCOMPLETE
        while position < end and buffer[position] <= _SPACE:
            position += 1
        if position >= end or buffer[position] != _COMMA:
            return _INCOMPLETE
        position += 1
        values[field] = number
    return position


@kernel
def read_nodes(
    buffer: Bytes, position: int, end: int, row: int, fields: int, offsets: Longs, codes: Bytes, most_id: int,
    most_size: int, types: Bytes, names: Ints, ids: Ids, self_sizes: Sizes, edge_counts: Ints,
    detachedness: Bytes,
) -> tuple[int, int]:  # fmt: skip
    """Read rows of nodes until one is not plain or finds no room; where it begins and its number."""
    values = np.empty(fields, np.int64)
    at_type, at_name, at_id = offsets[0], offsets[1], offsets[2]
    at_size, at_edges, at_detached = offsets[3], offsets[4], offsets[5]
    while row < types.size:
        following = _row(buffer, position, end, values)
        if following < 0:
            break
        kind, name, identity = values[at_type], values[at_name], values[at_id]
        size, edges = values[at_size], values[at_edges]
        if kind >= codes.size or name > 2147483646 or edges > 2147483646:
            break
        if identity > most_id or size > most_size:
            break
        types[row] = codes[kind]
        names[row] = name
        ids[row] = identity
        self_sizes[row] = size
        edge_counts[row] = edges
        if at_detached >= 0:
            state = values[at_detached]
            if state == 1 or state == 2:
                detachedness[row] = state
        row += 1
        position = following
    return position, row


@kernel
def read_edges(
    buffer: Bytes, position: int, end: int, row: int, fields: int, offsets: Longs, codes: Bytes,
    node_fields: int, types: Bytes, names: Counts, targets: Ints,
) -> tuple[int, int]:  # fmt: skip
    """Read rows of edges until one is not plain or finds no room; where it begins and its number."""
    values = np.empty(fields, np.int64)
    at_type, at_name, at_target = offsets[0], offsets[1], offsets[2]
    while row < types.size:
        following = _row(buffer, position, end, values)
        if following < 0:
            break
        kind, name, index = values[at_type], values[at_name], values[at_target]
        target = index // node_fields
        if kind >= codes.size or name > 4294967295 or target * node_fields != index or target > 2147483646:
            break
        types[row] = codes[kind]
        names[row] = name
        targets[row] = target
        row += 1
        position = following
    return position, row
