"""Retainers as if some objects held nothing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.heap.graphs import RandomGraph, random_graphs
from tests.heap.naive import NO_DISTANCE, SYSTEM, user_roots
from tuiinspect.heap import HeapSnapshot, load_chunks
from tuiinspect.heap.compose import EdgeText, NodeText, compose

NODES: list[NodeText] = [
    ("synthetic", "", 0),
    ("object", "global", 8),
    ("object", "Cache", 8),
    ("object", "Queue", 8),
    ("object", "Session", 8),
    ("object", "Body", 8),
]
EDGES: dict[int, list[EdgeText]] = {
    0: [("shortcut", "global", 1)],
    1: [("property", "cache", 2), ("property", "queue", 3)],
    2: [("property", "first", 4)],
    3: [("property", "next", 4)],
    4: [("property", "body", 5)],
}


def snapshot() -> HeapSnapshot:
    return load_chunks([compose(NODES, EDGES)])


def test_the_next_retainer_is_seen_when_one_is_ignored() -> None:
    view = snapshot().ignoring([2])
    assert view.distances.tolist() == [100_000_000, 1, NO_DISTANCE, 2, 3, 4]
    rows = view.retainers(4).rows
    assert [(row.node.class_name, row.ignored, row.node.shown_distance) for row in rows] == [
        ("Queue", False, 2),
        ("Cache", True, None),
    ]
    assert [step.node.class_name for step in view.paths(4, 3)[0].steps] == ["Queue", "global"]
    assert len(view.paths(4, 3)) == 1
    assert view.ignored == {2}


def test_when_all_are_ignored_nothing_else_holds_it() -> None:
    view = snapshot().ignoring([2, 3])
    assert view.distances[5] == NO_DISTANCE
    (path,) = view.paths(5, 2)
    assert path.steps == ()
    assert path.sentence == "nothing else"
    assert [row.ignored for row in view.retainers(4).rows] == [True, True]
    assert [row.ignored for row in view.retainers(5).rows] == [False]


def test_the_snapshot_itself_stays_as_it_is() -> None:
    whole = snapshot()
    whole.ignoring([2])
    assert whole.distances.tolist() == [100_000_000, 1, 2, 2, 3, 4]
    assert [row.ignored for row in whole.retainers(4).rows] == [False, False]


def test_a_weak_map_alone_holds_no_value() -> None:
    pair = " / part of key (Key @5) -> value (Value @9) pair in WeakMap (table @7)"
    nodes: list[NodeText] = [("synthetic", "", 0), ("object", "global", 8)]
    nodes += [("object", name, 8) for name in ("Key", "WeakMap", "Value")]
    edges: dict[int, list[EdgeText]] = {
        0: [("shortcut", "global", 1)],
        1: [("property", "key", 2), ("property", "map", 3)],
        2: [("internal", f"1{pair}", 4)],
        3: [("internal", f"2{pair}", 4)],
    }
    whole = load_chunks([compose(nodes, edges)])
    view = whole.ignoring([2])
    assert view.distances[4] == NO_DISTANCE
    assert [(row.node.class_name, row.ignored) for row in view.retainers(4).rows] == [
        ("WeakMap", True),
        ("Key", True),
    ]
    assert [row.ignored for row in whole.ignoring([]).retainers(4).rows] == [False, False]


@settings(max_examples=150, deadline=None)
@given(random_graphs(), st.data())
def test_distances_are_those_of_the_graph_without_edges_into_the_ignored(
    graph: RandomGraph, data: st.DataObject
) -> None:
    ignored = data.draw(st.sets(st.integers(1, len(graph.nodes) - 1), max_size=3))
    seeds = set(user_roots(graph))
    cut = {
        node: [edge for edge in held if edge[2] not in ignored or (node == 0 and edge[2] in seeds)]
        for node, held in graph.edges.items()
    }
    expected = RandomGraph(graph.nodes, cut).load().distances.tolist()
    found = graph.load().ignoring(ignored).distances.tolist()
    assert found == expected or SYSTEM in expected
    kept = [node for node in range(len(found)) if node not in ignored | seeds]
    assert [found[node] for node in kept] == [expected[node] for node in kept]
