from __future__ import annotations

import json
import socket
import threading

import pytest

from tests.support.fake_inspector import SESSION_PATH, FakeInspector
from tuiinspect.cdp.endpoints import session_url
from tuiinspect.cdp.sockets import InspectorSocket, connect
from tuiinspect.errors import InspectError, NoSuchTarget, NotAttachable


def listed(**fields: object) -> bytes:
    known = {"type": "node", "webSocketDebuggerUrl": f"ws://127.0.0.1:1{SESSION_PATH}", "title": "x"}
    return json.dumps([{**known, **fields}]).encode()


def ask(fake: FakeInspector) -> str:
    return session_url(connect("127.0.0.1", fake.port, 5), "127.0.0.1", fake.port)


def test_the_host_is_the_one_we_reached() -> None:
    inside = listed(webSocketDebuggerUrl=f"ws://0.0.0.0:9229{SESSION_PATH}")
    with FakeInspector(pages={"/json/list": (200, inside)}) as fake:
        assert ask(fake) == f"ws://127.0.0.1:{fake.port}{SESSION_PATH}"
    assert fake.requests[0].headers["host"] == f"127.0.0.1:{fake.port}"


def test_a_name_is_reached_by_its_address() -> None:
    with FakeInspector() as fake:
        url = session_url(connect("localhost", fake.port, 5), "localhost", fake.port)
    assert url == f"ws://localhost:{fake.port}{SESSION_PATH}"
    assert fake.requests[0].headers["host"] == f"127.0.0.1:{fake.port}"


@pytest.mark.parametrize(
    "page",
    [
        (404, b""),
        (200, b"<html>"),
        (200, b"{}"),
        (200, b"[]"),
        (200, b"[[[1]]]"),
        (200, b'[{"type":"node"}]'),
        (200, listed(type="page")),
        (200, listed(webSocketDebuggerUrl="ws://127.0.0.1:9229/a b")),
        (200, listed(webSocketDebuggerUrl="http://127.0.0.1:9229/a")),
        (200, listed(webSocketDebuggerUrl=17)),
        (200, b"[" * 100_000),
        (200, listed(title="x" * 2_000_000)),
    ],
)
def test_other_answers_are_not_an_inspectors(page: tuple[int, bytes]) -> None:
    with FakeInspector(pages={"/json/list": page}) as fake, pytest.raises(NotAttachable):
        ask(fake)


def test_silence_and_trickles_end_in_time() -> None:
    for piece in (b"", b"HTTP/1.1 200 OK\r\nX: "):
        ours, theirs = socket.socketpair()
        theirs.sendall(piece)
        stop = threading.Event()

        def trickle(to: socket.socket = theirs, until: threading.Event = stop) -> None:
            while not until.wait(0.01):
                to.sendall(b"x")

        feeder = threading.Thread(target=trickle) if piece else None
        if feeder is not None:
            feeder.start()
        adopted = InspectorSocket.adopt(ours)
        adopted.host_header = lambda: "127.0.0.1:1"  # type: ignore[method-assign]
        with pytest.raises(NoSuchTarget, match="no answer in time"):
            session_url(adopted, "127.0.0.1", 1, timeout=0.2)
        stop.set()
        if feeder is not None:
            feeder.join(5)
        theirs.close()


def test_what_does_not_speak_http_is_no_inspector() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def greet() -> None:
            peer, _ = server.accept()
            with peer:
                peer.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")
                peer.recv(1024)

        greeter = threading.Thread(target=greet)
        greeter.start()
        with pytest.raises(InspectError):
            session_url(connect("127.0.0.1", port, 5), "127.0.0.1", port)
        greeter.join(5)
