"""Whose is every byte of a snapshot: each node counts for one object that both snapshots have.

That is its nearest surviving dominator: chains and lists of any length need no special case. Where the
dominator only stands above several objects that each point to what is new, it counts for the one of them
that holds the most of its kind.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tuiinspect.heap.analysis import Analysis
from tuiinspect.heap.arrays import Bytes, Counts, Flags, Ints
from tuiinspect.heap.dominators import downwards
from tuiinspect.heap.edges import (
    ARRAY_NODE,
    CODE,
    HIDDEN,
    INTERNAL,
    NUMBER,
    SHAPE,
    SYNTHETIC,
    WEAK,
    Graph,
    move_back,
)
from tuiinspect.heap.growth_survivors import Matched
from tuiinspect.heap.jit import kernel

OWN, WITHIN, ENGINE = range(3)
"""States of a node: a survivor or a part of one; an entry of a survivor or something under it; what the
engine makes for itself of the program's text, such as compiled code."""

_FEWEST_OF_A_HOLDER = 5


@dataclass(frozen=True)
class Region:
    """One snapshot cut up among the survivors; N nodes.

    `owners` int32[N]: the nearest dominator that survives; `states` uint8[N]; `entries` int32[N]: of what is
    WITHIN, the node that stands at its top, just below its survivor and that one's backing stores; -1 else.
    `order` int32[N] has dominators before what they dominate.
    """

    analysis: Analysis
    matched: Matched
    order: Ints
    owners: Ints
    states: Bytes
    entries: Ints


def cut_up(analysis: Analysis, matched: Matched) -> Region:
    """Find every node's surviving dominator and entry."""
    graph = analysis.graph
    order = downwards(graph.root, analysis.tree.dominators)
    owners, entries = (np.full(graph.node_count, -1, np.int32) for _ in range(2))
    states = np.zeros(graph.node_count, np.uint8)
    _cut_up(
        order, analysis.tree.dominators, graph.node_types, part_states(), matched.surviving,
        matched.counterparts, owners, states, entries,
    )  # fmt: skip
    return Region(analysis, matched, order, owners, states, entries)


def part_states() -> Bytes:
    """uint8 by node type: one more than the state of what is part of its holder, 0 for what stands alone."""
    states = np.zeros(256, np.uint8)
    states[[ARRAY_NODE, HIDDEN, NUMBER, SYNTHETIC]] = OWN + 1
    states[[CODE, SHAPE]] = ENGINE + 1
    return states


def direct_holders(region: Region) -> Ints:
    """int32[N]: how many entries each survivor itself points to, from a field or from a backing store."""
    graph = region.analysis.graph
    pointing = pointing_of(region)
    counts = np.zeros(graph.node_count, np.int32)
    _count_direct(
        pointing, region.entries, graph.node_types, graph.first_edge, graph.edge_types, graph.targets, counts
    )
    return counts


def settle(region: Region, scores: Ints) -> Ints:
    """int32[N]: the survivor each node counts for, given how many entries every survivor points to in all."""
    graph = region.analysis.graph
    pointing = pointing_of(region)
    labels = _labels(
        pointing, region.entries, region.owners, scores, _FEWEST_OF_A_HOLDER, graph.node_types,
        graph.first_edge, graph.edge_types, graph.targets,
    )  # fmt: skip
    _spread(labels, region.entries, region.owners, graph.first_edge, graph.edge_types, graph.targets)
    _by_roots(
        graph.root, pointing, region.entries, region.owners, graph.node_types, graph.first_edge,
        graph.edge_types, graph.targets, labels,
    )  # fmt: skip
    return _settled(labels, region.entries, region.owners)


def pointing_of(region: Region) -> Ints:
    """int32[N]: of survivors and their parts the survivor in whose name they point; -1 for others.

    An iterator shares the table of its Map, so that neither dominates it: the table is the Map's.
    """
    graph = region.analysis.graph
    pointing = np.where(region.states == OWN, region.owners, np.int32(-1))
    table = graph.strings.find("table")
    if table >= 0:
        iterators = _iterators(graph)
        _claim_tables(
            pointing, region.matched.surviving, iterators, graph.node_names, graph.node_types,
            graph.first_edge, graph.edge_types, graph.edge_names, graph.targets, table,
        )  # fmt: skip
    return pointing


def _iterators(graph: Graph) -> Ints:
    numbers = [graph.strings.find(f"{name} Iterator") for name in ("Map", "Set")]
    return np.array(numbers, np.int32)


@kernel
def _cut_up(
    order: Ints, dominators: Ints, types: Bytes, part: Bytes, surviving: Flags, counterparts: Ints,
    owners: Ints, states: Bytes, entries: Ints,
) -> None:  # fmt: skip
    for i in range(order.size):
        node = order[i]
        if surviving[node]:
            owners[node] = node
            continue
        above = dominators[node]
        owners[node] = owners[above]
        if states[above] != OWN:
            states[node] = states[above]
            entries[node] = entries[above]
        elif part[types[node]] > 0:
            states[node] = part[types[node]] - 1
        elif counterparts[node] < 0:
            states[node] = WITHIN
            entries[node] = node


