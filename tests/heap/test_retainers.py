"""Who holds a node, what a node holds, and the ways up: in pages, and in chains of any length."""

from __future__ import annotations

import numpy as np
import pytest

from tests.heap.goldens import VERSIONS, golden
from tests.heap.graphs import RandomGraph
from tuiinspect.heap import NoSuchNode, load_chunks
from tuiinspect.heap.compose import EdgeText, NodeText, compose
from tuiinspect.heap.edges import sources

_ROOT: list[NodeText] = [("synthetic", "", 0), ("object", "global", 16)]


def test_retainers_are_the_nearest_first_and_neither_weak_nor_the_root() -> None:
    nodes: list[NodeText] = [*_ROOT, ("object", "Near", 8), ("object", "Far", 8), ("object", "Held", 8)]
    edges: dict[int, list[EdgeText]] = {
        0: [("shortcut", "global", 1), ("element", 1, 4)],
        1: [("property", "near", 2), ("weak", "seen", 4)],
        2: [("property", "far", 3), ("property", "a b", 4)],
        3: [("element", 5, 4), ("context", "held", 4), ("hidden", 2, 4)],
    }
    snapshot = RandomGraph(nodes, edges).load()
    page = snapshot.retainers(4)
    assert page.total == 4
    assert [(row.edge_type, row.edge_name, row.edge_words) for row in page.rows] == [
        ("property", "a b", '["a b"]'),
        ("element", "5", "[5]"),
        ("context", "held", "variable held"),
        ("hidden", "2", "(2)"),
    ]
    assert [row.node.name for row in page.rows] == ["Near", "Far", "Far", "Far"]
    assert [row.node.name for row in snapshot.retainers(4, 1, 2).rows] == ["Far", "Far"]
    assert snapshot.retainers(4, 9, 2).rows == ()
    held = snapshot.children(3)
    assert (held.total, [row.node.name for row in held.rows]) == (3, ["Held"] * 3)
    with pytest.raises(NoSuchNode, match="no object @2"):
        snapshot.ordinal(2)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_edge_is_found_again_from_its_target(version: str) -> None:
    snapshot = golden(version).snapshot
    graph, retainers = snapshot._graph, snapshot._analysis.retainers
    assert np.array_equal(np.sort(retainers.edges), np.arange(graph.edge_count))
    assert np.array_equal(
        graph.targets[retainers.edges], np.repeat(np.arange(graph.node_count), np.diff(retainers.first))
    )
    every = np.arange(graph.edge_count, dtype=np.int32)
    expected = np.repeat(np.arange(graph.node_count), np.diff(graph.first_edge))
    assert np.array_equal(sources(graph.first_edge, every), expected)
    some = np.flatnonzero(np.random.default_rng(1).random(graph.edge_count) < 0.01).astype(np.int32)
    assert np.array_equal(sources(graph.first_edge, some), expected[some])


def test_a_hundred_thousand_retainers_come_in_pages() -> None:
    count = 100_000
    nodes: list[NodeText] = [*_ROOT, ("object", "Hub", 8), *[("object", "Holder", 8)] * count]
    edges: dict[int, list[EdgeText]] = {place: [("property", "hub", 2)] for place in range(3, 3 + count)}
    edges[0] = [("shortcut", "global", 1)]
    edges[1] = [("element", place, 3 + place) for place in range(count)]
    snapshot = load_chunks([compose(nodes, edges)])
    page = snapshot.retainers(2, count - 5, 100)
    assert (page.total, len(page.rows)) == (count, 5)
    assert {row.node.distance for row in page.rows} == {2}
    path = snapshot.shortest_path(2)
    assert [step.edge_name for step in path.steps][:1] == ["hub"]
    assert path.steps[-1].node.name == "global"


def chain(length: int) -> RandomGraph:
    nodes: list[NodeText] = [*_ROOT, *[("object", "Link", 8)] * length]
    edges: dict[int, list[EdgeText]] = {
        place: [("property", "next", place + 1)] for place in range(2, 1 + length)
    }
    edges[0] = [("shortcut", "global", 1)]
    edges[1] = [("property", "head", 2)]
    return RandomGraph(nodes, edges)


def test_the_path_up_a_long_list_is_one_step_with_a_count() -> None:
    length = 200_000
    snapshot = chain(length).load()
    path = snapshot.shortest_path(length + 1)
    assert [(step.edge_name, step.repeat) for step in path.steps] == [("next", length - 1), ("head", 1)]
    assert path.sentence == ".next × 199,999 of Link .head of the global object"
    assert snapshot.retained_sizes[1] == 16 + 8 * length


def test_paths_part_from_one_another_shortest_first() -> None:
    nodes: list[NodeText] = [*_ROOT, *(("object", name, 8) for name in ("A", "B", "C", "Held"))]
    edges: dict[int, list[EdgeText]] = {
        0: [("shortcut", "global", 1)],
        1: [("property", "a", 2), ("property", "b", 3)],
        2: [("property", "held", 5)],
        3: [("property", "c", 4)],
        4: [("property", "held", 5)],
    }
    snapshot = RandomGraph(nodes, edges).load()
    paths = snapshot.paths(5, 5)
    assert [path.sentence for path in paths] == [
        ".held of A .a of the global object",
        ".held of C .c of B .b of the global object",
    ]


def test_what_nothing_holds_says_so_and_cycles_end() -> None:
    nodes: list[NodeText] = [*_ROOT, ("object", "A", 8), ("object", "B", 8), ("object", "Weak", 8)]
    edges: dict[int, list[EdgeText]] = {
        0: [("shortcut", "global", 1)],
        1: [("weak", "w", 4)],
        2: [("property", "b", 3)],
        3: [("property", "a", 2)],
    }
    snapshot = RandomGraph(nodes, edges).load()
    assert snapshot.shortest_path(4).steps == ()
    assert "weak" in snapshot.shortest_path(4).sentence
    assert len(snapshot.shortest_path(2).steps) <= 2
    assert snapshot.dominators.tolist() == [0, 0, 0, 0, 0]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_path_leads_along_edges_to_a_root(version: str) -> None:
    snapshot = golden(version).snapshot
    for ordinal in range(40, snapshot.node_count, 1501):
        for path in snapshot.paths(ordinal, 2):
            below = ordinal
            for step in path.steps:
                if step.repeat == 1 and step.edge_type == "property":
                    holders = {row.node.ordinal for row in snapshot.retainers(below, 0, 100_000).rows}
                    assert step.node.ordinal in holders
                below = step.node.ordinal
            assert path.sentence
            assert len(path.sentence) < 1000


def test_what_only_the_engine_holds_names_the_root_that_does() -> None:
    nodes: list[NodeText] = [
        *_ROOT, ("synthetic", "(GC roots)", 0), ("synthetic", "(Stack roots)", 0),
        ("synthetic", "(Builtins)", 0), ("object", "Running", 8), ("code", "builtin", 8),
    ]  # fmt: skip
    edges: dict[int, list[EdgeText]] = {
        0: [("shortcut", "global", 1), ("element", 1, 2)],
        2: [("element", 1, 3), ("element", 2, 4)],
        3: [("element", 1, 5)],
        4: [("element", 1, 6)],
    }
    snapshot = RandomGraph(nodes, edges).load()
    assert snapshot.shortest_path(5).sentence == "held by the stack of running code"
    assert snapshot.shortest_path(6).sentence == "held by the engine, (Builtins)"
