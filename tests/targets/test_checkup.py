from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterable

from tests.conftest import RunNode
from tests.support.processes import NodeProcess, wait_until
from tuiinspect.targets import procfs
from tuiinspect.targets.checkup import Check, check_target
from tuiinspect.targets.resolve import Address, Pid, Url

IDLE = "console.log('up'); setInterval(() => {}, 1e6)"


def by_name(checks: Iterable[Check]) -> dict[str, Check]:
    return {check.what: check for check in checks}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def asleep(run_node: RunNode, port: int) -> NodeProcess:
    running = run_node(IDLE, flags=(f"--inspect-port={port}",))
    running.wait_line("up")
    return running


def test_a_node_that_can_be_woken_is_left_asleep(run_node: RunNode) -> None:
    running = asleep(run_node, free_port())
    checks = by_name(check_target(Pid(running.pid)))
    assert [name for name, check in checks.items() if check.passed] == ["process", "Node", "port", "attach"]
    assert "is free" in checks["port"].found
    assert checks["inspector"].found == "none listens"
    assert "network: ours, pids: ours" in checks["namespaces"].found
    assert procfs.listening(running.pid) == ()
    assert running.lines == ["up"]


def test_a_listening_inspector(run_node: RunNode) -> None:
    running = run_node(IDLE, flags=("--inspect=0",))
    line = running.wait_line("Debugger listening")
    port = int(line.split("ws://127.0.0.1:")[1].split("/")[0])
    secret = line.rpartition("/")[2]
    running.wait_line("up")
    for spec in (
        Pid(running.pid),
        Address("127.0.0.1", port),
        Address("localhost", port),
        Url(f"ws://127.0.0.1:{port}/{secret}"),
    ):
        checks = by_name(check_target(spec))
        assert checks["attach"] == Check("attach", "should work", passed=True)
        assert "answers" in checks["inspector"].found
        assert not any(secret in check.found for check in checks.values())
    assert f"process {running.pid}" in checks["listener"].found
    assert not any("attached" in said for said in running.lines)


def test_a_port_that_somebody_holds(run_node: RunNode) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        checks = by_name(check_target(Pid(asleep(run_node, port).pid)))
    assert checks["port"].passed is False
    assert f"held by process {os.getpid()}" in checks["port"].found
    assert checks["attach"].passed is False


def test_any_port_will_do(run_node: RunNode) -> None:
    checks = by_name(check_target(Pid(asleep(run_node, 0).pid)))
    assert "any free one" in checks["port"].found
    assert checks["attach"].passed


def test_a_stopped_node(run_node: RunNode) -> None:
    running = asleep(run_node, free_port())
    os.kill(running.pid, 19)
    wait_until(lambda: getattr(procfs.status(running.pid), "state", "") == "T")
    checks = by_name(check_target(Pid(running.pid)))
    assert "kill -CONT" in checks["attach"].found
    assert checks["attach"].passed is False
    os.kill(running.pid, 18)


def test_a_worker(run_node: RunNode) -> None:
    checks = by_name(check_target(Pid(asleep(run_node, free_port()).pid, worker=1)))
    assert checks["worker"] == Check("worker", "whether it has a worker 1 only its inspector can tell")
    assert checks["attach"].passed


def test_another_program() -> None:
    sleeping = subprocess.Popen(["sleep", "60"])
    try:
        wait_until(lambda: procfs.command(sleeping.pid)[:1] == ("sleep",))
        checks = by_name(check_target(Pid(sleeping.pid)))
        assert checks["Node"].passed is False
        assert "another program" in checks["Node"].found
        assert "attach" not in checks
        assert sleeping.poll() is None
    finally:
        sleeping.kill()
        sleeping.wait()


def test_nobody() -> None:
    assert [check.passed for check in check_target(Pid(2**22 + 1))] == [False]
    assert by_name(check_target(Address("127.0.0.1", free_port())))["listener"].passed is False


def test_what_listens_is_no_inspector(run_node: RunNode) -> None:
    running = run_node(
        "const s = require('net').createServer((c) => c.end('hello\\n'));"
        "s.listen(0, '127.0.0.1', () => console.log('port', s.address().port));"
    )
    port = int(running.wait_line("port ").split()[1])
    checks = by_name(check_target(Address("127.0.0.1", port)))
    assert checks["listener"].passed
    assert checks["inspector"].passed is False
    assert "attach" not in checks


def test_an_address_elsewhere_is_not_contacted() -> None:
    checks = check_target(Address("192.0.2.1", 9229))
    assert [check.what for check in checks] == ["address"]
    assert checks[0].passed is False
    assert "ssh -L 9229" in checks[0].found
