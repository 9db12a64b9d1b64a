"""What accumulates under a holder: new objects by class, and functions by where they stand in the program."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from tuiinspect.heap.arrays import Bytes, Counts, Flags, Ints, Longs, Sizes
from tuiinspect.heap.edges import CLOSURE, INTERNAL, Graph
from tuiinspect.heap.growth_owners import WITHIN, Region
from tuiinspect.heap.growth_rows import Accumulated
from tuiinspect.heap.growth_words import PERSONS, SHAPED, Word, Words
from tuiinspect.heap.jit import kernel

_MOST_CLIMBED = 64
_MOST_NAMED = 150
_NEAR = 1.34
_MULTIPLE = 64
_SEVERAL_EACH = 1 / 8


@dataclass
class Tally:
    """Objects of one class under one group: how many each snapshot has that not all have, in the order of
    time, and what those of the newest retain."""

    word: Word
    counts: list[int]
    bytes: int = 0

    def __add__(self, other: Tally) -> Tally:
        counts = [mine + theirs for mine, theirs in zip(self.counts, other.counts, strict=True)]
        return Tally(self.word, counts, self.bytes + other.bytes)

    @property
    def net(self) -> int:
        return self.counts[-1] - self.counts[0]

    @property
    def nets(self) -> tuple[int, ...]:
        return tuple(after - before for before, after in pairwise(self.counts))


Tallies: TypeAlias = dict[tuple[str, str | None], Tally]
"""By name and place in the source."""


@dataclass(frozen=True)
class Counted:
    """Of one snapshot, by group and class: `groups`, `samples` (a node of it), `counts`, `bytes`."""

    groups: list[int]
    samples: list[int]
    counts: list[int]
    bytes: list[int]


class Accumulations:
    """The classes under each group of holders, in `snapshots` snapshots."""

    def __init__(self, snapshots: int) -> None:
        self._snapshots = snapshots
        self._by_group: dict[int, Tallies] = {}

    def add(self, counted: Counted, words: Words, snapshot: int) -> None:
        """Enter what was counted in a snapshot, by its place in time."""
        rows = zip(counted.groups, counted.samples, counted.counts, counted.bytes, strict=True)
        for group, sample, count, size in rows:
            word = words.called(sample)
            tallies = self._by_group.setdefault(group, {})
            tally = tallies.setdefault((word.name, word.location), Tally(word, [0] * self._snapshots))
            tally.counts[snapshot] += count
            if snapshot == self._snapshots - 1:
                tally.bytes += size

    def call(self, group: int, name: str, called: str) -> None:
        """Have a class of a group called something that tells more, as it is the program's doing."""
        tallies = self._by_group.get(group, {})
        for key in [key for key in tallies if key[0] == name]:
            tally = tallies.pop(key)
            tally.word = replace(tally.word, name=called, of_program=True)
            tallies[called, key[1]] = tally

    def of(self, group: int) -> Tallies:
        """The classes under a group."""
        return self._by_group.get(group, {})


def ranked(tallies: Tallies, entries: int) -> list[tuple[Accumulated, Tally]]:
    """What has become more, in lockstep with the entries first; empty when nothing has."""
    rows = [
        (_rank(tally, entries), Accumulated(*key, tally.counts[-1], tally.counts[0], tally.bytes), tally)
        for key, tally in tallies.items()
        if tally.net > 0
    ]
    return [(row, tally) for _, row, tally in sorted(rows, key=lambda each: each[0])]


def _rank(tally: Tally, entries: int) -> tuple[int, int, int]:
    ratio = tally.net / max(entries, 1)
    step = 0 if 1 / _NEAR <= ratio <= _NEAR else 1 if _NEAR < ratio <= _MULTIPLE else 2
    if tally.word.tier > SHAPED:
        return 3 + step, 2 * tally.word.tier, -tally.bytes
    if tally.word.tier == PERSONS and _SEVERAL_EACH <= ratio < 1 / _NEAR:
        # An object somebody wrote a class for, with several entries of its own, says more than these.
        return 0, 2 * SHAPED - 1, -tally.bytes
    return step, 2 * tally.word.tier, -tally.bytes


