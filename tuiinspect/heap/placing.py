"""Kernels that put rows of numbers, which the state machine of `scan` has read, into their columns."""

from __future__ import annotations

import numpy as np

from tuiinspect.heap.arrays import Bytes, Counts, Ids, Ints, Longs, Sizes
from tuiinspect.heap.jit import kernel


@kernel
def place_nodes(
    values: Longs, rows: int, fields: int, offsets: Longs, codes: Bytes, first: int,
    types: Bytes, names: Ints, ids: Ids, self_sizes: Sizes, edge_counts: Ints, detachedness: Bytes,
) -> int:  # fmt: skip
    most = 2147483646
    at_type, at_name, at_id = offsets[0], offsets[1], offsets[2]
    at_size, at_edges, at_detached = offsets[3], offsets[4], offsets[5]
    for row in range(rows):
        base = row * fields
        kind = values[base + at_type]
        name = values[base + at_name]
        identity = values[base + at_id]
        size = values[base + at_size]
        edges = values[base + at_edges]
        if kind < 0 or kind >= codes.size or name < 0 or name > most:
            return first + row
        if identity < 0 or size < 0 or size > 1 << 53 or edges < 0 or edges > most:
            return first + row
        types[first + row] = codes[kind]
        names[first + row] = name
        ids[first + row] = identity
        self_sizes[first + row] = size
        edge_counts[first + row] = edges
        state = values[base + at_detached] if at_detached >= 0 else 0
        detachedness[first + row] = state if 0 <= state <= 2 else 0
    return -1


@kernel
def place_edges(
    values: Longs, rows: int, fields: int, offsets: Longs, codes: Bytes, node_fields: int, first: int,
    types: Bytes, names: Counts, targets: Ints,
) -> int:  # fmt: skip
    at_type, at_name, at_target = offsets[0], offsets[1], offsets[2]
    for row in range(rows):
        base = row * fields
        kind = values[base + at_type]
        name = values[base + at_name]
        index = values[base + at_target]
        if kind < 0 or kind >= codes.size or name < 0 or name > 4294967295 or index < 0:
            return first + row
        target = index // node_fields
        if target * node_fields != index or target > 2147483646:
            return first + row
        types[first + row] = codes[kind]
        names[first + row] = name
        targets[first + row] = target
    return -1


@kernel
def place_locations(
    values: Longs, rows: int, fields: int, offsets: Longs, node_fields: int, first: int,
    nodes: Ints, scripts: Ints, lines: Ints, columns: Ints,
) -> int:  # fmt: skip
    most = 2147483646
    for row in range(rows):
        base = row * fields
        index = values[base + offsets[0]]
        script = values[base + offsets[1]]
        line = values[base + offsets[2]]
        column = values[base + offsets[3]]
        node = index // node_fields
        if index < 0 or node * node_fields != index or node > most:
            return first + row
        if abs(script) > most or abs(line) > most or abs(column) > most:
            return first + row
        nodes[first + row] = node
        scripts[first + row] = script
        lines[first + row] = line
        columns[first + row] = column
    return -1


@kernel
def by_node(
    nodes: Ints, scripts: Ints, lines: Ints, columns: Ints, place: Ints
) -> tuple[int, Ints, Ints, Ints, Ints]:
    """The rows in the order of their nodes, the last where there are several of one, and how many they are;
    `place`, -1 everywhere, is filled with each node's row."""
    for row in range(nodes.size):
        place[nodes[row]] = row
    sorted_nodes, sorted_scripts = np.empty_like(nodes), np.empty_like(scripts)
    sorted_lines, sorted_columns = np.empty_like(lines), np.empty_like(columns)
    rows = 0
    for node in range(place.size):
        row = place[node]
        if row >= 0:
            sorted_nodes[rows] = node
            sorted_scripts[rows] = scripts[row]
            sorted_lines[rows] = lines[row]
            sorted_columns[rows] = columns[row]
            place[node] = rows
            rows += 1
    return rows, sorted_nodes, sorted_scripts, sorted_lines, sorted_columns
