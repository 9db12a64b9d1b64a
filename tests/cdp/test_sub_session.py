from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support import reactions
from tests.support.fake_inspector import FakeInspector
from tests.support.fake_session import FakeSession, Message
from tests.support.processes import wait_until
from tuiinspect.cdp.connection import Connection
from tuiinspect.cdp.messages import decode
from tuiinspect.errors import CallFailed, ConnectionLost

CARRIER = "NodeWorker.sendMessageToWorker"
FROM_WORKER = "NodeWorker.receivedMessageFromWorker"


def echo_as_worker(session: FakeSession, message: Message) -> None:
    """Carry the call, then answer it as the worker with its own params."""
    session.send({"id": message.id, "result": {}})
    call = json.loads(message.params["message"])
    say(session, message.params["sessionId"], {"id": call["id"], "result": call["params"]})


def say(session: FakeSession, worker: str, document: dict[str, Any]) -> None:
    session.emit(FROM_WORKER, {"sessionId": worker, "message": json.dumps(document)})


def test_workers_answer_each_for_itself(fake: FakeInspector, connection: Connection) -> None:
    fake.on(CARRIER, echo_as_worker)
    first, second = connection.sub_session("1"), connection.sub_session("2")
    assert connection.sub_session("1") is first
    assert first.call("Any.thing", {"from": 1}) == {"from": 1}
    assert second.call("Any.thing", {"from": 2}) == {"from": 2}
    assert fake.wait_message(CARRIER, 2).params["sessionId"] == "2"


def test_events_go_to_the_worker_they_come_from(fake: FakeInspector, connection: Connection) -> None:
    fake.on(CARRIER, echo_as_worker)
    heard: list[object] = []
    connection.sub_session("1").subscribe("Some.event", lambda params: heard.append(decode(params)))
    connection.subscribe("Some.event", lambda _params: heard.append("not of the main thread"))
    for worker in ("2", "1"):
        say(fake.wait_session(), worker, {"method": "Some.event", "params": {"of": worker}})
    assert connection.sub_session("1").call("Any.thing") == {}
    assert heard == [{"of": "1"}]


def test_call_that_cannot_be_carried_fails(fake: FakeInspector, connection: Connection) -> None:
    fake.on(CARRIER, reactions.refuse("Session not found"))
    with pytest.raises(CallFailed, match="Session not found"):
        connection.sub_session("9").call("Any.thing", timeout=60)


def test_end_of_a_worker_fails_its_calls_alone(fake: FakeInspector, connection: Connection) -> None:
    fake.on(CARRIER, reactions.reply({}))
    fake.on("Main.do", reactions.reply({"ok": 1}))
    ended, other = connection.sub_session("1"), connection.sub_session("2")
    waiting = ended.start("Any.thing")
    fake.wait_message(CARRIER)
    fake.wait_session().emit("NodeWorker.detachedFromWorker", {"sessionId": "1"})
    with pytest.raises(ConnectionLost, match=r"Any\.thing got no answer: the worker thread has ended"):
        waiting.result(5)
    assert (ended.closed, other.closed) == (True, False)
    assert connection.call("Main.do") == {"ok": 1}


def test_end_of_the_connection_ends_the_workers(fake: FakeInspector, connection: Connection) -> None:
    fake.on(CARRIER, reactions.reply({}))
    worker = connection.sub_session("1")
    waiting = worker.start("Any.thing")
    fake.wait_message(CARRIER)
    fake.wait_session().drop()
    with pytest.raises(ConnectionLost, match=r"Any\.thing"):
        waiting.result(5)
    wait_until(lambda: worker.closed)
    with pytest.raises(ConnectionLost):
        worker.call("Any.thing")


def test_close_waits_for_a_workers_reply_too(fake: FakeInspector, connection: Connection) -> None:
    fake.on(CARRIER, reactions.reply({}))
    fake.on("Main.do", reactions.reply({}))
    worker = connection.sub_session("1")
    waiting = worker.start("Any.thing")
    connection.call("Main.do")
    session = fake.wait_session()
    connection.subscribe("Some.event", lambda _params: connection.close())
    session.emit("Some.event", {})
    say(session, "1", {"id": 1, "result": {"late": True}})
    assert waiting.result(5) == {"late": True}
    fake.wait_left()
