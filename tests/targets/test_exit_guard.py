from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import RunNode
from tests.support import reactions
from tests.support.fake_inspector import FakeInspector
from tests.support.processes import wait_until
from tests.support.servers import Server, serve
from tests.targets.conftest import AttachTo
from tuiinspect.cdp.connection import Connection
from tuiinspect.cdp.domains import WAITING_FOR_DISCONNECT, evaluate
from tuiinspect.errors import ConnectionLost, InspectError, TargetEnding
from tuiinspect.targets import exit_guard
from tuiinspect.targets.exit_guard import guard, major
from tuiinspect.targets.resolve import Pid

ANNOUNCE = "NodeRuntime.notifyWhenWaitingForDisconnect"
ENDINGS = {"exit": 3, "throw": 1, "finish": 0, "SIGTERM": 7}


@pytest.fixture
def fake() -> Iterator[FakeInspector]:
    with FakeInspector() as inspector:
        inspector.on(ANNOUNCE, reactions.reply({}))
        inspector.on("Runtime.evaluate", reactions.reply({"result": {"type": "number", "value": 0}}))
        inspector.on("Main.do", reactions.reply({}))
        yield inspector


@pytest.fixture
def connection(fake: FakeInspector, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    monkeypatch.setattr(exit_guard, "HEARTBEAT_S", 0.001)
    opened = Connection.open(fake.url)
    yield opened
    opened.close()


def methods(fake: FakeInspector) -> list[str]:
    return [message.method for message in fake.messages]


@pytest.mark.parametrize(
    ("version", "number"), [("v18.20.8", 18), ("v26.0.0-pre", 26), ("22.1.0", 22), ("", 0)]
)
def test_major(version: str, number: int) -> None:
    assert major(version) == number


def test_new_node_announces_and_nothing_is_sent_after(fake: FakeInspector, connection: Connection) -> None:
    guard(connection, "v22.0.0")
    fake.wait_session().emit(WAITING_FOR_DISCONNECT, {})
    fake.wait_left()
    assert isinstance(connection.ended_by, TargetEnding)
    with pytest.raises(TargetEnding):
        connection.call("Main.do")
    assert methods(fake) == [ANNOUNCE]


@pytest.mark.parametrize("version", ["v18.20.8", "v20.20.2"])
@pytest.mark.parametrize(
    "words", ["Cannot find context with specified id", "Cannot find default execution context"]
)
def test_old_node_is_found_out_by_the_first_failing_heartbeat(
    fake: FakeInspector, connection: Connection, version: str, words: str
) -> None:
    fake.on(
        "Runtime.evaluate",
        reactions.reply({"result": {"type": "number", "value": 0}}),
        reactions.refuse(words),
    )
    guard(connection, version)
    fake.wait_left()
    assert isinstance(connection.ended_by, TargetEnding)
    assert methods(fake) == ["Runtime.evaluate", "Runtime.evaluate"]


def test_other_failures_are_no_sign_of_an_end(fake: FakeInspector, connection: Connection) -> None:
    fake.on("Runtime.evaluate", reactions.refuse("Execution was terminated"))
    guard(connection, "v20.0.0")
    fake.wait_message("Runtime.evaluate", 5)
    assert not connection.closed


def test_blocked_target_gets_one_heartbeat_only(fake: FakeInspector, connection: Connection) -> None:
    fake.on("Runtime.evaluate", reactions.never())
    guard(connection, "v20.0.0")
    fake.wait_message("Runtime.evaluate")
    for _ in range(200):
        connection.call("Main.do")
    assert methods(fake).count("Runtime.evaluate") == 1


def test_node_that_cannot_announce_gets_heartbeats(fake: FakeInspector, connection: Connection) -> None:
    fake.on(ANNOUNCE, reactions.unknown_method)
    guard(connection, "v22.0.0")
    fake.wait_message("Runtime.evaluate", 2)


def test_target_is_not_asked_while_it_can_be_seen_to_work(
    fake: FakeInspector, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    works = iter([True] * 5)
    monkeypatch.setattr(exit_guard, "has_work", lambda _pid: next(works, False))
    guard(connection, "v20.0.0", 77)
    fake.wait_message("Runtime.evaluate")
    assert next(works, None) is None


def test_lost_connection_is_no_ending(fake: FakeInspector, connection: Connection) -> None:
    guard(connection, "v22.0.0")
    fake.wait_session().drop()
    wait_until(lambda: connection.closed)
    assert type(connection.ended_by) is ConnectionLost


def end(server: Server, how: str) -> None:
    if how == "SIGTERM":
        server.process.process.send_signal(signal.SIGTERM)
    else:
        server.process.say(how)


@pytest.mark.parametrize("how", ENDINGS)
def test_target_ends_as_it_would_without_us(run_node: RunNode, attach_to: AttachTo, how: str) -> None:
    server = serve(run_node, "--inspect-port=0")
    attachment = attach_to(Pid(server.pid))
    end(server, how)
    assert server.process.wait_exit() == ENDINGS[how]
    wait_until(lambda: attachment.connection.closed)
    assert isinstance(attachment.connection.ended_by, TargetEnding)


@pytest.mark.every_node
@pytest.mark.parametrize("how", ENDINGS)
def test_every_version_ends_unharmed_under_a_stream_of_calls(
    run_node: RunNode, attach_to: AttachTo, every_node: Path, how: str
) -> None:
    for _ in range(5):
        server = serve(run_node, "--inspect-port=0", node=every_node)
        connection = attach_to(Pid(server.pid)).connection
        end(server, how)
        while not connection.closed:
            with contextlib.suppress(InspectError):
                evaluate(connection, "process.memoryUsage()", command_line_api=False)
        assert server.process.wait_exit() == ENDINGS[how]
