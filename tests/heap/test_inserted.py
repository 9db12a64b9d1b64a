"""What looking at a program puts into its heap is told apart, and nothing of the program with it."""

from __future__ import annotations

import numpy as np
import pytest

from tests.heap.goldens import VERSIONS, golden
from tests.heap.graphs import RandomGraph
from tuiinspect.heap import HeapSnapshot
from tuiinspect.heap.compose import EdgeText, NodeText

_NODES: list[NodeText] = [
    ("synthetic", "", 0),
    ("synthetic", "(Global handles)", 0),
    ("object", "global", 16),
    ("object", "AskedFor", 100),
    ("object", "OnlyThere", 100),
    ("object", "Shared", 100),
    ("code", "(script)", 24),
    ("string", "tuiinspect-agent.js", 40),
    ("code", "look", 24),
    ("closure", "look", 64),
    ("object", "Looking", 100),
    ("string", "tuiinspect-notes.md", 40),
    ("object", "Global", 100),
]
_EDGES: dict[int, list[EdgeText]] = {
    0: [("shortcut", "global", 2), ("element", 1, 1)],
    1: [("internal", "3 / DevTools console", 3), ("internal", "4 / other", 12), ("element", 2, 9)],
    2: [("property", "shared", 5), ("property", "hook", 9), ("property", "notes", 11)],
    3: [("property", "only", 4), ("property", "shared", 5)],
    6: [("hidden", 3, 7)],
    8: [("internal", "script", 6)],
    9: [("internal", "shared", 8), ("property", "own", 10), ("property", "shared", 5)],
}


def names(snapshot: HeapSnapshot) -> list[str]:
    return [snapshot.name(at) for at in np.flatnonzero(snapshot.views.inserted).tolist()]


def test_what_only_the_console_and_our_scripts_keep_is_inserted() -> None:
    snapshot = RandomGraph(_NODES, _EDGES).load()
    assert names(snapshot) == [
        "AskedFor",
        "OnlyThere",
        "(script)",
        "tuiinspect-agent.js",
        "look",
        "look",
        "Looking",
    ]
    classes = {row.name: row.count for row in snapshot.views.program.classes()}
    assert classes.keys() & {"Shared", "Global", "Looking", "AskedFor", "Function"} == {"Shared", "Global"}
    assert classes["(string)"] == 1
    assert [node.name for node in snapshot.views.longest_strings(0, 9).nodes] == ["tuiinspect-notes.md"]
    assert snapshot.views.search(None, "agent", 0, 9).total == 0


@pytest.mark.parametrize("version", VERSIONS)
def test_a_snapshot_that_a_program_took_of_itself_is_all_its_own(version: str) -> None:
    snapshot = golden(version).snapshot
    assert not snapshot.views.inserted.any()
    assert snapshot.views.program.classes() == snapshot.classes()
