"""Kernels over the property lists of plain objects: which are common, and which a given object contains."""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from tuiinspect.heap.arrays import Bytes, Counts, Ints, Longs, Shorts
from tuiinspect.heap.edges import PROPERTY
from tuiinspect.heap.jit import kernel
from tuiinspect.heap.strings import PROTO

AnyInts = TypeVar("AnyInts", Ints, Longs)

LONGEST_NAME = 120
MOST_PROPERTIES = 256


@kernel
def shown_lengths(blob: Bytes, ends: Longs) -> Bytes:
    """uint8 per string: UTF-16 units of its name as an interface shows it, at most 255."""
    shown = np.empty(ends.size, np.uint8)
    start = 0
    for number in range(ends.size):
        end = ends[number]
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
        shown[number] = min(255, quoted if quotes else plain)
        start = end
    return shown


@kernel
def take(
    node: int, first_edge: Ints, edge_types: Bytes, edge_names: Counts, marks: Shorts, shown: Bytes,
    taken: Longs,
) -> int:  # fmt: skip
    """Property names of `node` while the interface's name stays short; how many."""
    count = 0
    length = 1
    for edge in range(first_edge[node], first_edge[node + 1]):
        name = edge_names[edge]
        if edge_types[edge] != PROPERTY or marks[name] == PROTO:
            continue
        further = int(shown[name])
        if length > 1 and length + further > LONGEST_NAME:
            break
        if length != 1:
            length += 2
        length += further
        taken[count] = name
        count += 1
        if count == taken.size:
            break
    return count


@kernel
def _wider(column: AnyInts, used: int) -> AnyInts:
    wider = np.empty(2 * column.size, column.dtype)
    wider[:used] = column[:used]
    return wider


@kernel
def candidate_lists(  # noqa: C901 - one table, probed and grown
    plain: Ints, first_edge: Ints, edge_types: Bytes, edge_names: Counts, marks: Shorts, shown: Bytes
) -> tuple[Ints, Longs]:
    """Distinct property lists in order of appearance: an object that has it, and how many do."""
    slots = 16
    while slots < 2 * plain.size:
        slots *= 2
    table = np.full(slots, -1, np.int32)
    representatives = np.empty(1024, np.int32)
    counts = np.empty(1024, np.int64)
    # The lists themselves, one behind the other: candidate c's ends at ends[c + 1].
    ends = np.zeros(1025, np.int64)
    lists = np.empty(1 << 14, np.int64)
    mine = np.empty(MOST_PROPERTIES, np.int64)
    candidates = 0
    for i in range(plain.size):
        length = take(plain[i], first_edge, edge_types, edge_names, marks, shown, mine)
        if length == 0:
            continue
        mixed = 7
        for k in range(length):
            mixed = (mixed * 31 + mine[k] * 2654435) & 0x7FFFFFFF
        slot = (mixed ^ (mixed >> 15)) & (slots - 1)
        while table[slot] >= 0:
            start = ends[table[slot]]
            k = 0
            if ends[table[slot] + 1] - start == length:
                while k < length and mine[k] == lists[start + k]:
                    k += 1
            if k == length:
                break
            slot = (slot + 1) & (slots - 1)
        if table[slot] < 0:
            start = ends[candidates]
            if candidates == counts.size:
                representatives = _wider(representatives, candidates)
                counts = _wider(counts, candidates)
                ends = _wider(ends, candidates + 1)
            if start + length > lists.size:
                lists = _wider(lists, start)
            table[slot] = candidates
            representatives[candidates] = plain[i]
            counts[candidates] = 0
            for k in range(length):
                lists[start + k] = mine[k]
            candidates += 1
            ends[candidates] = start + length
        counts[table[slot]] += 1
    return representatives[:candidates].copy(), counts[:candidates].copy()


@kernel
def _same_properties(a: int, b: int, first_edge: Ints, edge_types: Bytes, edge_names: Counts) -> bool:
    i, i_end = first_edge[a], first_edge[a + 1]
    k, k_end = first_edge[b], first_edge[b + 1]
    while True:
        while i < i_end and edge_types[i] != PROPERTY:
            i += 1
        while k < k_end and edge_types[k] != PROPERTY:
            k += 1
        if i == i_end or k == k_end:
            return bool(i == i_end and k == k_end)
        if edge_names[i] != edge_names[k]:
            return False
        i += 1
        k += 1


@kernel
def _best(
    node: int, first_edge: Ints, edge_types: Bytes, edge_names: Counts, slot_of: Ints, slot_next: Ints,
    starts: Ints, members: Ints, sizes: Ints, last_seen: Ints, have: Ints, touched: Ints,
) -> int:  # fmt: skip
    count = 0
    best = -1
    for edge in range(first_edge[node], first_edge[node + 1]):
        if edge_types[edge] != PROPERTY:
            continue
        slot = slot_of[edge_names[edge]]
        while slot >= 0 and last_seen[slot] == node:
            slot = slot_next[slot]
        if slot < 0:
            continue
        last_seen[slot] = node
        for i in range(starts[slot], starts[slot + 1]):
            place = members[i]
            if have[place] == 0:
                touched[count] = place
                count += 1
            have[place] += 1
            if have[place] == sizes[place]:
                larger = best < 0 or sizes[place] > sizes[best]
                if larger or (sizes[place] == sizes[best] and place < best):
                    best = place
    for i in range(count):
        have[touched[i]] = 0
    return best


@kernel
def best_matches(
    plain: Ints, first_edge: Ints, edge_types: Bytes, edge_names: Counts, slot_of: Ints, slot_next: Ints,
    starts: Ints, members: Ints, sizes: Ints,
) -> Ints:  # fmt: skip
    slots = 16
    while slots < 2 * plain.size:
        slots *= 2
    table = np.full(slots, -1, np.int32)
    matches = np.empty(plain.size, np.int32)
    last_seen = np.full(slot_next.size, -1, np.int32)
    have = np.zeros(sizes.size, np.int32)
    touched = np.empty(sizes.size, np.int32)
    for i in range(plain.size):
        node = plain[i]
        mixed = 7
        for edge in range(first_edge[node], first_edge[node + 1]):
            if edge_types[edge] == PROPERTY:
                mixed = (mixed * 31 + int(edge_names[edge]) * 2654435) & 0x7FFFFFFF
        slot = (mixed ^ (mixed >> 15)) & (slots - 1)
        while table[slot] >= 0:
            if _same_properties(plain[table[slot]], node, first_edge, edge_types, edge_names):
                break
            slot = (slot + 1) & (slots - 1)
        if table[slot] < 0:
            table[slot] = i
            matches[i] = _best(
                node, first_edge, edge_types, edge_names, slot_of, slot_next, starts, members, sizes,
                last_seen, have, touched,
            )  # fmt: skip
        else:
            matches[i] = matches[table[slot]]
    return matches
