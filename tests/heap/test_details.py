"""One object in full, on snapshots of a real program: what its programmer would say it is made of."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.heap.graphs import RandomGraph
from tuiinspect.heap import HeapSnapshot, Node, Part, load
from tuiinspect.heap.compose import EdgeText, NodeText

PROGRAM = Path(__file__).parent / "programs" / "parts.js"


def taken(node: Path, folder: Path, *, numeric: bool = False) -> HeapSnapshot:
    path = folder / "parts.heapsnapshot"
    subprocess.run([node, PROGRAM, path, *(["numeric"] if numeric else [])], check=True, timeout=60)
    return load(path)


@pytest.fixture(scope="module")
def snapshot(node: Path, tmp_path_factory: pytest.TempPathFactory) -> HeapSnapshot:
    return taken(node, tmp_path_factory.mktemp("parts"))


def made(snapshot: HeapSnapshot, name: str) -> Node:
    """What the program has put under a name into its global object `parts`."""
    whole = next(at for at in range(snapshot.node_count) if snapshot.name(at).startswith("{owner, map"))
    rows = snapshot.children(whole).rows
    return next(row.node for row in rows if row.edge_type == "property" and row.edge_name == name)


def parts(snapshot: HeapSnapshot, name: str, kind: str | None = None) -> list[Part]:
    page = snapshot.views.parts(made(snapshot, name).ordinal, 0, 10_000)
    assert page.total == len(page.rows)
    return [part for part in page.rows if kind in (None, part.kind)]


def told(part: Part) -> tuple[str, str | None, str | None]:
    return part.words, part.key.name if part.key else None, part.node.name if part.node else None


def check_program(snapshot: HeapSnapshot) -> None:
    """The same for every version of Node."""
    assert [(part.words, part.node and part.node.name) for part in parts(snapshot, "owner")] == [
        (".#secret", "{hidden}"),
        (".name", "the owner of it all"),
        (".child", "Child"),
        ("[mark]", "{marked}"),
        (".__proto__", "{constructor, secret}"),
    ]
    assert [told(part) for part in parts(snapshot, "map", "entry")] == [
        ("item 0", "first", "Child"),
        ("item 1", "Owner", "second"),
        ("item 2", None, "{third}"),
        ("item 3", "fourth", None),
    ]
    assert [told(part) for part in parts(snapshot, "inherited", "entry")] == [
        ("item 0", "inherited", "Child")
    ]
    weak = {told(part) for part in parts(snapshot, "weakMap", "entry")}
    assert weak == {("an item", "Owner", "Child"), ("an item", "Child", None)}
    assert [told(part) for part in parts(snapshot, "weakSet", "entry")] == [("an item", None, "Owner")]
    members = [part.node.name for part in parts(snapshot, "set", "entry") if part.node]
    assert members == ["a member", "Child"]
    assert [(part.words, part.node and part.node.name) for part in parts(snapshot, "array", "element")] == [
        ("[0]", "Child"),
        ("[2]", "two"),
        ("[3]", "{}"),
    ]
    large = parts(snapshot, "large", "entry")
    assert [part.key.name for part in large if part.key] == [f"key {at}" for at in range(5_000)]
    check_functions(snapshot)
    check_strings(snapshot)


def check_functions(snapshot: HeapSnapshot) -> None:
    captured = {part.words: part for part in parts(snapshot, "deliver", "variable")}
    assert captured.keys() >= {"connection", "label", "ofTheModule"}
    assert re.fullmatch(r"listener\(\) at parts\.js:\d+", captured["connection"].scope)
    assert captured["ofTheModule"].scope == "module scope of parts.js"
    assert list(captured)[:2] == ["connection", "label"]
    block = {part.words: part.node and part.node.name for part in parts(snapshot, "block", "variable")}
    assert block["inner"] == "Child"
    detail = snapshot.views.detail(made(snapshot, "deliver").ordinal)
    assert re.fullmatch(r"deliver\(\) at parts\.js:\d+", detail.source or "")
    assert detail.counts == (("captured variables", len(captured)),)
    assert re.fullmatch(
        r"parts\.js:\d+:\d+", snapshot.views.detail(made(snapshot, "owner").ordinal).source or ""
    )
    assert ".bound_argument_0" in [part.words for part in parts(snapshot, "bound", "field")]


def check_strings(snapshot: HeapSnapshot) -> None:
    sliced = snapshot.views.detail(made(snapshot, "sliced").ordinal)
    assert sliced.parent is not None
    assert sliced.parent.name.endswith("x" * 500)
    assert sliced.parent.self_size > 500
    assert [part.words for part in parts(snapshot, "sliced")] == ["parent"]
    assert [part.words for part in parts(snapshot, "joined")] == ["first", "second"]
    assert snapshot.views.detail(made(snapshot, "large").ordinal).counts == (("entries", 5_000),)


def test_parts_are_those_of_the_program(snapshot: HeapSnapshot) -> None:
    check_program(snapshot)


@pytest.mark.every_node
def test_every_version_has_the_same_parts(every_node: Path, tmp_path: Path) -> None:
    check_program(taken(every_node, tmp_path))


def test_numbers_are_told_where_the_file_has_them(node: Path, tmp_path: Path) -> None:
    snapshot = taken(node, tmp_path, numeric=True)
    numbers = {part.words: part.number for part in parts(snapshot, "owner", "field")}
    assert numbers[".ratio"] == "0.125"
    assert numbers[".count"] == "7"
    assert numbers[".name"] is None


def test_pages_of_entries_are_those_asked_for(snapshot: HeapSnapshot) -> None:
    large = made(snapshot, "large").ordinal
    page = snapshot.views.parts(large, 4_990, 5)
    assert (page.start, page.total) == (4_990, 5_001)
    assert [part.key.name for part in page.rows if part.key] == [f"key {at}" for at in range(4_990, 4_995)]
    assert snapshot.views.parts(large, 6_000, 5).rows == ()


def test_what_only_the_engine_sees_comes_last_when_asked_for(snapshot: HeapSnapshot) -> None:
    ordinal = made(snapshot, "map").ordinal
    shown = snapshot.views.parts(ordinal)
    every = snapshot.views.parts(ordinal, internals=True)
    assert every.rows[: shown.total] == shown.rows
    rest = every.rows[shown.total :]
    assert {part.kind for part in rest} == {"internal"}
    assert "(table)" in [part.words for part in rest]


def _table(size: int, *names: str) -> RandomGraph:
    nodes: list[NodeText] = [("synthetic", "", 0), ("object", "global", 16), ("object", "Map", 32)]
    nodes += [("array", "table", size), ("object", "Held", 8)]
    edges: dict[int, list[EdgeText]] = {
        0: [("shortcut", "global", 1)],
        1: [("property", "map", 2)],
        2: [("internal", "table", 3)],
        3: [("internal", name, 4) for name in names],
    }
    return RandomGraph(nodes, edges)


ODD_NAMES = ("4", "5", "", "x", "6", "99999999999999999999999", "1", "-4", "10")


@pytest.mark.parametrize(
    ("size", "items"), [(96, ["item 0"]), (40, []), (0, ["an item"] * 9), (8, ["an item"] * 9)]
)
def test_a_table_of_a_damaged_file_has_no_entries_beyond_its_slots(size: int, items: list[str]) -> None:
    """Without room for a table's head its layout is not known, and what it holds has no number."""
    page = _table(size, *ODD_NAMES).load().views.parts(2)
    assert [part.words for part in page.rows if part.kind == "entry"] == items
