from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from tests.conftest import RunNode
from tests.support.processes import wait_until
from tests.targets.fake_proc import SIGUSR1, THEIRS, FakeProc
from tuiinspect.targets import ledger
from tuiinspect.targets.discovery import NodeProcess, node_processes
from tuiinspect.targets.inspector_port import Endpoint

IDLE = "console.log('up'); setInterval(() => {}, 1e6)"
ID = "0123456789abcdef" * 4
LOOPBACK = "0100007F"


@pytest.fixture
def fake(tmp_path: Path) -> FakeProc:
    return FakeProc(tmp_path)


def row(pid: int, proc: Path | None = None) -> NodeProcess:
    found = node_processes() if proc is None else node_processes(proc=proc)
    return next(process for process in found if process.pid == pid)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def inspector_port(lines: str) -> int:
    return int(lines.split("ws://127.0.0.1:")[1].split("/")[0])


@pytest.mark.every_node
def test_every_node_and_its_inspector(every_node: Path, run_node: RunNode) -> None:
    running = run_node(IDLE, node=every_node, flags=("--inspect=0",))
    port = inspector_port(running.wait_line("Debugger listening"))
    running.wait_line("up")
    found = row(running.pid)
    assert found.inspector == Endpoint("127.0.0.1", port)
    assert found.attachable
    assert found.node is not None
    assert found.node.startswith("v")


def test_a_node_without_inspector(run_node: RunNode) -> None:
    running = run_node(IDLE, flags=(f"--inspect-port={free_port()}",))
    running.wait_line("up")
    found = row(running.pid)
    assert found.command == tuple(running.process.args)  # type: ignore[arg-type]
    assert found.title == "program0.js"
    assert found.rss_bytes > 10_000_000
    assert 0 <= found.uptime_s < 600
    assert (found.inspector, found.attachable, found.why_not) == (None, True, None)
    assert (found.container, found.container_id) == (False, None)


def test_the_inspector_is_told_from_the_servers_of_the_program(run_node: RunNode) -> None:
    # Listens on loopback ports of its own, and on one of the default range, beside the inspector.
    running = run_node(
        """
        const net = require('net');
        let left = 2;
        const touched = () => console.log('touched');
        const up = () => { if (--left === 0) console.log('up'); };
        net.createServer(touched).listen(0, '0.0.0.0', up);
        net.createServer((socket) => socket.end('HTTP/1.1 200 OK\\r\\n\\r\\n{}')).listen(0, '127.0.0.1', up);
        """,
        flags=("--inspect=0",),
    )
    port = inspector_port(running.wait_line("Debugger listening"))
    running.wait_line("up")
    assert row(running.pid).inspector == Endpoint("127.0.0.1", port)
    assert "touched" not in running.lines


def test_an_inspector_opened_by_the_signal_on_any_port(run_node: RunNode) -> None:
    running = run_node(IDLE, env={"NODE_OPTIONS": "--inspect-port=0"})
    running.wait_line("up")
    assert row(running.pid).inspector is None
    os.kill(running.pid, 10)
    port = inspector_port(running.wait_line("Debugger listening"))
    assert row(running.pid).inspector == Endpoint("127.0.0.1", port)


