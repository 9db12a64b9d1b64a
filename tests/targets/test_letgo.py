from __future__ import annotations

import psutil
import pytest

from tests.conftest import RunNode
from tests.support import reactions
from tests.support.fake_inspector import FakeInspector
from tests.support.processes import wait_until
from tests.support.servers import Server, serve
from tests.targets.conftest import AttachTo
from tuiinspect.cdp.connection import Connection
from tuiinspect.cdp.domains import start_evaluate
from tuiinspect.samples import TargetInfo
from tuiinspect.targets import ledger, procfs
from tuiinspect.targets.attach import Attachment
from tuiinspect.targets.letgo import let_go
from tuiinspect.targets.resolve import Pid


@pytest.fixture
def server(run_node: RunNode) -> Server:
    return serve(run_node, "--inspect-port=0")


def is_open(attachment: Attachment) -> bool:
    return any(at.port == attachment.info.port for at in procfs.listening(attachment.info.pid))


def sessions(attachment: Attachment) -> list[str]:
    """What the target still has of connections to its inspector."""
    found = psutil.Process(attachment.info.pid).net_connections("tcp")
    mine = (connection for connection in found if connection.laddr.port == attachment.info.port)
    return [connection.status for connection in mine if connection.status != psutil.CONN_LISTEN]


def test_second_time_says_the_same_and_does_nothing(server: Server, attach_to: AttachTo) -> None:
    attachment = attach_to(Pid(server.pid))
    assert let_go(attachment)
    again = attach_to(Pid(server.pid))
    assert let_go(attachment)
    assert is_open(again)


def test_inspector_is_kept_for_who_still_needs_it(server: Server, attach_to: AttachTo) -> None:
    first = attach_to(Pid(server.pid))
    assert let_go(first, keep_inspector=True)
    assert first.connection.closed
    assert is_open(first)
    last = attach_to(Pid(server.pid))
    assert last.info.opened_by_us
    assert let_go(last)
    assert not is_open(last)


def test_broken_connection_does_not_leave_the_port_open(server: Server, attach_to: AttachTo) -> None:
    attachment = attach_to(Pid(server.pid))
    attachment.connection.close()
    assert let_go(attachment)
    assert not is_open(attachment)
    assert server.serves()


def test_inspector_that_moved_meanwhile_is_closed_where_it_is(server: Server, attach_to: AttachTo) -> None:
    attachment = attach_to(Pid(server.pid))
    start_evaluate(
        attachment.connection,
        "{ const i = require('inspector'); setTimeout(() => { i.close(); i.open(0, '127.0.0.1'); }) }",
    )
    wait_until(lambda: attachment.connection.closed and len(procfs.listening(server.pid)) == 2)
    assert let_go(attachment)
    assert [at.port for at in procfs.listening(server.pid)] == [server.port]


def test_target_that_died(server: Server, attach_to: AttachTo) -> None:
    attachment = attach_to(Pid(server.pid))
    server.process.process.kill()
    server.process.wait_exit()
    assert let_go(attachment)
    assert ledger.find(server.pid) is None


def test_blocked_target_closes_when_it_comes_back(server: Server, attach_to: AttachTo) -> None:
    attachment = attach_to(Pid(server.pid))
    server.tell("block")
    assert not let_go(attachment)
    assert ledger.find(server.pid) is not None
    # A reply at the very moment of our hanging up crashes Node 18 and 20; that is not what is tried here.
    wait_until(lambda: not sessions(attachment))
    server.process.say("go on")
    wait_until(lambda: not is_open(attachment))
    assert server.serves()


def test_silent_other_end_is_left_all_the_same() -> None:
    info = TargetInfo(
        4194303, "v22.0.0", "x", ("node",), 0.0, None, "127.0.0.1", 1, opened_by_us=False, local=False
    )
    with FakeInspector() as fake:
        fake.on("Runtime.discardConsoleEntries", reactions.never())
        attachment = Attachment(Connection.open(fake.url), info, fake.url)
        assert not let_go(attachment)
        fake.wait_left()


def test_logged_objects_are_not_kept(server: Server, attach_to: AttachTo) -> None:
    with FakeInspector() as fake:
        fake.on("Runtime.discardConsoleEntries", reactions.reply({}))
        info = attach_to(Pid(server.pid)).info
        assert let_go(Attachment(Connection.open(fake.url), info, fake.url), keep_inspector=True)
        assert [message.method for message in fake.messages] == ["Runtime.discardConsoleEntries"]
