"""Dominators and retained sizes against their definition, and on graphs that defeat simpler methods."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings

from tests.heap import naive
from tests.heap.graphs import RandomGraph, random_graphs
from tuiinspect.heap.domination import Domination, Premises
from tuiinspect.heap.dominators import Descent, DominatorTree, retained_sizes
from tuiinspect.heap.edges import PROPERTY, Graph
from tuiinspect.heap.once import Once
from tuiinspect.heap.strings import StringTable


@settings(max_examples=300, deadline=None)
@given(random_graphs())
def test_dominators_are_those_of_the_definition(graph: RandomGraph) -> None:
    assert graph.load().dominators.tolist() == naive.dominators(graph)


@settings(max_examples=150, deadline=None)
@given(random_graphs())
def test_retained_sizes_are_sums_over_what_is_dominated(graph: RandomGraph) -> None:
    snapshot = graph.load()
    shallow, above = snapshot.self_sizes.tolist(), naive.dominators(graph)
    expected = [0] * len(above)
    for start, size in enumerate(shallow):
        node = start
        while True:
            expected[node] += size
            if node == 0:
                break
            node = above[node]
    assert snapshot.retained_sizes.tolist() == expected


def bare_graph(counts: np.ndarray, targets: np.ndarray) -> Graph:
    """A graph of property edges only: node n has `counts[n]` of the `targets`, in order."""
    nodes, edges = counts.size, targets.size
    first = np.zeros(nodes + 1, np.int32)
    np.cumsum(counts, out=first[1:])
    return Graph(
        strings=StringTable(np.empty(0, np.uint8), np.zeros(1, np.int64), np.zeros(1, np.uint16)),
        root=0,
        node_types=np.zeros(nodes, np.uint8),
        node_names=np.zeros(nodes, np.int32),
        ids=np.arange(nodes, dtype=np.uint64),
        self_sizes=np.ones(nodes, np.int64),
        detachedness=np.zeros(nodes, np.uint8),
        first_edge=first,
        edge_types=np.full(edges, PROPERTY, np.uint8),
        edge_names=np.zeros(edges, np.uint32),
        targets=targets.astype(np.int32),
        edge_type_names=(),
    )


def dominated(graph: Graph) -> tuple[DominatorTree, Descent]:
    nothing = np.empty(0, np.int32)
    premises = Premises(graph.structure, nothing, nothing)
    return Domination(Once(lambda: premises)).tree.take()


def test_a_list_of_a_million_links_is_dominated_link_by_link() -> None:
    nodes = 1_000_000
    counts = np.ones(nodes, np.int32)
    counts[-1] = 0
    graph = bare_graph(counts, np.arange(1, nodes))
    tree, descent = dominated(graph)
    assert tree.dominators[0] == 0
    assert np.array_equal(tree.dominators[1:], np.arange(nodes - 1))
    retained = retained_sizes(descent, graph.self_sizes)
    assert np.array_equal(retained, np.arange(nodes, 0, -1))


def test_a_long_list_whose_last_link_holds_what_the_root_holds_too() -> None:
    """Walking up from every shared object would take the length of the list each time."""
    links, shared = 500_000, 500_000
    counts = np.ones(links + shared, np.int32)
    counts[0] = 1 + shared
    counts[links - 1] = shared
    counts[links:] = 0
    every = np.arange(links, links + shared)
    targets = np.concatenate([[1], every, np.arange(2, links), every])
    tree, _ = dominated(bare_graph(counts, targets))
    assert np.array_equal(tree.dominators[1:links], np.arange(links - 1))
    assert not tree.dominators[links:].any()
