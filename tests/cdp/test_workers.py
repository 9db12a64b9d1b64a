from __future__ import annotations

import json

import pytest

from tests.support import reactions
from tests.support.fake_inspector import FakeInspector
from tests.support.fake_session import FakeSession, Message
from tests.support.processes import wait_until
from tuiinspect.cdp.connection import Connection
from tuiinspect.cdp.shapes import WorkerInfo
from tuiinspect.cdp.workers import Workers, thread_of
from tuiinspect.errors import CallFailed, TargetEnding

CARRIER = "NodeWorker.sendMessageToWorker"


def come(session: FakeSession, session_id: str, title: str) -> None:
    info = {"workerId": session_id, "type": "worker", "title": title, "url": "file:///app/render.js"}
    session.emit("NodeWorker.attachedToWorker", {"sessionId": session_id, "workerInfo": info})


def two_are_there(session: FakeSession, message: Message) -> None:
    """Node tells of the present ones before it answers, in no order, numbered for this session alone."""
    come(session, "1", "[worker 7] renderer")
    come(session, "2", "[worker 3]")
    session.send({"id": message.id, "result": {}})


@pytest.fixture
def workers(fake: FakeInspector, connection: Connection) -> Workers:
    fake.on("NodeWorker.enable", two_are_there)
    return Workers.enable(connection)


def test_those_that_are_there_are_known_at_once_by_their_thread_ids(workers: Workers) -> None:
    assert [(worker.number, worker.name) for worker in workers.present] == [(3, ""), (7, "renderer")]
    found = workers.find(7)
    assert found is not None
    assert (found.url, found.session.session_id) == ("file:///app/render.js", "1")
    assert workers.find(1) is None


def test_they_come_and_go(fake: FakeInspector, workers: Workers) -> None:
    ended = workers.find(3)
    assert ended is not None
    session = fake.wait_session()
    session.emit("NodeWorker.detachedFromWorker", {"sessionId": "2"})
    come(session, "3", "[worker 12] late")
    wait_until(lambda: workers.find(12) is not None)
    assert [worker.number for worker in workers.present] == [7, 12]
    assert isinstance(ended.session.ended_by, TargetEnding)
    assert ended.session.close_reason == "worker 3 has ended"


def test_disabling_ends_their_sessions_and_fails_what_waits(fake: FakeInspector, workers: Workers) -> None:
    fake.on("NodeWorker.disable", reactions.reply({}))
    fake.on(CARRIER, reactions.reply({}))
    worker = workers.find(7)
    assert worker is not None
    waiting = worker.session.start("Any.thing")
    assert workers.disable()
    assert waiting.done
    assert worker.session.closed
    assert json.loads(fake.wait_message(CARRIER).params["message"])["method"] == "Any.thing"


def test_a_target_without_worker_threads_says_so(fake: FakeInspector, connection: Connection) -> None:
    fake.on("NodeWorker.enable", reactions.refuse("'NodeWorker.enable' wasn't found"))
    with pytest.raises(CallFailed, match="wasn't found"):
        Workers.enable(connection)


@pytest.mark.parametrize(
    ("title", "known"),
    [
        ("[worker 3] renderer", (3, "renderer")),
        ("[worker 12]", (12, "")),
        ("Worker 4", (4, "")),
        ("[worker 1] [worker 2] of mine", (1, "[worker 2] of mine")),
        ("something else", (9, "something else")),
    ],
)
def test_the_title_says_the_thread_id(title: str, known: tuple[int, str]) -> None:
    assert thread_of(WorkerInfo(worker_id="9", type="worker", title=title, url="")) == known