def count_classes(region: Region, settled: Ints, aside: Flags, group_of: Ints) -> Counted:
    """Count what only this snapshot has, by group and class; `group_of` int32[N]: by survivor, or -1."""
    analysis = region.analysis
    graph = analysis.graph
    codes = class_codes(graph, analysis.table.of.keys)
    nodes, sizes = _fresh(
        settled, aside, group_of, region.states, region.matched.counterparts, codes,
        analysis.tree.dominators, analysis.retained,
    )  # fmt: skip
    groups = group_of[settled[nodes]]
    keys = groups.astype(np.int64) * (int(codes.max(initial=0)) + 1) + codes[nodes]
    _, first, places, counts = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
    held = np.zeros(first.size, np.int64)
    np.add.at(held, places, sizes)
    kept = _worth_naming(groups[first], counts, held)
    return Counted(
        groups[first][kept].tolist(), nodes[first][kept].tolist(), counts[kept].tolist(), held[kept].tolist()
    )


def _worth_naming(groups: Ints, counts: Longs, held: Longs) -> Ints:
    """Of each group the classes that have most objects or bytes: names cost, and nobody reads so many."""
    chosen: list[Ints] = []
    for group in np.unique(groups).tolist():
        rows = np.flatnonzero(groups == group)
        if rows.size > _MOST_NAMED:
            by_count = rows[np.argsort(-counts[rows], kind="stable")[: _MOST_NAMED // 2]]
            by_bytes = rows[np.argsort(-held[rows], kind="stable")[: _MOST_NAMED // 2]]
            rows = np.union1d(by_count, by_bytes)
        chosen.append(rows.astype(np.int32))
    return np.concatenate(chosen) if chosen else np.empty(0, np.int32)


def class_codes(graph: Graph, keys: Ints) -> Ints:
    """int32[N]: one number a class, and for functions one for each place in the source."""
    codes = np.maximum(keys, -1).astype(np.int32)
    closures = np.flatnonzero(graph.node_types == CLOSURE).astype(np.int32)
    shared = graph.strings.find("shared")
    if shared >= 0 and closures.size:
        # Shared function infos are nodes: their ordinals, after the classes, are numbers of their own.
        found = _held(closures, shared, graph.first_edge, graph.edge_types, graph.edge_names, graph.targets)
        _, places = np.unique(found, return_inverse=True)
        codes[closures] = int(keys.max(initial=0)) + 1 + places.ravel()
    return codes


@kernel
def _held(
    nodes: Ints, name: int, first_edge: Ints, edge_types: Bytes, edge_names: Counts, targets: Ints
) -> Ints:
    """int32, one per node: what it holds by an internal edge of a name, -1 for nothing."""
    found = np.full(nodes.size, -1, np.int32)
    for i in range(nodes.size):
        for edge in range(first_edge[nodes[i]], first_edge[nodes[i] + 1]):
            if edge_types[edge] == INTERNAL and edge_names[edge] == name:
                found[i] = targets[edge]
                break
    return found


@kernel
def _fresh(
    settled: Ints, aside: Flags, group_of: Ints, states: Bytes, counterparts: Ints, codes: Ints,
    dominators: Ints, retained: Sizes,
) -> tuple[Ints, Longs]:  # fmt: skip
    """New nodes under a group, and what each retains if none above it is of its class (else 0)."""
    nodes = np.empty(settled.size, np.int32)
    sizes = np.empty(settled.size, np.int64)
    count = 0
    for node in range(settled.size):
        if (
            states[node] != WITHIN
            or counterparts[node] >= 0
            or codes[node] < 0
            or aside[node]
            or group_of[settled[node]] < 0
        ):
            continue
        size = int(retained[node])
        above = dominators[node]
        for _ in range(_MOST_CLIMBED):
            if states[above] != WITHIN:
                break
            if codes[above] == codes[node] and counterparts[above] < 0:
                size = 0
                break
            above = dominators[above]
        nodes[count] = node
        sizes[count] = size
        count += 1
    return nodes[:count].copy(), sizes[:count].copy()
