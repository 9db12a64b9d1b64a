"""Detached native objects say so in their names; the mark spreads through native objects only."""

from __future__ import annotations

import json

from tuiinspect.heap import HeapSnapshot, load_chunks
from tuiinspect.heap.compose import EdgeText, NodeText, compose

_ATTACHED, _DETACHED = 1, 2


def loaded(marks: dict[int, int]) -> HeapSnapshot:
    nodes: list[NodeText] = [
        ("synthetic", "", 0), ("object", "global", 16), ("native", "<div>", 8), ("native", "<p class=a>", 8),
        ("object", "Wrapper", 8), ("native", "Inner", 8), ("native", "Shared", 8),
    ]  # fmt: skip
    edges: dict[int, list[EdgeText]] = {
        0: [("shortcut", "global", 1)],
        1: [("property", "div", 2)],
        2: [("element", 1, 3), ("element", 2, 4), ("hidden", 1, 5), ("element", 3, 6)],
        4: [("property", "inner", 5)],
        3: [("element", 1, 6)],
    }
    document = json.loads(compose(nodes, edges))
    fields = document["snapshot"]["meta"]["node_fields"]
    for node, mark in marks.items():
        document["nodes"][node * len(fields) + fields.index("detachedness")] = mark
    return load_chunks([json.dumps(document).encode()])


def names(snapshot: HeapSnapshot) -> list[str]:
    return [snapshot.name(node) for node in range(2, snapshot.node_count)]


def test_without_marks_names_stay() -> None:
    assert names(loaded({})) == ["<div>", "<p class=a>", "Wrapper", "Inner", "Shared"]


def test_the_mark_spreads_over_native_objects_and_neither_hidden_edges_nor_scripts() -> None:
    snapshot = loaded({2: _DETACHED})
    assert names(snapshot) == [
        "Detached <div>",
        "Detached <p class=a>",
        "Wrapper",
        "Inner",
        "Detached Shared",
    ]
    assert snapshot.class_name(3) == "Detached <p>"


def test_what_an_attached_object_reaches_is_attached() -> None:
    snapshot = loaded({2: _DETACHED, 3: _ATTACHED})
    assert names(snapshot) == ["Detached <div>", "<p class=a>", "Wrapper", "Inner", "Shared"]
