"""Every byte is somebody's: the nets of all survivors add up to the growth, whatever the graphs."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.heap.graphs import RandomGraph, random_graphs
from tuiinspect.heap import HeapSnapshot
from tuiinspect.heap.edges import OBJECT_NODE
from tuiinspect.heap.growth_balance import balance
from tuiinspect.heap.growth_groups import group_alike
from tuiinspect.heap.growth_owners import ENGINE, OWN, WITHIN
from tuiinspect.heap.growth_sides import Side, sides_of


@st.composite
def pairs(draw: st.DrawFn) -> tuple[RandomGraph, RandomGraph]:
    """Two graphs; what has the same place in both has the same id, and often the same type."""
    base = draw(random_graphs())
    newer = draw(random_graphs())
    for place in range(1, min(len(base.nodes), len(newer.nodes))):
        if draw(st.booleans()):
            newer.nodes[place] = base.nodes[place]
    return base, newer


def shallow(snapshot: HeapSnapshot) -> int:
    return int(snapshot.self_sizes.sum())


@settings(max_examples=300, deadline=None)
@given(pairs())
def test_the_nets_add_up_to_the_growth(graphs: tuple[RandomGraph, RandomGraph]) -> None:
    base, newer = (graph.load() for graph in graphs)
    sides = sides_of(base, newer, None)
    changed = balance(sides[1].region, sides[0].held, sides[1].held)
    assert int(changed.net.sum()) + changed.engine == shallow(newer) - shallow(base)
    assert np.array_equal(changed.net, changed.gained - changed.lost)
    assert int(changed.gained.min(initial=0)) >= 0
    assert int(changed.lost.min(initial=0)) >= 0
    groups = group_alike(newer._analysis, changed)
    assert sorted(row for group in groups for row in group.rows.tolist()) == list(range(changed.nodes.size))
    assert sum(group.net for group in groups) == int(changed.net.sum())


@settings(max_examples=150, deadline=None)
@given(pairs(), random_graphs())
def test_so_do_those_of_the_intervals(graphs: tuple[RandomGraph, RandomGraph], between: RandomGraph) -> None:
    base, newer = (graph.load() for graph in graphs)
    middle = between.load()
    sides = sides_of(base, newer, middle)
    alive = np.flatnonzero(sides[-1].region.matched.surviving).astype(np.int32)
    there = alive[sides[1].places[alive] >= 0]
    for side, snapshot in zip(sides, (base, middle, newer), strict=True):
        assert int(side.held.bytes.sum()) + side.held.engine == shallow(snapshot)
    assert int(sides[1].bytes_of(there).sum()) == int(sides[1].held.bytes.sum())


@settings(max_examples=200, deadline=None)
@given(pairs())
def test_every_node_counts_for_a_survivor(graphs: tuple[RandomGraph, RandomGraph]) -> None:
    base, newer = (graph.load() for graph in graphs)
    for side in sides_of(base, newer, None):
        check_owners(side)


def check_owners(side: Side) -> None:
    region, snapshot = side.region, side.snapshot
    surviving = region.matched.surviving
    assert surviving[side.settled].all()
    for node in range(snapshot.node_count):
        above = node
        passed = []
        while not surviving[above]:
            passed.append(above)
            above = int(snapshot.dominators[above])
        assert region.owners[node] == above
        if region.states[node] == WITHIN:
            entry = int(region.entries[node])
            assert entry in passed
            assert region.matched.counterparts[entry] < 0
            assert side.settled[node] == side.settled[entry]
        else:
            assert region.states[node] in (OWN, ENGINE)
            assert side.settled[node] == above
        if node in passed and snapshot.node_types[node] == OBJECT_NODE:
            assert region.states[node] in (WITHIN, ENGINE)
