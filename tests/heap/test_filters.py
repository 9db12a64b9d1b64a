"""What passes DevTools' filters, and what its rows then say."""

from __future__ import annotations

import pytest

from tests.heap.naive import reached
from tuiinspect.heap import Filter, HeapSnapshot, load_chunks
from tuiinspect.heap.compose import EdgeText, NodeText, compose

NODES: list[NodeText] = [
    ("synthetic", "", 0),
    ("object", "global", 16),
    ("object", "system / Context", 24),
    ("object", "Kept", 8),
    ("object", "Shared", 8),
    ("object", "system / Context / f", 24),
    ("object", "Kept", 8),
    ("object", "system / Contexts", 8),
    ("object", "Seen", 8),
    ("synthetic", "(Global handles)", 0),
    ("object", "Logged", 8),
    ("object", "Kept", 0),
    ("object", "Weak", 8),
]
EDGES: dict[int, list[EdgeText]] = {
    0: [("shortcut", "global", 1), ("element", 1, 9)],
    1: [("property", "a", 2), ("property", "b", 4), ("property", "c", 5), ("property", "d", 7)],
    2: [("context", "x", 3), ("context", "y", 4), ("context", "z", 11), ("weak", "w", 12)],
    5: [("context", "x", 6)],
    7: [("property", "a", 8)],
    9: [("internal", "1 / DevTools console", 10), ("internal", "2 / DevTools console or so", 8)],
}


def snapshot() -> HeapSnapshot:
    return load_chunks([compose(NODES, EDGES)])


def rows(by: Filter) -> list[tuple[str, int, int]]:
    return [(row.name, row.count, row.retained) for row in snapshot().filtered(by).classes()]


def test_what_only_contexts_keep_is_what_is_cut_off_without_them() -> None:
    edges = {(a, b) for a, held in EDGES.items() for kind, _, b in held if kind != "weak"}
    found = reached(len(NODES), {(a, b) for a, b in edges if b not in (2, 5)})
    assert {2, 3, 5, 6, 11} == set(range(12)) - found
    assert rows(Filter.BY_CONTEXTS) == [
        ("system / Context", 1, 32),
        ("system / Context / f", 1, 32),
        ("Kept", 2, 16),
    ]


def test_what_the_console_keeps_hangs_on_edges_of_its_name() -> None:
    assert rows(Filter.BY_CONSOLE) == [("Logged", 1, 8)]


def test_keys_are_those_of_the_whole_table() -> None:
    whole = snapshot()
    filtered = whole.filtered(Filter.BY_CONTEXTS)
    key = next(row.key for row in filtered.classes() if row.name == "Kept")
    assert key == next(row.key for row in whole.classes() if row.name == "Kept")
    assert [node.ordinal for node in filtered.objects(key, 0, 9, sort="id", reverse=False).nodes] == [3, 6]
    with pytest.raises(IndexError):
        filtered.objects(99, 0, 1)


def test_what_detached_nodes_keep() -> None:
    text = compose(
        [("synthetic", "", 0), ("object", "global", 8), ("native", "div", 8), ("object", "Data", 8)],
        {0: [("shortcut", "global", 1)], 1: [("property", "a", 2)], 2: [("internal", "1", 3)]},
    )
    detached = text.replace(b"8, 1, 0, 3, ", b"8, 1, 0, 3, ")
    head, _, rest = detached.partition(b'"nodes": [')
    numbers = rest.split(b"]")[0].split(b", ")
    numbers[2 * 6 + 5] = b"2"
    changed = head + b'"nodes": [' + b", ".join(numbers) + b"]" + rest.partition(b"]")[2]
    view = load_chunks([changed]).filtered(Filter.BY_DETACHED)
    assert [(row.name, row.count) for row in view.classes()] == [("Detached div", 1), ("Data", 1)]


def test_without_anything_to_avoid_nothing_passes() -> None:
    assert rows(Filter.BY_DETACHED) == []
