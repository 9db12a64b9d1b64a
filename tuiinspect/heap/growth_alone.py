"""Suspects in one snapshot alone: what is large because it keeps many that are alike.

Nothing says that it grows; but a leak that has run for a while looks like this, and little else does.
"""

from __future__ import annotations

import numpy as np

from tuiinspect.heap.arrays import Bytes, Flags, Ints
from tuiinspect.heap.dominators import downwards
from tuiinspect.heap.edges import CLOSURE, CODE, OBJECT_NODE, SHAPE, STRING, SYNTHETIC
from tuiinspect.heap.graph import HeapSnapshot
from tuiinspect.heap.growth_balance import Balance
from tuiinspect.heap.growth_classes import class_codes
from tuiinspect.heap.growth_groups import group_alike
from tuiinspect.heap.growth_holders import Drafts
from tuiinspect.heap.growth_merge import settled
from tuiinspect.heap.growth_owners import cut_up, direct_holders, part_states
from tuiinspect.heap.growth_replaced import holds
from tuiinspect.heap.growth_rows import Growth
from tuiinspect.heap.growth_sides import side_of
from tuiinspect.heap.growth_survivors import Matched
from tuiinspect.heap.jit import kernel

_LEAST_ALIKE = 50
_ROOT_DISTANCE = 1
_LEAST_SHARE = 0.01
_MOST_HOLDERS = 40


def suspects_of(snapshot: HeapSnapshot) -> Growth:
    """The objects that keep many of one kind, as if all of these had been added; shares are of the heap."""
    graph = snapshot._graph
    alike = _alike(snapshot)
    everywhere = np.arange(graph.node_count, dtype=np.int32)
    counterparts: Ints = np.where(alike, np.int32(-1), everywhere)
    surviving: Flags = holds(graph) & ~alike
    surviving[graph.root] = True
    region = cut_up(snapshot._analysis, Matched(counterparts, surviving))
    side = side_of(snapshot, region, direct_holders(region), everywhere)
    nodes = np.flatnonzero(side.held.fresh > 0).astype(np.int32)
    kept = side.held.fresh[nodes]
    counts = np.where(side.held.objects[nodes] > 0, side.held.objects[nodes], side.held.values[nodes])
    nothing = np.zeros(nodes.size, np.int64)
    changed = Balance(nodes, kept, kept, nothing, counts, nothing.astype(np.int32), 0)
    total = snapshot.total_bytes
    groups = [g for g in group_alike(snapshot._analysis, changed) if g.net >= _LEAST_SHARE * total]
    drafts = Drafts([side], changed, groups[:_MOST_HOLDERS], total)
    named, aside, in_flight = settled(drafts)
    other = total - sum(holder.net_bytes for holder in named) - in_flight
    return Growth(total, named, aside, 0, in_flight, other, comparable=True, by_class=())


def _alike(snapshot: HeapSnapshot) -> Flags:
    """bool[N]: what is one of many of its class below the same dominator, and all that is below these."""
    graph, analysis = snapshot._graph, snapshot._analysis
    codes = class_codes(graph, analysis.table.of.keys)
    dominators = analysis.tree.dominators
    order = downwards(graph.root, dominators)
    holders = _holders(order, dominators, graph.node_types, part_states())
    kinds = np.zeros(256, np.bool_)
    kinds[[OBJECT_NODE, CLOSURE, STRING]] = True
    # Texts and functions in code are the program itself; below a root many things only happen to meet.
    of_program = np.isin(graph.node_types[holders], (CODE, SHAPE, SYNTHETIC))
    of_program |= analysis.distances[holders] <= _ROOT_DISTANCE
    counted = np.flatnonzero(kinds[graph.node_types] & (codes >= 0) & ~of_program)
    keys = holders[counted].astype(np.int64) * (int(codes.max(initial=0)) + 1) + codes[counted]
    _, places, counts = np.unique(keys, return_inverse=True, return_counts=True)
    many = np.zeros(graph.node_count, np.bool_)
    many[counted] = counts[places.ravel()] >= _LEAST_ALIKE
    _below(order, dominators, many)
    return many


@kernel
def _holders(order: Ints, dominators: Ints, types: Bytes, parts: Bytes) -> Ints:
    """int32[N]: the nearest dominator that is no backing store."""
    holders = np.zeros(order.size, np.int32)
    holders[order[0]] = order[0]
    for i in range(1, order.size):
        node = order[i]
        above = dominators[node]
        holders[node] = holders[above] if parts[types[above]] == 1 else above
    return holders


@kernel
def _below(order: Ints, dominators: Ints, many: Flags) -> None:
    for i in range(1, order.size):
        node = order[i]
        if many[dominators[node]]:
            many[node] = True
