"""Which edges carry domination, and the search over them."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tuiinspect.heap.depth_first import search_depth_first
from tuiinspect.heap.edges import PROPERTY, SHORTCUT, WEAK, Structure

_NOTHING = np.empty(0, np.int32)
_kinds = st.lists(st.integers(0, 207) | st.sampled_from([SHORTCUT, WEAK]), max_size=40)


def star(of_root: list[int], of_first: list[int]) -> Structure:
    """The root has edges of these types, each to a node of its own, and the first of these nodes has, too."""
    kinds = [PROPERTY, *of_root, *of_first]
    nodes = len(kinds) + 1
    first_edge = np.full(nodes + 1, len(kinds), np.int32)
    first_edge[:2] = 0, 1 + len(of_root)
    return Structure(
        0,
        np.zeros(nodes, np.uint8),
        first_edge,
        np.array(kinds, np.uint8),
        np.arange(1, nodes, dtype=np.int32),
    )


@settings(deadline=None)
@given(_kinds, _kinds)
def test_all_but_weak_edges_and_shortcuts_carry_domination(of_root: list[int], of_first: list[int]) -> None:
    """Shortcuts from the root do; edges are looked at eight at a time."""
    search = search_depth_first(star(of_root, of_first), _NOTHING, _NOTHING)
    bits = np.unpackbits(search.essential, bitorder="little")[: 1 + len(of_root) + len(of_first)]
    expected = [kind != WEAK for kind in (PROPERTY, *of_root)]
    expected += [kind not in (WEAK, SHORTCUT) for kind in of_first]
    assert bits.astype(bool).tolist() == expected


@settings(deadline=None)
@given(_kinds, _kinds)
def test_parents_come_first_and_what_the_global_objects_hold_before_the_rest(
    of_root: list[int], of_first: list[int]
) -> None:
    structure = star(of_root, of_first)
    search = search_depth_first(structure, _NOTHING, _NOTHING)
    nodes = structure.node_types.size
    assert search.reached == nodes
    assert sorted(search.order.tolist()) == list(range(nodes))
    assert search.number[search.order].tolist() == list(range(nodes))
    assert (search.parents[1:] < np.arange(1, nodes)).all()
    global_objects = {2 + place for place, kind in enumerate(of_root) if kind == SHORTCUT}
    assert set(search.order[1 : search.page].tolist()) == global_objects
