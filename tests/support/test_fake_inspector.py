"""The fake inspector keeps its own promises, seen through a client that is not ours."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
import websocket

from tests.support import websocket_frames as ws
from tests.support.fake_inspector import SESSION_PATH, FakeInspector
from tests.support.reactions import (
    drop,
    drop_within_frame,
    event,
    fragmented,
    held,
    in_turn,
    never,
    ping,
    raw_bytes,
    refuse,
    reply,
    say_goodbye,
    text,
    value,
)

PROXIES = ["127.0.0.1", "localhost"]


@pytest.fixture
def fake() -> Iterator[FakeInspector]:
    with FakeInspector() as inspector:
        yield inspector


@pytest.fixture
def client(fake: FakeInspector) -> Iterator[websocket.WebSocket]:
    connected = websocket.create_connection(
        fake.url, timeout=60, http_no_proxy=PROXIES, skip_utf8_validation=True
    )
    with closing(connected):
        yield connected


def send(client: websocket.WebSocket, number: int, method: str, **params: object) -> None:
    client.send(json.dumps({"id": number, "method": method, "params": params}))


def receive(client: websocket.WebSocket) -> Any:
    return json.loads(client.recv())


def get(fake: FakeInspector, path: str, **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", fake.port, timeout=5)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    answer = response.status, response.read()
    connection.close()
    return answer


def test_the_pages_lead_to_the_session(fake: FakeInspector) -> None:
    status, page = get(fake, "/json/list")
    assert (status, json.loads(page)[0]["webSocketDebuggerUrl"]) == (200, fake.url)
    status, page = get(fake, "/json/version")
    assert (status, json.loads(page)["Browser"]) == (200, "node.js/v22.0.0")
    assert get(fake, "/elsewhere")[0] == 404
    first = fake.requests[0]
    assert (first.method, first.path) == ("GET", "/json/list")
    assert first.headers["host"] == f"127.0.0.1:{fake.port}"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:9229", 200),
        ("[::1]:9229", 200),
        ("10.0.0.7", 200),
        ("example.org:9229", 400),
        ("127.0.0.1.example.org", 400),
    ],
)
def test_names_other_than_localhost_are_refused(fake: FakeInspector, host: str, status: int) -> None:
    assert get(fake, "/json/list", Host=host)[0] == status


def test_pages_can_be_anything() -> None:
    with FakeInspector(pages={"/json/list": (200, b"<html>not this"), "/json/version": (500, b"")}) as fake:
        assert get(fake, "/json/list") == (200, b"<html>not this")
        assert get(fake, "/json/version")[0] == 500


@pytest.mark.parametrize(("path", "refused", "status"), [("/wrong", None, 400), (SESSION_PATH, 503, 503)])
def test_sessions_can_be_refused(path: str, refused: int | None, status: int) -> None:
    with FakeInspector(refuse_sessions=refused) as fake:
        with pytest.raises(websocket.WebSocketBadStatusException) as caught:
            websocket.create_connection(f"ws://127.0.0.1:{fake.port}{path}", http_no_proxy=PROXIES)
        assert caught.value.status_code == status


def test_calls_are_recorded_and_met_in_order(fake: FakeInspector, client: websocket.WebSocket) -> None:
    fake.on("A", reply({"turn": 1}), refuse("no more"))
    for number in (1, 2, 3):
        send(client, number, "A", n=number)
    assert receive(client) == {"id": 1, "result": {"turn": 1}}
    for number in (2, 3):
        assert receive(client) == {"id": number, "error": {"code": -32000, "message": "no more"}}
    send(client, 4, "B")
    assert receive(client)["error"] == {"code": -32601, "message": "'B' wasn't found"}
    assert fake.wait_message("A", 2).params == {"n": 2}
    assert fake.unmasked == 0


def test_evaluations_are_answered_by_their_text(fake: FakeInspector, client: websocket.WebSocket) -> None:
    fake.answer("process.pid", 1)
    fake.answer("version", "v18.0.0")
    send(client, 1, "Runtime.evaluate", expression="({ it: process.pid })")
    send(client, 2, "Runtime.evaluate", expression="process.version")
    assert [receive(client)["result"]["result"]["value"] for _ in range(2)] == [1, "v18.0.0"]
    fake.on("Runtime.evaluate", value(7))
    send(client, 3, "Runtime.evaluate", expression="process.pid")
    assert receive(client)["result"]["result"]["value"] == 7


def test_a_held_reply_comes_when_it_is_released(fake: FakeInspector, client: websocket.WebSocket) -> None:
    fake.on("Slow", held("late"))
    fake.on("Quick", reply("at once"))
    fake.on("Silent", never())
    for number, method in enumerate(("Slow", "Silent", "Quick")):
        send(client, number, method)
    assert receive(client) == {"id": 2, "result": "at once"}
    fake.release()
    assert receive(client) == {"id": 0, "result": "late"}


def test_an_event_a_ping_and_a_reply_at_one_call(fake: FakeInspector, client: websocket.WebSocket) -> None:
    fake.on("A", in_turn(event("A.happened", {"n": 1}), ping(b"hello"), reply({})))
    send(client, 5, "A")
    assert receive(client) == {"method": "A.happened", "params": {"n": 1}}
    assert receive(client) == {"id": 5, "result": {}}
    assert fake.wait_pong() == b"hello"
    fake.wait_session().emit("A.again", {})
    assert receive(client)["method"] == "A.again"


@pytest.mark.parametrize("pings", [False, True])
def test_a_huge_reply_in_fragments(fake: FakeInspector, client: websocket.WebSocket, pings: bool) -> None:
    huge = "€" * 3_000_000
    fake.on("A", fragmented({"text": huge}, 70_001, pings=pings))
    send(client, 1, "A")
    assert json.loads(client.recv())["result"]["text"] == huge


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536])
def test_frames_of_every_length_survive_both_ways(
    fake: FakeInspector, client: websocket.WebSocket, size: int
) -> None:
    fake.on("Echo", lambda session, message: session.send(message.params))
    send(client, 1, "Echo", text="x" * size)
    assert receive(client) == {"text": "x" * size}


@pytest.mark.parametrize("nonsense", [b"not json", b"\xff\xfe\x80", b"", b"[1, 2]"])
def test_text_can_be_anything(fake: FakeInspector, client: websocket.WebSocket, nonsense: bytes) -> None:
    fake.on("A", text(nonsense))
    send(client, 1, "A")
    assert client.recv_data()[1] == nonsense


def test_frames_can_break_the_rules(fake: FakeInspector, client: websocket.WebSocket) -> None:
    fake.on("A", raw_bytes(ws.frame(b"{}", reserved=5)))
    send(client, 1, "A")
    with pytest.raises(websocket.WebSocketProtocolException, match="rsv"):
        client.recv()


@pytest.mark.parametrize("end", [drop(), drop_within_frame({"text": "x" * 1000})])
def test_a_connection_can_break_off(fake: FakeInspector, client: websocket.WebSocket, end: Any) -> None:
    fake.on("A", end)
    send(client, 1, "A")
    with pytest.raises(websocket.WebSocketConnectionClosedException):
        client.recv()


def test_a_server_can_end_in_good_order(fake: FakeInspector, client: websocket.WebSocket) -> None:
    fake.on("A", say_goodbye(1001, "bye"))
    send(client, 1, "A")
    opcode, payload = client.recv_data()
    assert (opcode, payload) == (ws.CLOSE, b"\x03\xe9bye")


def test_a_client_that_leaves_is_noticed(fake: FakeInspector, client: websocket.WebSocket) -> None:
    fake.wait_session()
    assert fake.open_sessions == 1
    client.close(status=1000)
    fake.wait_left()
    assert fake.closes[0][:2] == b"\x03\xe8"


def test_what_never_comes_is_said_with_what_came(fake: FakeInspector, client: websocket.WebSocket) -> None:
    send(client, 1, "Came")
    fake.wait_message("Came")
    with pytest.raises(AssertionError, match=r"call 1 of Absent; received so far: \['Came'\]"):
        fake.wait_message("Absent", timeout=0.05)
