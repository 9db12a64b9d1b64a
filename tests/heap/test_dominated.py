"""The dominator tree downwards, and the longest strings: in pages, largest first."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from tests.heap.goldens import VERSIONS, golden
from tests.heap.graphs import RandomGraph, random_graphs
from tuiinspect.heap.compose import EdgeText, NodeText
from tuiinspect.heap.rows import Retainer


@settings(max_examples=100, deadline=None)
@given(random_graphs())
def test_every_node_is_below_its_dominator_and_nowhere_else(graph: RandomGraph) -> None:
    snapshot = graph.load()
    for node in range(snapshot.node_count):
        below = [row.node.ordinal for row in snapshot.views.dominated(node).rows]
        expected = np.flatnonzero(snapshot.dominators == node)
        expected = expected[expected != snapshot.root]
        assert sorted(below) == expected.tolist()
        sizes = snapshot.retained_sizes[below].tolist()
        assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize("version", VERSIONS)
def test_what_an_object_owns_and_its_own_size_is_what_it_retains(version: str) -> None:
    snapshot = golden(version).snapshot
    for node in (snapshot.root, *np.argsort(-snapshot.retained_sizes)[:50].tolist()):
        page = snapshot.views.dominated(node, 0, snapshot.node_count)
        assert page.total == len(page.rows)
        below = sum(row.node.retained_size for row in page.rows)
        assert below + snapshot.self_sizes[node] == snapshot.retained_sizes[node]


def _drawn() -> tuple[list[NodeText], dict[int, list[EdgeText]]]:
    nodes: list[NodeText] = [("synthetic", "", 0), ("object", "global", 16), ("object", "Owner", 8)]
    nodes += [("object", "Way", 8), ("object", "Way", 8), ("object", "Shared", 400), ("object", "Own", 40)]
    edges: dict[int, list[EdgeText]] = {
        0: [("shortcut", "global", 1)],
        1: [("property", "owner", 2)],
        2: [("property", "a", 3), ("property", "b", 4), ("weak", "seen", 6), ("element", 7, 6)],
        3: [("property", "shared", 5)],
        4: [("property", "shared", 5), ("property", "own", 6)],
    }
    return nodes, edges


def _words(rows: tuple[Retainer, ...]) -> list[tuple[str, str]]:
    return [(row.node.name, row.edge_words) for row in rows]


@pytest.mark.parametrize("more_edges", [0, 50], ids=["from the child", "from the owner"])
def test_the_edge_is_the_owners_own_or_none(more_edges: int) -> None:
    """Both ways of finding it: over the few edges of the owner, or over the few that hold the child."""
    nodes, edges = _drawn()
    edges[2] += [("element", 100 + at, 3) for at in range(more_edges)]
    snapshot = RandomGraph(nodes, edges).load()
    assert _words(snapshot.views.dominated(2).rows) == [
        ("Shared", ""),
        ("Own", "[7]"),
        ("Way", ".a"),
        ("Way", ".b"),
    ]
    assert _words(snapshot.views.dominated(2, 1, 2).rows) == [("Own", "[7]"), ("Way", ".a")]
    assert snapshot.views.dominated(5).rows == ()


def test_the_longest_strings_come_first_joined_and_sliced_ones_among_them() -> None:
    nodes: list[NodeText] = [("synthetic", "", 0), ("object", "global", 16), ("string", "short", 24)]
    nodes += [("concatenated string", "", 32), ("string", "a long text", 400), ("sliced string", "ong", 20)]
    edges: dict[int, list[EdgeText]] = {
        0: [("shortcut", "global", 1)],
        1: [("property", f"t{at}", at) for at in range(2, 6)],
        3: [("internal", "first", 2), ("internal", "second", 4)],
        5: [("internal", "parent", 4)],
    }
    snapshot = RandomGraph(nodes, edges).load()
    page = snapshot.views.longest_strings(0, 10)
    assert page.total == 4
    assert [node.name for node in page.nodes] == ["a long text", "shorta long text", "short", "ong"]
    assert [node.name for node in snapshot.views.longest_strings(1, 2).nodes] == ["shorta long text", "short"]
