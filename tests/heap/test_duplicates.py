"""Strings of one text, plain or joined, and what they waste."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from tuiinspect.heap import Filter, HeapSnapshot, load_chunks
from tuiinspect.heap.compose import EdgeText, NodeText, compose

HELD: EdgeText = ("property", "a", 1)


def snapshot_of(nodes: list[NodeText], edges: dict[int, list[EdgeText]] | None = None) -> HeapSnapshot:
    """The nodes from number 1 on, all held by the root."""
    everything: list[NodeText] = [("synthetic", "", 0), *nodes]
    held: list[EdgeText] = [("element", n, n) for n in range(1, len(everything))]
    return load_chunks([compose(everything, {0: held, **(edges or {})})])


def groups(snapshot: HeapSnapshot) -> dict[str, int]:
    page = snapshot.duplicate_strings().groups(0, 100)
    assert page.total == len(page.rows)
    return {row.text: row.count for row in page.rows}


def cons(first: int, second: int) -> list[EdgeText]:
    return [("internal", "first", first), ("internal", "second", second)]


def test_a_joined_string_counts_with_the_plain_one_of_its_text() -> None:
    nodes: list[NodeText] = [
        ("string", "ab\u2192c", 24),
        ("string", "ab", 16),
        ("string", "\u2192c", 16),
        ("concatenated string", "(concatenated string)", 32),
        ("string", "alone", 16),
    ]
    snapshot = snapshot_of(nodes, {4: cons(2, 3)})
    assert groups(snapshot) == {"ab\u2192c": 2}
    (row,) = snapshot.duplicate_strings().groups(0, 9).rows
    assert (row.shallow, row.wasted) == (56, 24)
    members = snapshot.duplicate_strings().strings(row.key, 0, 9)
    assert sorted(node.ordinal for node in members.nodes) == [1, 4]
    assert snapshot.duplicate_strings().wasted_bytes == 24


def test_flattened_joins_and_strings_without_a_size_do_not_count() -> None:
    nodes: list[NodeText] = [
        ("string", "ab", 16),
        ("string", "", 16),
        ("concatenated string", "(concatenated string)", 32),
        ("string", "ab", 0),
        ("sliced string", "ab", 32),
    ]
    assert groups(snapshot_of(nodes, {3: cons(1, 2)})) == {}


def number(place: int, name: str, value: int) -> tuple[list[NodeText], dict[int, list[EdgeText]]]:
    return [("number", name, 0), ("string", str(value), 0)], {place: [("internal", "value", place + 1)]}


def test_cut_strings_are_the_same_when_length_and_hash_are() -> None:
    long = "x" * 30
    nodes: list[NodeText] = [("string", long, 90)] * 4
    nodes += [("number", "bool", 0), ("string", "true", 0)]
    edges: dict[int, list[EdgeText]] = {5: [("internal", "value", 6)]}
    for value in (2000, 3000):
        at = len(nodes) + 1
        nodes += [("number", "int", 0), ("string", str(value), 0)]
        edges[at] = [("internal", "value", at + 1)]
    lengths = {1: 7, 2: 7, 3: 9}
    for place, length in lengths.items():
        edges[place] = [("internal", "truncated", 5), ("internal", "length", length)]
    snapshot = snapshot_of(nodes, edges)
    (row,) = snapshot.duplicate_strings().groups(0, 9).rows
    assert [n.ordinal for n in snapshot.duplicate_strings().strings(row.key, 0, 9).nodes] == [1, 2]


def test_a_join_that_holds_itself_ends() -> None:
    nodes: list[NodeText] = [("concatenated string", "(concatenated string)", 32)] * 3 + [("string", "a", 8)]
    edges = {1: cons(1, 4), 2: cons(3, 4), 3: cons(2, 2)}
    snapshot = snapshot_of(nodes, edges)
    assert snapshot.duplicate_strings().groups(0, 9).total <= 1
    assert [set(snapshot.name(node)) for node in (1, 2, 3)] == [{"a"}] * 3


def test_a_rope_of_a_hundred_thousand_parts_is_read_once() -> None:
    length = 100_000
    nodes: list[NodeText] = [("concatenated string", "(concatenated string)", 32)] * length
    nodes += [("string", "xy", 16)]
    leaf = length + 1
    edges = {n: cons(n + 1, leaf) for n in range(1, length)} | {length: cons(leaf, leaf)}
    snapshot = snapshot_of(nodes, edges)
    # From 1,024 characters on all read the same.
    (row,) = snapshot.duplicate_strings().groups(0, 9).rows
    assert row.count == length - 510
    assert row.text == "xy" * 512


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(["", "a", "b", "ab", "x" * 600, "\U0001f600" * 300]), min_size=1, max_size=6),
    st.data(),
)
def test_groups_are_those_of_the_texts_as_they_are_shown(leaves: list[str], data: st.DataObject) -> None:
    nodes: list[NodeText] = [("string", leaf, 16) for leaf in leaves]
    edges: dict[int, list[EdgeText]] = {}
    for _ in range(data.draw(st.integers(0, 6))):
        below = st.integers(1, len(nodes))
        edges[len(nodes) + 1] = cons(data.draw(below), data.draw(below))
        nodes.append(("concatenated string", "(concatenated string)", 32))
    snapshot = snapshot_of(nodes, edges)
    counted: Counter[str] = Counter()
    for node in range(1, len(nodes) + 1):
        halves = [snapshot.name(target) for kind, _, target in edges.get(node, []) if kind == "internal"]
        if "" not in halves:
            counted[snapshot.name(node)] += 1
    assert groups(snapshot) == {text: count for text, count in counted.items() if count > 1}
    filtered = snapshot.filtered(Filter.DUPLICATED_STRINGS).classes()
    assert sum(row.count for row in filtered) == sum(groups(snapshot).values())
