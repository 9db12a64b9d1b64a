"""Objects by a piece of their name or the beginning of their id."""

from __future__ import annotations

import numpy as np
import pytest

from tests.heap.goldens import VERSIONS, golden
from tests.heap.graphs import RandomGraph
from tuiinspect.heap import HeapSnapshot
from tuiinspect.heap.compose import EdgeText, NodeText

NAMES = ("User One", "user two", "two", "Zeile\nzwei", "größe", 'a "quoted" two', "")


def drawn() -> HeapSnapshot:
    nodes: list[NodeText] = [("synthetic", "", 0), ("object", "global", 16)]
    nodes += [("string", name, 100 - at) for at, name in enumerate(NAMES)]
    edges: dict[int, list[EdgeText]] = {0: [("shortcut", "global", 1)]}
    edges[1] = [("element", at, at + 2) for at in range(len(NAMES))]
    return RandomGraph(nodes, edges).load()


def found(snapshot: HeapSnapshot, text: str) -> list[str]:
    return [node.name for node in snapshot.views.search(None, text, 0, 100, sort="shallow").nodes]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("USER", ["User One", "user two"]),
        ("two", ["user two", "two", 'a "quoted" two']),
        ('"quoted"', ['a "quoted" two']),
        ("\n", ["Zeile\nzwei"]),
        ("öß", ["größe"]),
        ("nobody", []),
        ("@5", ["User One"]),
        ("1", ["größe", 'a "quoted" two', "", "Zeile\nzwei"]),
    ],
)
def test_a_name_contains_it_or_an_id_begins_with_it(text: str, names: list[str]) -> None:
    assert sorted(found(drawn(), text)) == sorted(names)


def test_found_is_sorted_as_asked_and_comes_in_pages() -> None:
    snapshot = drawn()
    page = snapshot.views.search(None, "two", 1, 1, sort="shallow", reverse=True)
    assert (page.start, page.total, [node.name for node in page.nodes]) == (1, 3, ["two"])
    page = snapshot.views.search(None, "two", 0, 1, sort="shallow", reverse=False)
    assert [node.name for node in page.nodes] == ['a "quoted" two']


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("text", ["node", "E", "constructor", "3"])
def test_what_is_found_is_what_looking_at_each_object_finds(version: str, text: str) -> None:
    snapshot = golden(version).snapshot
    row = next(row for row in snapshot.classes() if row.name == "Function")
    nodes = [snapshot.at(at) for at in np.flatnonzero(snapshot.class_keys == row.key).tolist()]
    wanted = text.lower()
    expected = {node.id for node in nodes if wanted in node.name.lower() or str(node.id).startswith(wanted)}
    page = snapshot.views.search(row.key, text, 0, len(nodes))
    assert {node.id for node in page.nodes} == expected
    assert page.total == len(expected) > 0
