from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import RunNode
from tests.support.fake_inspector import FakeInspector
from tests.support.processes import wait_until
from tests.support.relay import Relay
from tests.support.servers import SOURCE, Server, serve
from tests.targets.conftest import AttachTo
from tuiinspect.cdp.domains import evaluate
from tuiinspect.errors import CallTimedOut, NoSuchTarget, NotAttachable, Refused
from tuiinspect.targets import attach as attaching
from tuiinspect.targets import ledger, procfs, wake
from tuiinspect.targets.binaries import Binary
from tuiinspect.targets.discovery import node_processes
from tuiinspect.targets.letgo import let_go
from tuiinspect.targets.resolve import Address, Pid, Url


@pytest.fixture
def closed(run_node: RunNode) -> Server:
    """A server whose inspector is not open; woken, it takes any free port."""
    return serve(run_node, "--inspect-port=0")


@pytest.fixture
def opened(run_node: RunNode) -> Server:
    """A server that was started with its inspector open."""
    return serve(run_node, "--inspect=0")


def inspector_ports(server: Server) -> list[int]:
    return [at.port for at in procfs.listening(server.pid) if at.port != server.port]


def test_closed_inspector_is_opened_and_closed_again(closed: Server, attach_to: AttachTo) -> None:
    attachment = attach_to(Pid(closed.pid))
    info = attachment.info
    assert (info.pid, info.opened_by_us, info.local, info.host) == (closed.pid, True, True, "127.0.0.1")
    assert info.started == procfs.start_time(closed.pid)
    assert info.command == procfs.command(closed.pid)
    assert info.title == "program0.js"
    assert re.fullmatch(r"v\d+\.\d+\.\d+", info.node)
    assert inspector_ports(closed) == [info.port]
    assert evaluate(attachment.connection, "process.pid", by_value=True).value == closed.pid

    assert let_go(attachment)
    assert inspector_ports(closed) == []
    assert ledger.find(closed.pid) is None
    assert closed.serves()


def test_open_inspector_stays_open(opened: Server, attach_to: AttachTo) -> None:
    before = inspector_ports(opened)
    attachment = attach_to(Pid(opened.pid))
    assert not attachment.info.opened_by_us
    assert [attachment.info.port] == before
    assert let_go(attachment)
    assert inspector_ports(opened) == before
    assert opened.serves()


def test_again_and_again(closed: Server, attach_to: AttachTo) -> None:
    for _ in range(3):
        assert let_go(attach_to(Pid(closed.pid)))
    assert closed.serves()


def test_second_session_of_a_run_knows_that_it_opened_the_first(closed: Server, attach_to: AttachTo) -> None:
    first = attach_to(Pid(closed.pid))
    first.connection.close()
    assert attach_to(Pid(closed.pid)).info.opened_by_us


def test_process_that_has_only_just_started(run_node: RunNode, attach_to: AttachTo) -> None:
    process = run_node("setInterval(() => {}, 1000)", flags=("--inspect-port=0",))
    assert attach_to(Pid(process.pid)).info.pid == process.pid


