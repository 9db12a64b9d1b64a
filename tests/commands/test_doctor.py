from __future__ import annotations

import json
import os

import pytest
from click.testing import CliRunner

from tests.conftest import RunNode
from tuiinspect.cli import run
from tuiinspect.commands import doctor
from tuiinspect.targets.checkup import Check

IDLE = "console.log('up'); setInterval(() => {}, 1e6)"


def test_without_a_target() -> None:
    ran = CliRunner().invoke(doctor.command, [], standalone_mode=False)
    assert ran.return_value == 0
    for section in ("tuiinspect", "packages", "terminal", "node", "folders", "memory", "processes"):
        assert f"\n{section}\n" in f"\n{ran.stdout}"
    assert "\nattach\n" not in ran.stdout


def test_a_target_that_can_be_attached_to(run_node: RunNode, capsys: pytest.CaptureFixture[str]) -> None:
    running = run_node(IDLE, flags=("--inspect=0",))
    secret = running.wait_line("Debugger listening").rpartition("/")[2]
    running.wait_line("up")
    assert run(["doctor", str(running.pid)]) == 0
    said = capsys.readouterr().out
    assert "  ok  attach      should work\n" in said
    assert secret not in said
    assert run(["doctor", "--json", str(running.pid)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == 1
    assert told["target"]["attachable"] is True
    assert told["target"]["checks"][-1] == {"what": "attach", "passed": True, "found": "should work"}


@pytest.mark.parametrize(
    "target",
    ["99999999", "no-program-is-called-like-this", pytest.param(str(os.getpid()), id="not-node")],
)
def test_a_target_that_cannot_be_attached_to(target: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", target]) == 3
    assert "\n  NO  " in capsys.readouterr().out
    assert run(["doctor", "--json", target]) == 3
    assert json.loads(capsys.readouterr().out)["target"]["attachable"] is False


def test_a_malformed_target(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "http://x"]) == 2
    assert capsys.readouterr().out == ""


def test_foreign_text_and_units() -> None:
    around: dict[str, dict[str, object]] = {
        "memory": {"total_bytes": 2_000_000, "container_limit_bytes": None},
        "terminal": {"term": "x\x1b[2J", "is_terminal": True},
    }
    checks = (Check("process", "a\x1b]0;t\x07b\nthen\x1b[1m", passed=False), Check("x", "found"))
    assert list(doctor.lines(around, checks)) == [
        "memory",
        "  total            2.00 MB",
        "  container limit  none",
        "terminal",
        "  term         x·[2J",
        "  is terminal  yes",
        "attach",
        "  NO  process  a·]0;t·b",
        "               then·[1m",
        "  --  x        found",
    ]
