"""`tuiinspect allocations` on a live program: JSON, text, and the saved profile."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import RunNode
from tests.support.processes import NodeProcess
from tuiinspect.cli import run

# V8 does not know a function that it has inlined into another one; an async one it never inlines.
PROGRAM = """'use strict';
const kept = [];
async function retain() { for (let index = 0; index < 60; index++) kept.push(new Array(100).fill(index)); }
setInterval(async function work() { await retain(); }, 5);
console.log('ready');
"""


@pytest.fixture
def program(run_node: RunNode) -> NodeProcess:
    started = run_node(PROGRAM, flags=("--inspect-port=0",))
    started.wait_line("ready")
    return started


def test_the_document_names_who_keeps_what(
    program: NodeProcess, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    saved = tmp_path / "app.heapprofile"
    assert run(["allocations", str(program.pid), "--for", "3s", "--json", "-o", str(saved)]) == 0
    captured = capsys.readouterr()
    document = json.loads(captured.out)
    assert document["schema"] == 1
    assert document["span_s"] > 0
    (largest, *_) = document["functions"]
    assert (largest["function"], largest["line"]) == ("retain", 3)
    assert largest["file"].endswith("program0.js")
    assert largest["growth"] > 0
    assert largest["per_s"] > 0
    assert largest["certain"]
    stack = document["stacks"][0]
    assert {"bytes", "count", "growth", "per_s", "frames"} <= stack.keys()
    assert "work" in [frame["function"] for frame in stack["frames"]]
    assert not any("tuiinspect" in (frame["file"] or "") for frame in stack["frames"])
    assert document["cost"]["pause_s"] > 0
    assert document["cost"]["readings"] == 2
    assert document["heap_growth"] > largest["growth"] / 2
    assert "full collection" in captured.err
    assert json.loads(saved.read_text())["head"]["callFrame"]["functionName"] == "(root)"
    assert saved.stat().st_mode & 0o777 == 0o600


def test_the_text_names_it_too(program: NodeProcess, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["allocations", str(program.pid), "--for", "3s"]) == 0
    first = capsys.readouterr().out.splitlines()[3]
    assert first.startswith("▲ ")
    assert "retain at " in first
    assert ":3:" in first


def test_a_file_that_is_there_is_not_overwritten(
    program: NodeProcess, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    saved = tmp_path / "app.heapprofile"
    saved.write_text("mine")
    assert run(["allocations", str(program.pid), "-o", str(saved)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert saved.read_text() == "mine"
    assert run(["allocations", str(program.pid), "-o", str(tmp_path / "no" / "where")]) == 2
