"""`watch` and `listeners` on a live process: documents on stdout, talk on stderr, nothing left behind."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tuiinspect.cli import run
from tuiinspect.leaks.catalogue import find_leak
from tuiinspect.leaks.launcher import DemoProcess, start
from tuiinspect.node import find_node
from tuiinspect.targets import procfs

OWN_PORT = ("--inspect-port=0",)


@pytest.fixture
def leaking() -> Iterator[DemoProcess]:
    with start(find_leak("listeners"), node=find_node(), flags=OWN_PORT) as program:
        yield program


def _ports(program: DemoProcess) -> set[int]:
    return {listener.port for listener in procfs.listening(program.pid)}


def test_watch_gives_a_document_a_line(leaking: DemoProcess, capsys: pytest.CaptureFixture[str]) -> None:
    before = _ports(leaking)
    assert run(["watch", str(leaking.pid), "--for", "2s", "--interval", "200ms", "--json"]) == 0
    said = capsys.readouterr()
    documents = [json.loads(line) for line in said.out.splitlines()]
    assert len(documents) > 2
    assert all(document["schema"] == 1 and document["heap_used"] > 0 for document in documents)
    assert [document["t"] for document in documents] == sorted(document["t"] for document in documents)
    assert documents[-1]["resources"]["TCPServerWrap"] == 1
    assert _ports(leaking) == before


def test_watch_tells_people_the_slope(leaking: DemoProcess, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["watch", str(leaking.pid), "--for", "2s", "--interval", "500ms"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("heap used")
    assert "slope" in said.err or "MB/min" in said.err


def test_listeners_names_the_emitter_that_grows_and_where(
    leaking: DemoProcess, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _ports(leaking)
    assert run(["listeners", str(leaking.pid), "--for", "3s", "--json"]) == 0
    said = capsys.readouterr()
    document = json.loads(said.out)
    first = document["emitters"][0]
    assert (first["class"], first["event"], first["max_listeners"]) == ("Connector", "connected", 0)
    assert first["growth"] > 0
    assert first["per_s"] > 0
    added = first["added_at"][0]
    assert added["function"] == "resumeSession"
    assert added["file"].endswith("listeners.js")
    source = find_leak("listeners").path.read_text().splitlines()
    assert "resumeSession =" in source[added["line"] - 1]
    assert document["totals"]["listeners"] >= first["count"]
    assert "hook" in said.err
    assert _ports(leaking) == before


def test_read_only_puts_no_hook_in(leaking: DemoProcess, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["listeners", str(leaking.pid), "--for", "1s", "--read-only", "--json"]) == 0
    said = capsys.readouterr()
    assert "no hook" in said.err
    assert all(row["found_by"] == "reach" for row in json.loads(said.out)["emitters"])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_lets_the_target_go(leaking: DemoProcess, number: signal.Signals) -> None:
    before = _ports(leaking)
    watching = subprocess.Popen(
        [sys.executable, "-m", "tuiinspect", "watch", str(leaking.pid), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert watching.stdout is not None
    assert json.loads(watching.stdout.readline())["schema"] == 1
    assert _ports(leaking) != before
    watching.send_signal(number)
    _, said = watching.communicate(timeout=20)
    assert watching.returncode == 130
    assert "Traceback" not in said
    assert _ports(leaking) == before
    assert leaking.count()["requests"]


def test_a_target_that_dies_ends_the_watch() -> None:
    with start(find_leak("timers"), node=find_node(), flags=OWN_PORT) as program:
        watching = subprocess.Popen(
            [sys.executable, "-m", "tuiinspect", "watch", str(program.pid), "--json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert watching.stdout is not None
        watching.stdout.readline()
        program.stop()
        _, said = watching.communicate(timeout=30)
    assert watching.returncode == 4
    assert "ended" in said or "exiting" in said