def test_a_port_held_by_another_node(
    run_node: RunNode, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    (tmp_path / "run").mkdir(mode=0o700)
    port = free_port()
    holder = run_node(IDLE, flags=(f"--inspect={port}",))
    holder.wait_line("up")
    running = run_node(IDLE, flags=(f"--inspect-port={port}",))
    running.wait_line("up")
    found = row(running.pid)
    assert not found.attachable
    assert f"port {port}" in str(found.why_not)
    assert f"held by process {holder.pid}" in str(found.why_not)
    assert row(holder.pid).attachable
    # One that we opened ourselves will be moved out of the way.
    ledger.write(holder.pid, port)
    assert row(running.pid).attachable


def test_a_port_held_by_another_program(run_node: RunNode) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        running = run_node(IDLE, flags=(f"--inspect-port={port}",))
        running.wait_line("up")
        assert f"port {port}" in str(row(running.pid).why_not)
        assert "held by another program" in str(row(running.pid).why_not)
    assert row(running.pid).attachable


def test_a_stopped_node(run_node: RunNode) -> None:
    running = run_node(IDLE, flags=("--inspect=0",))
    running.wait_line("up")
    os.kill(running.pid, 19)
    wait_until(lambda: "stopped" in str(row(running.pid).why_not))
    assert not row(running.pid).attachable
    os.kill(running.pid, 18)


def test_a_node_that_renamed_itself(run_node: RunNode) -> None:
    running = run_node("process.title = 'billing api'; " + IDLE)
    running.wait_line("up")
    found = row(running.pid)
    assert found.title == "billing api"
    assert found.node is not None


def test_another_users_node(fake: FakeProc) -> None:
    fake.add(
        1, ["/usr/bin/node20", "--inspect=9300", "app.js"], program=None, uid=4001, network=None, pids=None
    )
    fake.add(2, ["bun", "app.ts"], program=None, uid=4001, network=None, pids=None)
    fake.add(3, ["postgres"], program=None, uid=4001, name="postgres", network=None, pids=None)
    fake.add(4, ["renamed"], program=None, uid=4001, name="node-MainThread", network=None, pids=None)
    fake.add(5, [], program=None, uid=0, name="kworker/0:1", rss_kb=None)
    fake.listen(1, (LOOPBACK, 9300, 70), uid=4001)
    found = {process.pid: process for process in node_processes(proc=fake.root)}
    assert sorted(found) == [1, 2, 4]
    assert not any(process.attachable for process in found.values())
    assert found[1].user == "4001"
    assert found[1].node is None
    assert found[1].inspector is None
    assert "belongs to user 4001" in str(found[1].why_not)
    assert "127.0.0.1:9300" in str(found[1].why_not)
    assert "Bun" in str(found[2].why_not)


def test_another_network(fake: FakeProc) -> None:
    fake.add(1, network=THEIRS, pids=THEIRS, inner=[1], inodes=[70], cgroup=f"0::/docker/{ID}\n")
    fake.listen(1, (LOOPBACK, 9229, 70))
    found = row(1, fake.root)
    assert found.container
    assert found.container_id == ID
    assert found.inspector == Endpoint("127.0.0.1", 9229)
    assert "another network namespace" in str(found.why_not)
    fake.ourselves(rights=1 << 21)
    assert row(1, fake.root).attachable


def test_a_container_that_we_are_in_is_none(fake: FakeProc) -> None:
    (fake.root / "self" / "cgroup").write_text(f"0::/docker/{ID}\n")
    fake.add(1, cgroup=f"0::/docker/{ID}\n")
    assert not row(1, fake.root).container


def test_disabled_and_deadly_signals(fake: FakeProc) -> None:
    fake.add(1, caught=0, blocked=SIGUSR1)
    fake.add(2, caught=0)
    fake.add(3, caught=0, age=0.02)
    assert "SIGUSR1 is disabled" in str(row(1, fake.root).why_not)
    assert "would kill it" in str(row(2, fake.root).why_not)
    assert "still starting" in str(row(3, fake.root).why_not)


def test_lookalikes_are_listed_but_not_their_helpers(fake: FakeProc) -> None:
    fake.add(1, ["electron", "."], program="electron")
    fake.add(2, ["electron", "--type=renderer"], program="electron")
    fake.add(3, ["deno", "run", "a.ts"], program="deno")
    fake.add(4, ["python3", "node"], program=fake.program("python3.11", content=b"ELF"))
    found = {process.pid: str(process.why_not) for process in node_processes(proc=fake.root)}
    assert found == {
        1: "not Node but Electron, whose inspector is another one",
        3: "not Node but Deno, whose inspector is another one",
    }


def test_the_largest_comes_first_and_zombies_do_not_come(fake: FakeProc) -> None:
    fake.add(1, rss_kb=10)
    fake.add(2, rss_kb=30)
    fake.add(3, rss_kb=20)
    fake.add(4, state="Z")
    assert [process.pid for process in node_processes(proc=fake.root)] == [2, 3, 1]


def test_the_port_of_another_process_is_not_taken_for_its_own(fake: FakeProc) -> None:
    fake.add(1, ["node", "--inspect=9300", "a.js"], inodes=[70])
    fake.listen(1, (LOOPBACK, 9300, 71))
    assert row(1, fake.root).inspector is None
    assert "held by another program" in str(row(1, fake.root).why_not)


def test_an_inspector_on_any_port_of_every_address(run_node: RunNode) -> None:
    running = run_node(IDLE, flags=("--inspect=0.0.0.0:0",))
    port = int(running.wait_line("Debugger listening").split("ws://0.0.0.0:")[1].split("/")[0])
    running.wait_line("up")
    assert row(running.pid).inspector == Endpoint("0.0.0.0", port)
