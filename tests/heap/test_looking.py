"""Which objects can be described without running the program's code, told from the snapshot alone."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pytest

from tuiinspect.heap import HeapSnapshot, load

_PROGRAM = """
const plain = { id: 1 };
class Told extends Error { get name() { return "told"; } }
const proxy = new Proxy({}, {});
globalThis.kept = {
  plain,
  list: [plain],
  error: new Error("as usual"),
  told: new Told("by a getter"),
  holder: { inside: new Told("one") },
  map: new Map([["key", new Told("two")]]),
  heir: Object.create(proxy),
  call: function call() {},
  named: { get name() { return "no error"; } },
};
Object.defineProperty(kept.stacked = new Error("own"), "stack", { get() { return ""; } });
require("node:v8").writeHeapSnapshot(process.argv[1]);
"""


@pytest.fixture(scope="module")
def snapshot(node: Path, tmp_path_factory: pytest.TempPathFactory) -> HeapSnapshot:
    return taken(node, tmp_path_factory.mktemp("looking") / "kept.heapsnapshot")


def taken(node: Path, path: Path) -> HeapSnapshot:
    subprocess.run([node, "-e", _PROGRAM, str(path)], check=True)
    return load(path)


def hindered(snapshot: HeapSnapshot, name: str) -> str | None:
    kept = next(
        ordinal
        for ordinal in np.flatnonzero(snapshot.distances < 10)
        if {"heir", "stacked"} <= {row.edge_name for row in snapshot.children(int(ordinal), 0, 50).rows}
    )
    row = next(row for row in snapshot.children(int(kept)).rows if row.edge_name == name)
    return snapshot.views.looking(row.node.ordinal).hindered


_HARMLESS = ("plain", "list", "error", "call", "named")
_RUNNING_CODE = {
    "told": "get name",
    "stacked": "get stack",
    "holder": "get name",
    "map": "get name",
    "heir": "inherits from a Proxy",
}


@pytest.mark.parametrize("name", _HARMLESS)
def test_nothing_speaks_against_what_the_inspector_describes_by_itself(
    snapshot: HeapSnapshot, name: str
) -> None:
    assert hindered(snapshot, name) is None


@pytest.mark.parametrize(("name", "why"), _RUNNING_CODE.items())
def test_getters_of_errors_and_proxies_are_seen_in_time(snapshot: HeapSnapshot, name: str, why: str) -> None:
    found = hindered(snapshot, name)
    assert found is not None
    assert why in found


@pytest.mark.every_node
def test_every_node_tells_the_programs_getters_from_its_own(every_node: Path, tmp_path: Path) -> None:
    snapshot = taken(every_node, tmp_path / "kept.heapsnapshot")
    found = {name: hindered(snapshot, name) for name in (*_HARMLESS, *_RUNNING_CODE)}
    assert {name for name, why in found.items() if why is None} == set(_HARMLESS)
    assert all(why in (found[name] or "") for name, why in _RUNNING_CODE.items())


def test_strings_and_the_engines_own_parts_cannot_be_looked_at(snapshot: HeapSnapshot) -> None:
    text = next(n for n in range(snapshot.node_count) if snapshot.at(n).type == "string")
    assert snapshot.views.looking(text).hindered is not None
    assert snapshot.views.looking(text).properties
