"""What each survivor gained and lost between two snapshots: the sum over all of them is the growth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tuiinspect.heap.arrays import Bytes, Flags, Ints, Longs, Sizes
from tuiinspect.heap.edges import (
    ARRAY_NODE,
    BIGINT,
    CODE,
    CONS_STRING,
    HIDDEN,
    NUMBER,
    SHAPE,
    SLICED_STRING,
    STRING,
    SYMBOL,
    SYNTHETIC,
    Graph,
)
from tuiinspect.heap.growth_owners import WITHIN, Region
from tuiinspect.heap.jit import kernel

_NO_LINK, _PLAIN, _OBJECT = range(3)


@dataclass(frozen=True)
class Held:
    """One snapshot's bytes and entries by survivor; all but `engine` one per node of the snapshot.

    `bytes` int64: all that counts for it; `fresh` int64: of that, what the other snapshot has not; `objects`
    and `values` int32: entries that the other has not, objects and functions, and strings and the like.
    `engine` is what counts for nobody: compiled code, and what was put in to look.
    """

    bytes: Longs
    fresh: Longs
    objects: Ints
    values: Ints
    engine: int


def hold(region: Region, settled: Ints, aside: Flags) -> Held:
    """Add up a snapshot, given the survivor that each node counts for; `aside` (bool[N]) are those that count
    for nobody."""
    analysis = region.analysis
    graph = analysis.graph
    total, fresh = (np.zeros(graph.node_count, np.int64) for _ in range(2))
    engine = _add_up(settled, aside, region.matched.counterparts, analysis.shallow, total, fresh)
    objects, values = (np.zeros(graph.node_count, np.int32) for _ in range(2))
    _count_entries(
        region.order, analysis.tree.dominators, _links(graph), analysis.classes, region.states,
        region.entries, region.matched.counterparts, aside, settled, objects, values,
    )  # fmt: skip
    return Held(total, fresh, objects, values, int(engine))


def _links(graph: Graph) -> Bytes:
    """uint8[N]: whether a node may be an entry, and whether it is one that counts before plain values."""
    by_type = np.full(256, _OBJECT, np.uint8)
    by_type[[ARRAY_NODE, HIDDEN, CODE, SHAPE, SYNTHETIC, NUMBER]] = _NO_LINK
    by_type[[STRING, CONS_STRING, SLICED_STRING, SYMBOL, BIGINT]] = _PLAIN
    links = by_type[graph.node_types]
    context = graph.strings.find("system / Context")
    if context >= 0:
        links[graph.node_names == context] = _NO_LINK
    return links


@dataclass(frozen=True)
class Balance:
    """The survivors that changed, M of them; all columns are theirs.

    `nodes` int32 (ordinals of the newer snapshot), `net`, `gained`, `lost` int64 (bytes, net = gained -
    lost), `added`, `removed` int32 (entries). `engine` is the growth of what counts for nobody.
    """

    nodes: Ints
    net: Longs
    gained: Longs
    lost: Longs
    added: Ints
    removed: Ints
    engine: int


def balance(newer: Region, before: Held, after: Held) -> Balance:
    """Subtract one from the other, survivor by survivor."""
    of = newer.matched.counterparts
    alive = np.flatnonzero(newer.matched.surviving).astype(np.int32)
    there = of[alive]
    net = after.bytes[alive] - before.bytes[there]
    fresh, gone = after.fresh[alive], before.fresh[there]
    # What both have may have become larger, or count for another survivor now.
    changed = net - (fresh - gone)
    gained, lost = fresh + np.maximum(changed, 0), gone + np.maximum(-changed, 0)
    objects_added, objects_removed = after.objects[alive], before.objects[there]
    values_added, values_removed = after.values[alive], before.values[there]
    plain = (objects_added == 0) & (objects_removed == 0)
    added = np.where(plain, values_added, objects_added)
    removed = np.where(plain, values_removed, objects_removed)
    some = (gained != 0) | (lost != 0) | (added != 0) | (removed != 0)
    return Balance(
        alive[some], net[some], gained[some], lost[some], added[some], removed[some],
        after.engine - before.engine,
    )  # fmt: skip


@kernel
def _add_up(
    settled: Ints, aside: Flags, counterparts: Ints, shallow: Sizes, total: Longs, fresh: Longs
) -> int:
    engine = 0
    for node in range(settled.size):
        if aside[node]:
            engine += int(shallow[node])
            continue
        total[settled[node]] += shallow[node]
        if counterparts[node] < 0:
            fresh[settled[node]] += shallow[node]
    return engine


@kernel
def _count_entries(
    order: Ints, dominators: Ints, links: Bytes, classes: Ints, states: Bytes, entries: Ints,
    counterparts: Ints, aside: Flags, settled: Ints, objects: Ints, values: Ints,
) -> None:  # fmt: skip
    """A chain counts link by link: an entry of an entry's class that it alone holds is one more."""
    # Of every node the nearest that is a link at or above it, if all between are its parts.
    chained = np.full(order.size, -1, np.int32)
    for i in range(order.size):
        node = order[i]
        if states[node] != WITHIN or aside[node]:
            continue
        above = chained[dominators[node]] if states[dominators[node]] == WITHIN else -1
        if links[node] == _NO_LINK:
            chained[node] = above
            continue
        if entries[node] == node or (
            links[node] == _OBJECT and above >= 0 and classes[above] == classes[node]
        ):
            chained[node] = node
            if counterparts[node] < 0:
                if links[node] == _OBJECT:
                    objects[settled[node]] += 1
                else:
                    values[settled[node]] += 1
