"""Which edges lead from tables of WeakMaps to values: presumed from their place, told by their names."""

from __future__ import annotations

import numpy as np
import pytest

from tests.heap import naive
from tests.heap.goldens import VERSIONS, golden
from tests.heap.graphs import RandomGraph
from tuiinspect.heap.compose import EdgeText, NodeText
from tuiinspect.heap.pairs import named_pairs, presumed_pairs

_TABLE, _KEY, _VALUE = 1, 2, 3
_NAME = " / part of key (K @5) -> value (V @7) pair in WeakMap (table @3)"
_NODES: list[NodeText] = [
    ("synthetic", "", 0), ("array", "table", 8), ("object", "K", 8), ("object", "V", 8), ("object", "O", 8),
]  # fmt: skip


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_presumed_of_snapshots_of_node_is_what_the_names_say(version: str) -> None:
    analysis = golden(version).snapshot._analysis
    named = named_pairs(analysis.graph, analysis.ephemerons)
    assert named.size > 0
    assert np.array_equal(presumed_pairs(analysis.graph.structure), named)


def graph(*held_by_table: EdgeText) -> RandomGraph:
    """The table and the key hang at the root."""
    of_root: list[EdgeText] = [("property", "a", _TABLE), ("property", "b", _KEY)]
    of_key: list[EdgeText] = [("internal", f"1{_NAME}", _VALUE)]
    return RandomGraph(_NODES, {0: of_root, _TABLE: list(held_by_table), _KEY: of_key})


@pytest.mark.parametrize(
    ("held", "presumed", "named", "dominator"),
    [
        ((("weak", "5", _VALUE), ("internal", f"2{_NAME}", _VALUE)), 1, 1, _KEY),
        ((("internal", f"2{_NAME}", _VALUE),), 0, 1, _KEY),
        ((("weak", "5", _VALUE), ("internal", "elements", _VALUE)), 1, 0, 0),
        ((("weak", "5", 4), ("internal", f"2{_NAME}", _VALUE)), 0, 1, _KEY),
        ((("property", "5", _VALUE), ("internal", "elements", _VALUE)), 0, 0, 0),
    ],
    ids=["as V8 writes it", "not behind a weak one", "another name", "behind that of another", "none at all"],
)
def test_names_decide_where_they_say_something_else(
    held: tuple[EdgeText, ...], presumed: int, named: int, dominator: int
) -> None:
    whole = graph(*held)
    snapshot = whole.load()
    analysis = snapshot._analysis
    assert presumed_pairs(analysis.graph.structure).size == presumed
    assert named_pairs(analysis.graph, analysis.ephemerons).size == named
    assert snapshot.dominators.tolist() == naive.dominators(whole)
    assert snapshot.dominators[_VALUE] == dominator


def test_thousands_of_values_in_one_table() -> None:
    """More than there is room for at first, of both kinds."""
    count = 5_000
    nodes: list[NodeText] = [("synthetic", "", 0), ("array", "table", 8)]
    nodes += [("object", "K", 8)] * count + [("object", "V", 8)] * count
    own: list[EdgeText] = [("property", "t", 1)]
    edges: dict[int, list[EdgeText]] = {0: own, 1: []}
    for number in range(count):
        key, value = 2 + number, 2 + count + number
        name = f" / part of key (K @{2 * key + 1}) -> value (V @{2 * value + 1}) pair in WeakMap (table @3)"
        own.append(("property", "k", key))
        edges[key] = [("internal", f"1{name}", value)]
        edges[1] += [("weak", "5", value), ("internal", f"2{name}", value), ("internal", f"3{name}", value)]
    analysis = RandomGraph(nodes, edges).load()._analysis
    named = named_pairs(analysis.graph, analysis.ephemerons)
    assert presumed_pairs(analysis.graph.structure).size == count
    assert named.size == 2 * count
    assert analysis.tree.dominators[2 + count :].tolist() == list(range(2, 2 + count))
