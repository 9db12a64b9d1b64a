from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from tests.conftest import RunNode
from tuiinspect.commands import ps
from tuiinspect.targets.discovery import NodeProcess
from tuiinspect.targets.inspector_port import Endpoint

PLAIN = NodeProcess(
    pid=4242,
    user="app",
    uptime_s=7320.5,
    rss_bytes=312_000_000,
    command=("/usr/local/bin/node", "--max-old-space-size=512", "/srv/app/dist/server.js"),
    title="server.js",
    node="v20.20.2",
    inspector=None,
    attachable=True,
    why_not=None,
)
LISTENING = replace(PLAIN, pid=7, inspector=Endpoint("127.0.0.1", 9229), command=("node", "a.js"))
REFUSED = replace(
    PLAIN,
    pid=123456,
    user="a-very-long-user-name",
    node=None,
    attachable=False,
    why_not="belongs to user a-very-long-user-name: run as a-very-long-user-name or with sudo",
    container=True,
    container_id="0123456789abcdef" * 4,
)


def test_the_table_is_aligned_and_says_why_not() -> None:
    assert ps.table([PLAIN, LISTENING, REFUSED], width=80) == [
        "   PID  USER               UP     RSS  NODE     INSPECTOR       COMMAND",
        "  4242  app         2 h 2 min  312 MB  20.20.2  -               node …/server.js",
        "     7  app         2 h 2 min  312 MB  20.20.2  127.0.0.1:9229  node a.js",
        "123456  a-very-lo…  2 h 2 min  312 MB  ?        -               node …/server.js",
        "        in container 0123456789ab",
        "        not attachable: belongs to user a-very-long-user-name: run as",
        "          a-very-long-user-name or with sudo",
    ]


@pytest.mark.parametrize("width", [80, 100, 160])
def test_lines_fit_the_terminal(width: int) -> None:
    lines = ps.table([PLAIN, LISTENING, REFUSED], width=width)
    assert max(map(len, lines)) <= width


def test_what_fits_is_not_shortened() -> None:
    assert ps.table([PLAIN], width=80)[1].endswith("  node /srv/app/dist/server.js")
    assert ps.table([PLAIN], width=160)[1].endswith("  " + " ".join(PLAIN.command))


def test_foreign_text_cannot_act_on_the_terminal() -> None:
    nasty = replace(
        PLAIN,
        user="r\x1b]0;t\x07",
        command=("node", "a\nb\x1b[2J", "\u202etxt.js"),
        why_not="no\x1b[31m",
        inspector=Endpoint("::1", 9229),
    )
    for line in ps.table([nasty], width=100):
        assert line.isprintable()


def test_nothing_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ps, "node_processes", list)
    ran = CliRunner().invoke(ps.command, [])
    assert ran.exit_code == 0
    assert ran.stdout == ""
    assert "no node process found" in ran.stderr
    assert json.loads(CliRunner().invoke(ps.command, ["--json"]).stdout) == {"schema": 1, "processes": []}


def test_a_real_process_in_the_document(run_node: RunNode) -> None:
    running = run_node("console.log('up'); setInterval(() => {}, 1e6)", "one\ntwo", flags=("--inspect=0",))
    port = int(running.wait_line("Debugger listening").split("ws://127.0.0.1:")[1].split("/")[0])
    running.wait_line("up")
    told = json.loads(CliRunner().invoke(ps.command, ["--json"]).stdout)
    assert told["schema"] == 1
    entry = next(process for process in told["processes"] if process["pid"] == running.pid)
    assert entry["command"][-1] == "one\ntwo"
    assert entry["inspector"] == {"host": "127.0.0.1", "port": port}
    assert entry["title"] == "program0.js"
    assert (entry["attachable"], entry["why_not"]) == (True, None)
    assert {"user", "uptime_s", "rss_bytes", "node", "container", "container_id"} <= entry.keys()


def test_a_real_process_in_the_table(run_node: RunNode, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    running = run_node("console.log('up'); setInterval(() => {}, 1e6)", "one\ntwo")
    running.wait_line("up")
    lines = CliRunner().invoke(ps.command, []).stdout.splitlines()
    mine = [line for line in lines if line.split()[:1] == [str(running.pid)]]
    assert len(mine) == 1
    assert mine[0].endswith("one two")
