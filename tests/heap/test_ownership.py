"""Shallow sizes and distances against the rules written out plainly."""

from __future__ import annotations

from hypothesis import given, settings

from tests.heap import naive
from tests.heap.graphs import RandomGraph, random_graphs
from tuiinspect.heap.compose import EdgeText, NodeText

_GLOBAL: NodeText = ("object", "global", 16)


@settings(max_examples=250, deadline=None)
@given(random_graphs())
def test_sizes_of_hidden_parts_go_to_their_only_owner(graph: RandomGraph) -> None:
    assert graph.load().self_sizes.tolist() == naive.shallow_sizes(graph)


@settings(max_examples=250, deadline=None)
@given(random_graphs())
def test_distances_follow_the_rules(graph: RandomGraph) -> None:
    assert graph.load().distances.tolist() == naive.distances(graph)


def test_what_only_the_engine_reaches_starts_at_a_hundred_million() -> None:
    nodes: list[NodeText] = [
        ("synthetic", "", 0),
        _GLOBAL,
        ("synthetic", "(GC roots)", 0),
        ("object", "X", 8),
    ]
    edges: dict[int, list[EdgeText]] = {
        0: [("shortcut", "global", 1), ("element", 1, 2)],
        2: [("element", 1, 3)],
    }
    snapshot = RandomGraph(nodes, edges).load()
    assert snapshot.distances.tolist() == [100_000_000, 1, 100_000_001, 100_000_002]
    assert snapshot.at(3).shown_distance is None
    assert snapshot.at(1).shown_distance == 1


def test_without_user_roots_sizes_stay_and_distances_start_at_the_root() -> None:
    nodes: list[NodeText] = [
        ("synthetic", "", 0), ("synthetic", "(GC roots)", 0), ("object", "X", 8), ("array", "", 80),
    ]  # fmt: skip
    edges: dict[int, list[EdgeText]] = {
        0: [("element", 1, 1)],
        1: [("element", 1, 2)],
        2: [("internal", "elements", 3)],
    }
    snapshot = RandomGraph(nodes, edges).load()
    assert snapshot.kind == "exposeInternals"
    assert snapshot.self_sizes.tolist() == [0, 0, 8, 80]
    assert snapshot.distances.tolist() == [0, 1, 2, 3]


def test_document_trees_are_user_roots_and_seeds_of_the_page() -> None:
    nodes: list[NodeText] = [
        ("synthetic", "", 0), ("synthetic", "(Document DOM trees)", 0), ("native", "<div>", 8),
        ("synthetic", "(GC roots)", 0), ("object", "Debugger", 4),
    ]  # fmt: skip
    edges: dict[int, list[EdgeText]] = {
        0: [("element", 1, 1), ("element", 2, 3)],
        1: [("element", 1, 2)],
        3: [("element", 1, 4)],
        4: [("property", "seen", 2)],
    }
    snapshot = RandomGraph(nodes, edges).load()
    assert snapshot.kind == "standard"
    assert snapshot.distances[2] == 2
    assert snapshot.dominators[2] == 1, "a debugger's reference to the page's node carries no domination"


def test_texts_outside_the_heap_belong_to_their_string_and_other_native_memory_to_itself() -> None:
    nodes: list[NodeText] = [
        ("synthetic", "", 0), _GLOBAL, ("string", "text", 24),
        ("native", "system / ExternalStringData", 1000), ("native", "system / ExternalStringData", 500),
        ("array", "", 32), ("native", "Node / Stream", 64),
    ]  # fmt: skip
    edges: dict[int, list[EdgeText]] = {
        0: [("shortcut", "global", 1)],
        1: [("property", "text", 2), ("property", "stream", 6)],
        2: [("internal", "data", 3)],
    }
    assert RandomGraph(nodes, edges).load().self_sizes.tolist() == [0, 16, 1024, 0, 500, 32, 64]
    edges[3] = [("internal", "more", 5)]
    assert RandomGraph(nodes, edges).load().self_sizes.tolist() == [0, 16, 1056, 0, 500, 0, 64]
