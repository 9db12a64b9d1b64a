"""Which objects two snapshots of one process have in common, and which of them may hold a growth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tuiinspect.heap.arrays import Bytes, Flags, Ids, Ints
from tuiinspect.heap.edges import Graph
from tuiinspect.heap.growth_replaced import holds, link_replaced
from tuiinspect.heap.jit import kernel


@dataclass(frozen=True)
class Matched:
    """`counterparts` int32[N]: the node's place in the other snapshot, -1 when it is not there;
    `surviving` bool[N]: it is in both, and of a type that holds."""

    counterparts: Ints
    surviving: Flags


def match(base: Graph, newer: Graph) -> tuple[Matched, Matched]:
    """Tell objects by id and type; the roots are each other's whatever their ids.

    What was replaced in its place by another of its class (`state = { ...state, more }`) is taken for the
    same object: otherwise all that it holds would be new.
    """
    in_newer, in_base = _match(base.ids, base.node_types, newer.ids, newer.node_types)
    for counterparts, root, other in ((in_newer, base.root, newer.root), (in_base, newer.root, base.root)):
        counterparts[counterparts == other] = -1
        counterparts[root] = other
    link_replaced(base, newer, in_newer, in_base)
    return _matched(base, in_newer), _matched(newer, in_base)


def match_between(middle: Graph, newer: Graph, of_newer: Matched) -> Matched:
    """The same of a snapshot taken in between: what survives in it is what survives in the other two."""
    in_newer, _ = (matched.counterparts for matched in match(middle, newer))
    there = np.maximum(in_newer, 0)
    counterparts = np.where((in_newer >= 0) & (of_newer.counterparts[there] >= 0), in_newer, np.int32(-1))
    surviving: Flags = (counterparts >= 0) & of_newer.surviving[there]
    return Matched(counterparts.astype(np.int32), surviving)


def _matched(graph: Graph, counterparts: Ints) -> Matched:
    surviving: Flags = (counterparts >= 0) & holds(graph)
    surviving[graph.root] = True
    return Matched(counterparts, surviving)


@kernel
def _match(base_ids: Ids, base_types: Bytes, ids: Ids, types: Bytes) -> tuple[Ints, Ints]:
    """int32, one per node of either: the node of its id and type in the other, -1 where there is none."""
    slots = 16
    while slots < 2 * base_ids.size:
        slots *= 2
    table = np.full(slots, -1, np.int32)
    for node in range(base_ids.size):
        identity = int(base_ids[node])
        # Ids come in runs of odd numbers: halved they fill the table in order.
        slot = ((identity >> 1) ^ (identity >> 24)) & (slots - 1)
        while table[slot] >= 0:
            slot = (slot + 1) & (slots - 1)
        table[slot] = node
    in_newer = np.full(base_ids.size, -1, np.int32)
    in_base = np.full(ids.size, -1, np.int32)
    for node in range(ids.size):
        identity = int(ids[node])
        slot = ((identity >> 1) ^ (identity >> 24)) & (slots - 1)
        while table[slot] >= 0:
            other = table[slot]
            if base_ids[other] == ids[node] and base_types[other] == types[node] and in_newer[other] < 0:
                in_newer[other] = node
                in_base[node] = other
                break
            slot = (slot + 1) & (slots - 1)
    return in_newer, in_base
