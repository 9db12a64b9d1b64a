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


def test_watch_counts_what_the_user_names(leaking: DemoProcess, capsys: pytest.CaptureFixture[str]) -> None:
    counters = ("max=require('events').defaultMaxListeners", "wrong=no.such.thing")
    given = [word for counter in counters for word in ("--counter", counter)]
    assert run(["watch", str(leaking.pid), "--for", "2s", "--interval", "200ms", "--json", *given]) == 0
    said = capsys.readouterr()
    documents = [json.loads(line) for line in said.out.splitlines()]
    assert {tuple(document["counters"].items()) for document in documents} == {(("max", 10), ("wrong", None))}
    assert "counter max: runs your code in the target" in said.err
    assert said.err.count("counter wrong: it throws no is not defined") == 1


def test_watch_tells_of_the_server_and_the_process(
    leaking: DemoProcess, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["watch", str(leaking.pid), "--for", "3s", "--interval", "300ms", "--json"]) == 0
    latest = json.loads(capsys.readouterr().out.splitlines()[-1])
    (server,) = latest["servers"]
    assert server["name"].startswith("server on port ")
    assert isinstance(latest["requests"], int)
    assert {"native", "loop_utilisation", "gc", "counters"} <= latest.keys()
    assert latest["fds"] > 5
    assert latest["os_threads"] > 1


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


def test_listeners_tells_from_where_they_were_added(
    leaking: DemoProcess, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["listeners", str(leaking.pid), "--for", "3s", "--call-sites", "--json"]) == 0
    said = capsys.readouterr()
    assert "call sites are noted from now on: " in said.err
    document = json.loads(said.out)
    assert document["call_sites"] is True
    (added,) = document["emitters"][0]["added_at"]
    (site,) = added["call_sites"]
    source = find_leak("listeners").path.read_text().splitlines()
    assert "connector.on('connected', resumeSession)" in source[site["line"] - 1]
    assert site["file"].endswith("listeners.js")
    assert site["function"] == "handleRequest"
    assert 0 < site["count"] <= added["count"]


def test_call_sites_need_the_hook(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("listeners", "attach"):
        assert run([command, "1", "--read-only", "--call-sites"]) == 2
        assert "--call-sites needs the hook in .on()" in capsys.readouterr().err


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
    _, said = watching.communicate(timeout=60)
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


@pytest.fixture
def rendering() -> Iterator[DemoProcess]:
    """Its leak is in a worker thread."""
    with start(find_leak("worker"), node=find_node(), flags=OWN_PORT) as program:
        yield program


def test_watch_tells_of_each_worker_beside_the_main_thread(
    rendering: DemoProcess, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _ports(rendering)
    assert run(["watch", str(rendering.pid), "--for", "2s", "--interval", "200ms", "--json"]) == 0
    documents = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    threads = {document["thread"]: document for document in documents}
    assert set(threads) == {"main", "worker:1"}
    assert threads["worker:1"].keys() == threads["main"].keys()
    assert threads["worker:1"]["heap_used"] > 0
    assert _ports(rendering) == before


def test_watch_names_the_threads_once_there_are_several(
    rendering: DemoProcess, leaking: DemoProcess, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["watch", str(rendering.pid), "--for", "2s", "--interval", "200ms"]) == 0
    lines = capsys.readouterr().out.splitlines()
    named = lines[next(at for at, line in enumerate(lines) if line.startswith("thread")) + 1 :]
    assert {line.split()[0] for line in named} == {"main", "worker:1"}
    for alone in (str(leaking.pid), f"{rendering.pid}/worker:1"):
        assert run(["watch", alone, "--for", "1s", "--interval", "200ms"]) == 0
        assert "thread" not in capsys.readouterr().out


def test_a_worker_is_a_target_of_its_own(rendering: DemoProcess, capsys: pytest.CaptureFixture[str]) -> None:
    before = _ports(rendering)
    worker = f"{rendering.pid}/worker:1"
    assert run(["watch", worker, "--for", "1s", "--interval", "200ms", "--json"]) == 0
    documents = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {document["thread"] for document in documents} == {"worker:1"}
    assert run(["listeners", worker, "--for", "1s", "--json"]) == 0
    found = {row["class"] for row in json.loads(capsys.readouterr().out)["emitters"]}
    assert "MessagePort" in found
    assert "Server" not in found
    assert _ports(rendering) == before


def test_a_worker_that_is_not_there_is_answered_with_those_that_are(
    rendering: DemoProcess, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["watch", f"{rendering.pid}/worker:7", "--for", "1s"]) == 3
    said = capsys.readouterr().err
    assert f"process {rendering.pid} has no worker 7" in said
    assert f"{rendering.pid}/worker:1  renderer worker.js" in said
