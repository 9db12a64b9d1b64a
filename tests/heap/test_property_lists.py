"""The tree of property lists against a plain count of tuples."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.heap.graphs import RandomGraph
from tuiinspect.heap.compose import EdgeText, NodeText
from tuiinspect.heap.interfaces import formatted, plain_objects
from tuiinspect.heap.property_lists import LONGEST_NAME, PropertyLists, property_lists

_FIRST = 2


def lists_of(properties: list[list[str]]) -> tuple[PropertyLists, list[tuple[str, ...]]]:
    """The lists of plain objects with these properties; and the names of each distinct list."""
    nodes: list[NodeText] = [("synthetic", "", 0), ("object", "global", 16)]
    nodes += [("object", "Object", 8)] * len(properties)
    edges: dict[int, list[EdgeText]] = {
        0: [("shortcut", "global", 1)],
        1: [("element", place, _FIRST + place) for place in range(len(properties))],
    }
    for place, names in enumerate(properties):
        edges[_FIRST + place] = [("property", name, 1) for name in names]
    graph = RandomGraph(nodes, edges).load()._graph
    found = property_lists(graph, plain_objects(graph))
    named = [tuple(graph.strings[name] for name in found.shown(number)) for number in range(found.lasts.size)]
    return found, named


def shown(properties: list[str]) -> tuple[str, ...]:
    """What an interface shows of a list, by DevTools' rule: names while the whole is short enough."""
    kept: list[str] = []
    length = 1
    for name in properties:
        if name == "__proto__":
            continue
        further = min(255, len(formatted(name)))
        if length > 1 and length + further > LONGEST_NAME:
            break
        length += further + (2 if length != 1 else 0)
        kept.append(name)
    return tuple(kept)


_NAMES = st.sampled_from(["a", "b", "c", "d" * 40, "e, f", "__proto__", "g" * 130])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(_NAMES, max_size=8), min_size=1, max_size=12))
def test_lists_and_how_many_objects_show_them(properties: list[list[str]]) -> None:
    found, named = lists_of(properties)
    expected = Counter(kept for kept in map(shown, properties) if kept)
    assert dict(zip(named, found.counts.tolist(), strict=True)) == expected
    assert named == list(expected), "in order of appearance"
    for prefix, names in zip(found.of.tolist(), properties, strict=True):
        whole = shown(names) == tuple(name for name in names if name != "__proto__")
        assert (prefix >= 0) == whole


def test_thousands_of_lists_are_told_apart() -> None:
    properties = [[f"p{n % 700}", f"q{n}", "r"] for n in range(6000)] * 2
    found, named = lists_of(properties)
    assert named == [tuple(names) for names in properties[:6000]]
    assert found.counts.tolist() == [2] * 6000
    assert found.of[:6000].tolist() == found.of[6000:].tolist()
