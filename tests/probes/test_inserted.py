"""Our own objects in a snapshot of a program that we look at: told apart, on every version of Node."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.probes.conftest import RunTarget
from tuiinspect.heap import HeapSnapshot, load

PROGRAM = """
const { EventEmitter } = require('node:events');
class Session { constructor(at) { this.at = { at }; } }
globalThis.sessions = Array.from({ length: 50 }, (_, at) => new Session(at));
globalThis.bus = new EventEmitter();
bus.setMaxListeners(0);
globalThis.writeSnapshot = require('node:v8').writeHeapSnapshot;
for (const session of sessions) bus.on('tick', () => session);
"""


def counts(snapshot: HeapSnapshot) -> dict[str, int]:
    return {row.name: row.count for row in snapshot.views.program.classes()}


def check(run_target: RunTarget, folder: Path, node: Path | None = None) -> None:
    target = run_target(PROGRAM, node=node)
    target.install()
    target.evaluate("({ askedBy: 'the inspector' })")
    path = folder / "looked-at.heapsnapshot"
    target.ask(f"writeSnapshot({json.dumps(str(path))})")
    snapshot = load(path)
    inserted = snapshot.views.inserted
    assert 100 < inserted.sum() < 10_000
    kept = counts(snapshot)
    assert kept["Session"] == 50
    # The program has none; ours are for the lease and for the loop's delay.
    timeouts = {row.name: row.count for row in snapshot.classes()}["Timeout"]
    assert (timeouts, kept.get("Timeout", 0)) == (2, 0)
    assert snapshot.views.search(None, "const MARK = 'tuiinspect", 0, 1).total == 0, "the agent's source"
    functions = next(row for row in snapshot.classes() if row.name == "Function")
    ours = snapshot.objects(functions.key, 0, functions.count).nodes
    named = [node for node in ours if node.name == "createWalk"]
    assert named
    assert all(inserted[node.ordinal] for node in named)


def test_what_the_agent_has_made_is_left_out(run_target: RunTarget, tmp_path: Path) -> None:
    check(run_target, tmp_path)


@pytest.mark.every_node
def test_every_version_tells_it_apart(run_target: RunTarget, every_node: Path, tmp_path: Path) -> None:
    check(run_target, tmp_path, every_node)
