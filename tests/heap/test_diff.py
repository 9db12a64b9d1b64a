"""Two snapshots compared: by id, by class, both with the newer's names for plain objects."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.heap.graphs import RandomGraph, random_graphs
from tuiinspect.errors import UsageError
from tuiinspect.heap import HeapSnapshot, load_chunks
from tuiinspect.heap.compose import EdgeText, NodeText, compose
from tuiinspect.heap.diff import Difference
from tuiinspect.heap.string_search import numbers_of
from tuiinspect.heap.strings import StringTable

Row = tuple[str, int, int, int, int]


def snapshot_of(*nodes: NodeText, locations: list[tuple[int, int, int, int]] | None = None) -> HeapSnapshot:
    """A global object, node 1, holds the nodes, from node 2 on; the id of node n is 2n + 1."""
    everything: list[NodeText] = [("synthetic", "", 0), ("object", "global", 16), *nodes]
    edges: dict[int, list[EdgeText]] = {
        0: [("shortcut", "global", 1)],
        1: [("element", n, n) for n in range(2, len(everything))],
    }
    return load_chunks([compose(everything, edges, locations=locations or [])])


def rows(difference: Difference) -> list[Row]:
    return [(r.name, r.added, r.removed, r.added_bytes, r.removed_bytes) for r in difference.rows]


def test_objects_are_told_by_their_ids() -> None:
    base = snapshot_of(("object", "Session", 8), ("string", "text", 24))
    newer = snapshot_of(("object", "Session", 8), ("string", "text", 24), ("object", "Session", 32))
    assert rows(newer.diff(base)) == [("Session", 1, 0, 32, 0)]
    assert rows(base.diff(newer)) == [("Session", 0, 1, 0, 32)]
    assert rows(newer.diff(newer)) == []


def test_an_id_that_is_of_another_class_now_was_removed_from_the_one_and_added_to_the_other() -> None:
    base, newer = snapshot_of(("object", "Request", 8)), snapshot_of(("object", "Reply", 16))
    assert rows(newer.diff(base)) == [("Reply", 1, 0, 16, 0), ("Request", 0, 1, 0, 8)]


def test_classes_of_one_name_from_two_places_are_compared_each_with_its_like() -> None:
    base = snapshot_of(("object", "Session", 8), locations=[(2, 7, 1, 1)])
    newer = snapshot_of(
        ("object", "Session", 8), ("object", "Session", 8), locations=[(2, 7, 1, 1), (3, 7, 90, 1)]
    )
    assert rows(newer.diff(base)) == [("Session", 1, 0, 8, 0)]
    moved = snapshot_of(("object", "Session", 8), locations=[(2, 7, 2, 1)])
    assert sorted(rows(moved.diff(base))) == [("Session", 0, 1, 0, 8), ("Session", 1, 0, 8, 0)]


def test_growth_is_that_of_the_whole_heap_survivors_with_it() -> None:
    base, newer = snapshot_of(("object", "Session", 8)), snapshot_of(("object", "Session", 108))
    difference = newer.diff(base)
    assert rows(difference) == []
    assert difference.growth_bytes == 100


def test_pages_show_the_objects_of_the_delta_where_they_are() -> None:
    base = snapshot_of(("object", "Gone", 8), *[("object", "Kept", 8)] * 2)
    newer = snapshot_of(("string", "s", 8), *[("object", "Kept", 8)] * 4)
    difference = newer.diff(base)
    row = {row.name: row for row in difference.rows}
    added = difference.added(row["Kept"].key, 0, 10)
    assert ([node.id for node in added.nodes], added.total) == ([11, 13], 2)
    assert difference.removed(row["Kept"].key, 0, 10).nodes == ()
    gone = difference.removed(row["Gone"].key, 0, 10)
    assert [(node.id, node.class_name) for node in gone.nodes] == [(5, "Gone")]
    assert [node.id for node in difference.added(row["Kept"].key, 1, 10, sort="id", reverse=False).nodes] == [
        13
    ]


def plain(*properties: list[str]) -> HeapSnapshot:
    nodes: list[NodeText] = [("synthetic", "", 0), ("object", "global", 16)]
    nodes += [("object", "Object", 8)] * len(properties)
    edges: dict[int, list[EdgeText]] = {0: [("shortcut", "global", 1)]}
    edges[1] = [("element", n, n) for n in range(2, len(nodes))]
    edges |= {2 + n: [("property", name, 1) for name in names] for n, names in enumerate(properties)}
    return RandomGraph(nodes, edges).load()


def test_plain_objects_of_both_have_the_newers_interfaces() -> None:
    base = plain(["id"], ["id", "x"], ["id", "x"])
    newer = plain(["id"], ["id"], ["id", "x"], ["id"])
    assert {row.name for row in base.classes()} == {"Object", "{id, x}", "global"}
    assert rows(newer.diff(base)) == [("{id}", 1, 0, 8, 0)]


def test_what_is_all_gone_is_called_as_the_base_called_it() -> None:
    base, newer = plain(["id", "x"], ["id", "x"], ["y"], ["y"]), plain(["y"], ["y"])
    assert rows(newer.diff(base)) == [("{y}", 2, 2, 16, 16), ("{id, x}", 0, 2, 0, 16)]


def test_like_is_compared_only_with_like() -> None:
    exposed = load_chunks([compose([("synthetic", "", 0), ("synthetic", "(GC roots)", 0)], {})])
    assert exposed.kind == "exposeInternals"
    with pytest.raises(UsageError, match="taken with exposeInternals"):
        snapshot_of().diff(exposed)


def test_a_class_that_another_covers_is_compared_with_its_like_all_the_same() -> None:
    closures: list[NodeText] = [("closure", "f", 32), ("closure", "g", 32)]
    base = snapshot_of(*closures)
    newer = snapshot_of(*closures, ("closure", "h", 32), ("object", "Function", 8))
    difference = newer.diff(base)
    assert rows(difference) == [("Function", 1, 2, 8, 64)]
    assert difference.covered is not None
    assert sorted(rows(difference.covered)) == [("Function", 1, 0, 8, 0), ("Function", 1, 0, 32, 0)]
    assert newer.diff(newer).covered is not None
    assert base.diff(base).covered is None


@settings(max_examples=100, deadline=None)
@given(random_graphs(), random_graphs())
def test_counts_are_those_of_two_sets_of_ids_and_classes(ours: RandomGraph, theirs: RandomGraph) -> None:
    newer, base = ours.load(), theirs.load()
    if newer.kind != base.kind:
        return
    nodes = [
        Counter(
            (snapshot.class_name(node), int(snapshot.ids[node]), int(snapshot.self_sizes[node]))
            for node in range(snapshot.node_count)
            if snapshot.self_sizes[node] and not snapshot.class_name(node).startswith(("{", "Object"))
        )
        for snapshot in (newer, base)
    ]
    known = [{(name, identity) for name, identity, _ in side} for side in nodes]
    expected: dict[str, list[int]] = {}
    for column, (side, other) in enumerate(((nodes[0], known[1]), (nodes[1], known[0]))):
        for name, identity, size in side:
            if (name, identity) not in other:
                row = expected.setdefault(name, [0, 0, 0, 0])
                row[column] += 1
                row[2 + column] += size
    found = {
        row.name: [row.added, row.removed, row.added_bytes, row.removed_bytes]
        for row in newer.diff(base).rows
        if not row.name.startswith(("{", "Object"))
    }
    assert found == expected


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=6), max_size=12), st.lists(st.text(max_size=6), max_size=12))
def test_texts_are_found_however_the_file_escapes_them(there: list[str], wanted: list[str]) -> None:
    text = compose([("synthetic", name, 0) for name in ["root", *there]], {})
    table: StringTable = load_chunks([text])._graph.strings
    found = numbers_of(table, [*there, *wanted])
    assert [table[number] for number in found[: len(there)]] == there
    for name, number in zip(wanted, found[len(there) :], strict=True):
        assert number >= 0 or name not in there


def test_capitals_in_escapes_are_found() -> None:
    text = compose([("synthetic", "root", 0), ("object", "x\u00e9\u2192", 8)], {})
    capital = text.replace(b"\\u00e9", b"\\u00E9").replace(b"\\u2192", "\u2192".encode())
    for each in (text, text.replace(b"\\u00e9", b"\\u00E9"), capital.replace(b"\\u00E9", "\u00e9".encode())):
        strings = load_chunks([each])._graph.strings
        assert numbers_of(strings, ["x\u00e9\u2192", "y"])[1] == -1
        assert strings[numbers_of(strings, ["x\u00e9\u2192"])[0]] == "x\u00e9\u2192"