@kernel
def _claim_tables(
    pointing: Ints, surviving: Flags, iterators: Ints, names: Ints, types: Bytes, first_edge: Ints,
    edge_types: Bytes, edge_names: Counts, targets: Ints, table: int,
) -> None:  # fmt: skip
    for node in range(pointing.size):
        if not surviving[node] or names[node] == iterators[0] or names[node] == iterators[1]:
            continue
        for edge in range(first_edge[node], first_edge[node + 1]):
            if edge_types[edge] == INTERNAL and edge_names[edge] == table:
                target = targets[edge]
                if types[target] == ARRAY_NODE and pointing[target] >= 0:
                    pointing[target] = node


@kernel
def _count_direct(
    pointing: Ints, entries: Ints, types: Bytes, first_edge: Ints, edge_types: Bytes, targets: Ints,
    counts: Ints,
) -> None:  # fmt: skip
    last = np.full(pointing.size, -1, np.int32)
    for node in range(pointing.size):
        holder = pointing[node]
        if holder < 0 or types[holder] == SYNTHETIC:
            continue
        for edge in range(first_edge[node], first_edge[node + 1]):
            target = targets[edge]
            if edge_types[edge] != WEAK and entries[target] == target and last[target] != holder:
                last[target] = holder
                counts[holder] += 1


@kernel
def _labels(
    pointing: Ints, entries: Ints, owners: Ints, scores: Ints, fewest: int, types: Bytes, first_edge: Ints,
    edge_types: Bytes, targets: Ints,
) -> Ints:  # fmt: skip
    """int32[N]: of each entry the survivor that holds it; -1 where none that counts points to it."""
    labels = np.full(pointing.size, -1, np.int32)
    for node in range(pointing.size):
        holder = pointing[node]
        if holder < 0:
            continue
        for edge in range(first_edge[node], first_edge[node + 1]):
            target = targets[edge]
            if edge_types[edge] == WEAK or entries[target] != target or labels[target] == owners[target]:
                continue
            if holder == owners[target]:
                labels[target] = holder
            elif types[holder] != SYNTHETIC and scores[holder] >= fewest:
                best = labels[target]
                if best < 0 or scores[holder] > scores[best]:
                    labels[target] = holder
    return labels


@kernel
def _by_entry(entries: Ints) -> tuple[Ints, Ints]:
    """What stands under each entry, itself included: `members[first[e]:first[e + 1]]`."""
    nodes = entries.size
    first = np.zeros(nodes + 1, np.int32)
    for node in range(nodes):
        if entries[node] >= 0:
            first[entries[node] + 1] += 1
    for node in range(nodes):
        first[node + 1] += first[node]
    members = np.empty(first[nodes], np.int32)
    for node in range(nodes):
        if entries[node] >= 0:
            members[first[entries[node]]] = node
            first[entries[node]] += 1
    move_back(first)
    return first, members


@kernel
def _spread(
    labels: Ints, entries: Ints, owners: Ints, first_edge: Ints, edge_types: Bytes, targets: Ints
) -> None:
    """Entries that only other entries point to go with the first of them that has a holder."""
    queue = np.empty(entries.size, np.int32)
    length = 0
    waiting = 0
    for node in range(entries.size):
        if entries[node] == node:
            if labels[node] >= 0:
                queue[length] = node
                length += 1
            else:
                waiting += 1
    if waiting == 0:
        return
    first, members = _by_entry(entries)
    at = 0
    while at < length:
        entry = queue[at]
        at += 1
        for i in range(first[entry], first[entry + 1]):
            node = members[i]
            for edge in range(first_edge[node], first_edge[node + 1]):
                target = targets[edge]
                if edge_types[edge] == WEAK or entries[target] != target or labels[target] >= 0:
                    continue
                if owners[target] == owners[entry]:
                    labels[target] = labels[entry]
                    queue[length] = target
                    length += 1


@kernel
def _by_roots(
    root: int, pointing: Ints, entries: Ints, owners: Ints, types: Bytes, first_edge: Ints,
    edge_types: Bytes, targets: Ints, labels: Ints,
) -> None:  # fmt: skip
    """What only meets at the root counts for the first kind of root that holds it, as handles do."""
    for node in range(pointing.size):
        holder = pointing[node]
        if holder < 0 or holder == root or types[holder] != SYNTHETIC:
            continue
        for edge in range(first_edge[node], first_edge[node + 1]):
            target = targets[edge]
            if (
                edge_types[edge] != WEAK
                and entries[target] == target
                and labels[target] < 0
                and types[owners[target]] == SYNTHETIC
            ):
                labels[target] = holder


@kernel
def _settled(labels: Ints, entries: Ints, owners: Ints) -> Ints:
    settled = owners.copy()
    for node in range(settled.size):
        entry = entries[node]
        if entry >= 0 and labels[entry] >= 0:
            settled[node] = labels[entry]
    return settled