def test_process_that_starts_slowly_is_waited_for(
    closed: Server, attach_to: AttachTo, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = iter(["disabled", "disabled", "caught"])
    monkeypatch.setattr(procfs, "sigusr1", lambda _pid: next(states))
    monkeypatch.setattr(procfs, "uptime", lambda _pid: 7.0)
    monkeypatch.setattr(wake, "_is_working", lambda _pid: True)
    assert attach_to(Pid(closed.pid)).info.pid == closed.pid


def test_busy_main_thread_is_reached(closed: Server, attach_to: AttachTo) -> None:
    closed.tell("loop")
    attachment = attach_to(Pid(closed.pid))
    assert let_go(attachment)
    assert inspector_ports(closed) == []
    assert closed.process.alive


def test_port_and_url_lead_to_the_process(
    opened: Server, attach_to: AttachTo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1/")
    (port,) = inspector_ports(opened)
    by_port = attach_to(Address("127.0.0.1", port))
    assert (by_port.info.pid, by_port.info.local) == (opened.pid, True)
    by_name = attach_to(Address("localhost", port))
    assert by_name.info.pid == opened.pid
    by_url = attach_to(Url(by_port.url))
    assert (by_url.info.pid, by_url.info.started) == (opened.pid, by_port.info.started)
    assert by_port.url.rpartition("/")[2] not in repr(by_port)


def test_forwarded_port_is_not_taken_for_a_process_here(opened: Server, attach_to: AttachTo) -> None:
    direct = attach_to(Pid(opened.pid))
    info = attach_to(Url(Relay(direct.url).url)).info
    assert (info.pid, info.local, info.user) == (opened.pid, False, None)
    assert info.title == "program0.js"
    assert abs(info.started - direct.info.started) < 5


def test_inspector_open_to_the_network_is_warned_of(run_node: RunNode, attach_to: AttachTo) -> None:
    server = serve(run_node, "--inspect=0.0.0.0:0")
    (warning,) = attach_to(Pid(server.pid)).info.warnings
    assert "0.0.0.0" in warning


def test_other_machines_take_an_explicit_word(
    opened: Server, attach_to: AttachTo, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused, match=r"ssh -L 9229:127\.0\.0\.1:9229 192\.0\.2\.1"):
        attach_to(Address("192.0.2.1", 9229))
    with pytest.raises(Refused, match="--allow-remote"):
        attach_to(Url("ws://192.0.2.1:9229/x"))
    monkeypatch.setattr(attaching, "_is_loopback", lambda _host: False)
    (port,) = inspector_ports(opened)
    assert not attach_to(Address("127.0.0.1", port), allow_remote=True).info.local


def test_nobody_there(attach_to: AttachTo) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(NoSuchTarget, match="refused"):
        attach_to(Address("127.0.0.1", port))
    with pytest.raises(NoSuchTarget, match="no process 4194303"):
        attach_to(Pid(4194303))


@pytest.mark.parametrize("command", [["sleep", "60"], [sys.executable, "-c", "input()"]])
def test_what_is_not_node_is_refused_and_unharmed(command: list[str], attach_to: AttachTo) -> None:
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        # Until the program is running it still is what started it.
        wait_until(lambda: procfs.command(process.pid) == tuple(command))
        with pytest.raises(NotAttachable, match=r"not Node\.js"):
            attach_to(Pid(process.pid))
        assert process.poll() is None
        process.kill()
        assert process.wait() == -signal.SIGKILL


def test_stopped_process_is_told_to_continue(closed: Server, attach_to: AttachTo) -> None:
    os.kill(closed.pid, signal.SIGSTOP)
    wait_until(lambda: (known := procfs.status(closed.pid)) is not None and known.state == "T")
    with pytest.raises(NotAttachable, match=f"kill -CONT {closed.pid}"):
        attach_to(Pid(closed.pid))
    os.kill(closed.pid, signal.SIGCONT)
    assert attach_to(Pid(closed.pid)).info.pid == closed.pid


def test_program_with_its_own_handler(
    run_node: RunNode, attach_to: AttachTo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wake, "_PORT_PATIENCE_S", 0.3)
    process = run_node(
        "process.on('SIGUSR1', () => console.log('mine')); setInterval(() => {}, 1000); console.log('up')",
        flags=("--inspect-port=0",),
    )
    process.wait_line("up")
    with pytest.raises(NotAttachable, match="handles that signal itself"):
        attach_to(Pid(process.pid))
    process.wait_line("mine")
    assert process.alive
    listed = next(found for found in node_processes() if found.pid == process.pid)
    assert "handles that signal itself" in str(listed.why_not)


def test_inspector_that_opens_only_later_is_still_ours(
    closed: Server, attach_to: AttachTo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wake, "_PORT_PATIENCE_S", 0.1)
    closed.tell("block")
    with pytest.raises(NotAttachable, match="stuck in a synchronous call"):
        attach_to(Pid(closed.pid))
    closed.process.say("go on")
    wait_until(lambda: inspector_ports(closed))
    attachment = attach_to(Pid(closed.pid))
    assert attachment.info.opened_by_us
    assert let_go(attachment)
    assert inspector_ports(closed) == []


@pytest.mark.parametrize(("state", "words"), [("disabled", "--disable-sigusr1"), ("would kill", "kill it")])
def test_signal_that_is_vain_or_deadly_is_not_sent(
    closed: Server, attach_to: AttachTo, monkeypatch: pytest.MonkeyPatch, state: str, words: str
) -> None:
    monkeypatch.setattr(procfs, "sigusr1", lambda _pid: state)
    monkeypatch.setattr(procfs, "uptime", lambda _pid: 3600.0)
    with pytest.raises(NotAttachable, match=words):
        attach_to(Pid(closed.pid))
    assert inspector_ports(closed) == []
    assert closed.serves()


def test_inspector_that_would_hide_its_address_is_not_opened(run_node: RunNode, attach_to: AttachTo) -> None:
    server = serve(run_node, "--inspect-port=0", "--inspect-publish-uid=stderr")
    with pytest.raises(NotAttachable, match="inspect-publish-uid"):
        attach_to(Pid(server.pid))
    assert inspector_ports(server) == []


def test_proof_that_fails_leaves_the_inspector_closed(
    closed: Server, attach_to: AttachTo, monkeypatch: pytest.MonkeyPatch
) -> None:
    def time_out(*_: object) -> None:
        raise CallTimedOut("Runtime.evaluate", 10)

    monkeypatch.setattr(attaching, "ask_who", time_out)
    with pytest.raises(CallTimedOut):
        attach_to(Pid(closed.pid))
    assert inspector_ports(closed) == []
    assert closed.serves()


@pytest.fixture
def impostor(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeInspector]:
    """An inspector in this very process, which is taken for Node."""
    monkeypatch.setattr(procfs, "is_node", lambda _pid: True)
    monkeypatch.setattr(procfs, "binary", lambda _pid: Binary(is_node=True))
    with FakeInspector() as fake:
        yield fake


def test_answer_of_another_process_is_refused(impostor: FakeInspector, attach_to: AttachTo) -> None:
    said = {"pid": 1, "version": "v22.0.0", "uptime": 1.0, "command": ["node"]}
    impostor.answer("real.pid", said)
    with pytest.raises(NotAttachable, match=f"belongs to process 1, not to {os.getpid()}"):
        attach_to(Pid(os.getpid()))
    impostor.wait_left()
    assert {message.method for message in impostor.messages} <= {
        "Runtime.evaluate",
        "Runtime.discardConsoleEntries",
    }


def test_answer_of_no_node_is_refused(impostor: FakeInspector, attach_to: AttachTo) -> None:
    impostor.answer("real.pid", {"pid": "none"})
    with pytest.raises(NotAttachable, match=r"not a Node\.js program"):
        attach_to(Pid(os.getpid()))


@pytest.mark.every_node
def test_every_version_comes_and_goes(run_node: RunNode, attach_to: AttachTo, every_node: Path) -> None:
    server = serve(run_node, "--inspect-port=0", node=every_node)
    for _ in range(3):
        attachment = attach_to(Pid(server.pid))
        assert attachment.info.opened_by_us
        assert let_go(attachment)
        assert inspector_ports(server) == []
        assert server.serves()
    started_open = serve(run_node, "--inspect=0", node=every_node)
    assert let_go(attach_to(Pid(started_open.pid)))
    assert started_open.serves()


@pytest.mark.every_node
def test_every_version_is_reached_and_left_in_a_loop(
    run_node: RunNode, attach_to: AttachTo, every_node: Path
) -> None:
    server = serve(run_node, "--inspect-port=0", node=every_node)
    server.tell("loop")
    assert let_go(attach_to(Pid(server.pid)))
    assert inspector_ports(server) == []
    assert server.process.alive


def test_the_server_of_these_tests_is_what_it_says(run_node: RunNode) -> None:
    server = Server(run_node(SOURCE))
    assert server.serves()
    server.tell("exit")
    assert server.process.wait_exit() == 3


FRAGILE = """
const http = require('http');
const server = http.createServer((request, response) => {
  if (request.url !== '/') throw new Error(`nobody may ask for ${request.url}`);
  response.end();
});
server.listen(0, '127.0.0.1', () => console.log('serving', server.address().port));
process.stdin.resume();
"""


def test_server_of_the_program_is_not_visited(run_node: RunNode, attach_to: AttachTo) -> None:
    program = run_node(FRAGILE, flags=("--inspect-port=0",))
    program.wait_line("serving")
    assert attach_to(Pid(program.pid)).info.opened_by_us
    assert program.alive
