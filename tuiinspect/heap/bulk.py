"""Whole rows of numbers straight to their columns, on both cores: for nearly every byte of a file.

Everything that is not a plain row (the end of a chunk, the last row, a number that does not fit or cannot be)
is left to the state machine of `scan`, which goes on at the same byte.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Protocol

import numpy as np

from tuiinspect.heap.arrays import Bytes, Counts, Ids, Ints, Longs, Sizes
from tuiinspect.heap.jit import kernel

_WORTH_SHARING = 1 << 18
_LONGEST_ROW = 1 << 12
_BLOCK = 1 << 16
_COMMA, _CLOSE_LIST, _SPACE, _ZERO = 44, 93, 32, 48
_MOST_DIGITS = 17
_INCOMPLETE = -1


class RowSink(Protocol):
    """Columns for rows of numbers: plain ones go to any place there is room for, others to the end."""

    rows: int
    fields: int
    most_rows: int

    @property
    def staged_rows(self) -> int: ...

    def read(self, buffer: Bytes, position: int, end: int, row: int, /) -> tuple[int, int]: ...

    def add(self, values: Longs, count: int) -> int: ...


@cache
def _second_core() -> ThreadPoolExecutor | None:
    return ThreadPoolExecutor(1, "heap-rows") if (os.cpu_count() or 1) > 1 else None


def read_rows(sink: RowSink, buffer: Bytes, position: int, end: int) -> int:
    """Read as many plain rows as there are in `buffer[position:end]`; the position of the first other byte.

    The position must be where a row may begin.
    """
    helper = _second_core() if end - position > _WORTH_SHARING else None
    if helper is not None:
        border, before = row_border(buffer, position, end, sink.fields)
        if border >= 0:
            later = helper.submit(sink.read, buffer, border, end, sink.rows + before)
            reached, row = sink.read(buffer, position, border, sink.rows)
            last_reached, last_row = later.result()
            whole = reached == border and row == sink.rows + before
            sink.rows = last_row if whole else row
            return last_reached if whole else reached
    position, sink.rows = sink.read(buffer, position, end, sink.rows)
    return position


def row_border(buffer: Bytes, position: int, end: int, fields: int) -> tuple[int, int]:
    """Where a row begins past the middle, and how many rows are before it; -1 where the array ends there."""
    middle = (position + end) // 2
    commas = 0
    # Block by block: what numpy compares must not be fetched from the system each time.
    for start in range(position, middle, _BLOCK):
        block = buffer[start : min(middle, start + _BLOCK)]
        if np.any(block == _CLOSE_LIST):
            return -1, 0
        commas += int(np.count_nonzero(block == _COMMA))
    for place, byte in enumerate(buffer[middle : min(end, middle + _LONGEST_ROW)].tolist()):
        if byte == _CLOSE_LIST:
            break
        commas += byte == _COMMA
        if byte == _COMMA and commas % fields == 0:
            return middle + place + 1, commas // fields
    return -1, 0


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
