"""Several targets and one well-known port: ours make room, others' are left alone."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import msgspec
import pytest

from tests.conftest import RunNode
from tests.support.processes import wait_until
from tests.support.servers import Server, serve
from tests.targets.conftest import AttachTo
from tuiinspect.errors import NotAttachable
from tuiinspect.targets import ledger, procfs
from tuiinspect.targets.ledger import Note
from tuiinspect.targets.letgo import let_go
from tuiinspect.targets.resolve import Pid


def complaints(server: Server) -> list[str]:
    return [line for line in server.process.lines if "Starting inspector" in line]


def test_port_held_by_another_program(run_node: RunNode, attach_to: AttachTo, well_known_port: int) -> None:
    server = serve(run_node)
    with socket.create_server(("127.0.0.1", well_known_port)):
        with pytest.raises(NotAttachable, match=f"port 9229.*held by process {os.getpid()}") as caught:
            attach_to(Pid(server.pid))
        assert "--inspect-port=0" in str(caught.value)
    assert complaints(server) == []
    assert attach_to(Pid(server.pid)).info.port == well_known_port


def test_port_held_by_a_node_that_is_not_ours(
    run_node: RunNode, attach_to: AttachTo, well_known_port: int
) -> None:
    holder = serve(run_node, f"--inspect={well_known_port}")
    server = serve(run_node)
    with pytest.raises(NotAttachable, match=f"held by process {holder.pid} "):
        attach_to(Pid(server.pid))
    assert complaints(server) == []
    assert any(at.port == well_known_port for at in procfs.listening(holder.pid))
    assert holder.serves()


@pytest.mark.usefixtures("well_known_port")
def test_ours_makes_room_and_is_found_again(run_node: RunNode, attach_to: AttachTo) -> None:
    first, second = serve(run_node), serve(run_node)
    before = attach_to(Pid(first.pid))
    assert before.info.port == 9229
    newcomer = attach_to(Pid(second.pid))
    assert newcomer.info.port == 9229
    assert newcomer.info.opened_by_us
    wait_until(lambda: before.connection.closed)

    after = attach_to(Pid(first.pid))
    assert after.info.port != 9229
    assert after.info.opened_by_us
    assert complaints(first) + complaints(second) == []
    for attachment, server in ((after, first), (newcomer, second)):
        assert let_go(attachment)
        assert [at.port for at in procfs.listening(server.pid)] == [server.port]
        assert server.serves()


@pytest.mark.usefixtures("well_known_port")
def test_target_of_another_run_stays_that_runs(
    run_node: RunNode, attach_to: AttachTo, ledger_folder: Path
) -> None:
    first, second, other_run = serve(run_node), serve(run_node), serve(run_node)
    attach_to(Pid(first.pid)).connection.close()
    started, opener_started = procfs.start_ticks(first.pid), procfs.start_ticks(other_run.pid)
    assert started is not None
    assert opener_started is not None
    note = Note(first.pid, started, 9229, other_run.pid, opener_started)
    (ledger_folder / f"{first.pid}.json").write_bytes(msgspec.json.encode(note))

    assert attach_to(Pid(second.pid)).info.port == 9229
    moved = ledger.find(first.pid)
    assert moved is not None
    assert (moved.opener, moved.port != 9229) == (other_run.pid, True)
    assert not attach_to(Pid(first.pid)).info.opened_by_us


@pytest.mark.usefixtures("well_known_port")
def test_blocked_one_of_ours_cannot_move(run_node: RunNode, attach_to: AttachTo) -> None:
    first, second = serve(run_node), serve(run_node)
    attach_to(Pid(first.pid))
    first.tell("block")
    with pytest.raises(NotAttachable, match=f"process {first.pid} .*could not move"):
        attach_to(Pid(second.pid))
    assert complaints(second) == []
    first.process.say("go on")
    assert attach_to(Pid(second.pid)).info.port == 9229
