"""Which interface a plain object is named after: kernels over its properties."""

from __future__ import annotations

import numpy as np

from tuiinspect.heap.arrays import Bytes, Counts, Ints
from tuiinspect.heap.edges import PROPERTY
from tuiinspect.heap.jit import kernel

_UNKNOWN = -2


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
def best_matches(  # noqa: C901 - two ways to know a list again
    plain: Ints, of: Ints, prefixes: int, first_edge: Ints, edge_types: Bytes, edge_names: Counts,
    slot_of: Ints, slot_next: Ints, starts: Ints, members: Ints, sizes: Ints,
) -> Ints:  # fmt: skip
    """The place of the interface for each of the `plain` objects, -1 for none; objects of one list have one.

    `of` and `prefixes` are those of their PropertyLists: longer lists than these know are compared here.
    """
    matches = np.empty(plain.size, np.int32)
    known = np.full(prefixes, _UNKNOWN, np.int32)
    longer = 0
    for i in range(plain.size):
        longer += of[i] < 0
    slots = 16
    while slots < 2 * longer:
        slots *= 2
    table = np.full(slots, -1, np.int32)
    last_seen = np.full(slot_next.size, -1, np.int32)
    have = np.zeros(sizes.size, np.int32)
    touched = np.empty(sizes.size, np.int32)
    for i in range(plain.size):
        node = plain[i]
        slot = 0
        if of[i] >= 0:
            if known[of[i]] != _UNKNOWN:
                matches[i] = known[of[i]]
                continue
        else:
            mixed = 7
            for edge in range(first_edge[node], first_edge[node + 1]):
                if edge_types[edge] == PROPERTY:
                    mixed = (mixed * 31 + int(edge_names[edge]) * 2654435) & 0x7FFFFFFF
            slot = (mixed ^ (mixed >> 15)) & (slots - 1)
            while table[slot] >= 0:
                if _same_properties(plain[table[slot]], node, first_edge, edge_types, edge_names):
                    break
                slot = (slot + 1) & (slots - 1)
            if table[slot] >= 0:
                matches[i] = matches[table[slot]]
                continue
            table[slot] = i
        matches[i] = _best(
            node, first_edge, edge_types, edge_names, slot_of, slot_next, starts, members, sizes, last_seen,
            have, touched,
        )  # fmt: skip
        if of[i] >= 0:
            known[of[i]] = matches[i]
    return matches
