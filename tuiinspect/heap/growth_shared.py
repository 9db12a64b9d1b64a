"""Entries that several holders keep: to let go of them in one place is not enough."""

from __future__ import annotations

import numpy as np

from tuiinspect.heap.arrays import Bytes, Ints, Longs, Sizes
from tuiinspect.heap.edges import SYNTHETIC, WEAK
from tuiinspect.heap.growth_owners import WITHIN, Region, pointing_of
from tuiinspect.heap.jit import kernel

_FEWEST = 3
_PART = 0.3
_MOST = 6


def further_holders(region: Region, settled: Ints, group_of: Ints) -> dict[int, list[int]]:
    """By group the survivors of other groups that keep a good part of its entries too, most first.

    `group_of` int32[N]: by survivor, -1 for none. An entry is shared when the survivor it counts for does
    not dominate it.
    """
    graph = region.analysis.graph
    holders, entries, whole = _shared(
        pointing_of(region), settled, region.owners, region.entries, region.states, group_of,
        graph.node_types, graph.first_edge, graph.edge_types, graph.targets, region.analysis.retained,
    )  # fmt: skip
    if not holders.size:
        return {}
    groups = group_of[settled[entries]]
    keys, places, counts = np.unique(
        groups.astype(np.int64) * graph.node_count + holders, return_inverse=True, return_counts=True
    )
    sizes = np.zeros(keys.size, np.int64)
    np.add.at(sizes, places, region.analysis.retained[entries])
    found: dict[int, list[tuple[int, int]]] = {}
    for key, count, size in zip(keys.tolist(), counts.tolist(), sizes.tolist(), strict=True):
        group, holder = divmod(key, graph.node_count)
        if count >= _FEWEST and size >= _PART * int(whole[group]):
            found.setdefault(group, []).append((size, holder))
    return {group: [holder for _, holder in sorted(rows)[::-1][:_MOST]] for group, rows in found.items()}


@kernel
def _shared(
    pointing: Ints, settled: Ints, owners: Ints, entries: Ints, states: Bytes, group_of: Ints,
    types: Bytes, first_edge: Ints, edge_types: Bytes, targets: Ints, retained: Sizes,
) -> tuple[Ints, Ints, Longs]:  # fmt: skip
    """Holders of other groups, each with an entry that they keep too; what the entries of groups retain."""
    whole = np.zeros(group_of.max() + 2, np.int64)
    of_shared = np.full(settled.size, -1, np.int32)
    for node in range(settled.size):
        if entries[node] == node and group_of[settled[node]] >= 0:
            whole[group_of[settled[node]]] += retained[node]
            if settled[node] != owners[node]:
                of_shared[node] = group_of[settled[node]]
    last = np.full(settled.size, -1, np.int32)
    size = 1024
    holders = np.empty(size, np.int32)
    kept = np.empty(size, np.int32)
    found = 0
    for node in range(settled.size):
        holder = settled[node] if states[node] == WITHIN else pointing[node]
        if holder < 0 or types[holder] == SYNTHETIC:
            continue
        for edge in range(first_edge[node], first_edge[node + 1]):
            target = targets[edge]
            group = of_shared[target]
            if group < 0 or edge_types[edge] == WEAK or last[target] == holder or group_of[holder] == group:
                continue
            last[target] = holder
            if found == size:
                more = np.empty(2 * size, np.int32)
                more[:size] = holders
                holders = more
                more = np.empty(2 * size, np.int32)
                more[:size] = kept
                kept = more
                size *= 2
            holders[found] = holder
            kept[found] = target
            found += 1
    return holders[:found].copy(), kept[:found].copy(), whole
