"""Two or three snapshots of one process with every byte of each assigned to a survivor of all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tuiinspect.heap.arrays import Flags, Ints, Longs
from tuiinspect.heap.graph import HeapSnapshot
from tuiinspect.heap.growth_balance import Held, hold
from tuiinspect.heap.growth_owners import ENGINE, Region, cut_up, direct_holders, settle
from tuiinspect.heap.growth_survivors import Matched, match, match_between
from tuiinspect.heap.growth_words import Words


@dataclass(frozen=True)
class Side:
    """One snapshot. `settled` int32[N]: the survivor each node counts for; `aside` bool[N]: what counts for
    nobody; `places` int32, one per node of the newest snapshot: where it is in this one, -1 for nowhere."""

    snapshot: HeapSnapshot
    region: Region
    settled: Ints
    aside: Flags
    held: Held
    words: Words
    places: Ints

    def bytes_of(self, nodes: Ints) -> Longs:
        """What each survivor, by its place in the newest snapshot, holds in this one."""
        there = self.places[nodes]
        held: Longs = np.where(there >= 0, self.held.bytes[there], 0)
        return held

    def entries_of(self, nodes: Ints) -> Ints:
        """How many entries of each there are that not all snapshots have."""
        there = self.places[nodes]
        objects = self.held.objects[there]
        found: Ints = np.where(objects > 0, objects, self.held.values[there])
        return found


def sides_of(base: HeapSnapshot, newer: HeapSnapshot, middle: HeapSnapshot | None) -> list[Side]:
    """In the order of time; the middle one only if there is one."""
    in_base, in_newer = match(base._graph, newer._graph)
    snapshots, matched = [base, newer], [in_base, in_newer]
    if middle is not None:
        snapshots.insert(1, middle)
        matched.insert(1, match_between(middle._graph, newer._graph, in_newer))
    regions = [cut_up(snapshot._analysis, own) for snapshot, own in zip(snapshots, matched, strict=True)]
    places = [_places(own, newer.node_count) for own in matched[:-1]]
    places.append(np.arange(newer.node_count, dtype=np.int32))
    scores = _scores(regions, places, in_newer)
    return [
        side_of(snapshot, region, score, place)
        for snapshot, region, score, place in zip(snapshots, regions, scores, places, strict=True)
    ]


def _places(matched: Matched, nodes: int) -> Ints:
    places = np.full(nodes, -1, np.int32)
    alive = np.flatnonzero(matched.surviving).astype(np.int32)
    places[matched.counterparts[alive]] = alive
    return places


def _scores(regions: list[Region], places: list[Ints], in_newer: Matched) -> list[Ints]:
    """How many entries each survivor points to, in all snapshots together: then all settle alike."""
    alive = np.flatnonzero(in_newer.surviving)
    together = np.zeros(alive.size, np.int32)
    for region, place in zip(regions, places, strict=True):
        together += direct_holders(region)[place[alive]]
    scores = []
    for region, place in zip(regions, places, strict=True):
        own = np.zeros(region.owners.size, np.int32)
        own[place[alive]] = together
        scores.append(own)
    return scores


def side_of(snapshot: HeapSnapshot, region: Region, scores: Ints, places: Ints) -> Side:
    """Settle what each node counts for; `scores` as `direct_holders` counts them."""
    settled = settle(region, scores)
    inserted = snapshot.views.inserted
    aside: Flags = inserted | (region.states == ENGINE)
    words = Words(snapshot._analysis, snapshot._places)
    return Side(snapshot, region, settled, aside, hold(region, settled, aside), words, places)
