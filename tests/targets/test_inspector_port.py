from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.conftest import RunNode
from tuiinspect.targets.command_line import InspectorFlags
from tuiinspect.targets.inspector_port import (
    Candidates,
    Endpoint,
    ask_version,
    ask_versions,
    candidates,
    reachable_host,
)
from tuiinspect.targets.sockets import Listener

LOOPBACK = Listener("127.0.0.1", 40001)
PUBLIC = Listener("0.0.0.0", 40002)
APP = Listener("0.0.0.0", 3000)
DEFAULT = Listener("127.0.0.1", 9229)
NEXT = Listener("127.0.0.1", 9230)


@pytest.mark.parametrize(
    ("flags", "known", "settled", "asked"),
    [
        (InspectorFlags(), None, (), (DEFAULT, NEXT)),
        (InspectorFlags(9229, given=True), None, (DEFAULT,), (NEXT,)),
        (InspectorFlags(3000, given=True), None, (APP,), (DEFAULT, NEXT)),
        (InspectorFlags(0, given=True), None, (), (LOOPBACK, DEFAULT, NEXT)),
        (InspectorFlags(0, given=True, host="127.0.0.1"), None, (), (LOOPBACK, DEFAULT, NEXT)),
        (InspectorFlags(0, given=True, host="0.0.0.0"), None, (), (PUBLIC, APP, DEFAULT, NEXT)),
        (InspectorFlags(), 40001, (LOOPBACK,), (DEFAULT, NEXT)),
    ],
)
def test_ports_of_the_program_are_left_alone(
    flags: InspectorFlags, known: int | None, settled: tuple[Listener, ...], asked: tuple[Listener, ...]
) -> None:
    found = candidates((LOOPBACK, PUBLIC, APP, DEFAULT, NEXT), flags, known)
    assert found == Candidates(settled, asked)
    assert found.any


def test_no_candidate() -> None:
    assert not candidates((APP, LOOPBACK), InspectorFlags()).any


@contextmanager
def answering(answer: bytes | None) -> Iterator[tuple[Listener, list[bytes]]]:
    """A server that answers one connection with `answer`, or never."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                heard.append(connection.recv(1000))
                if answer is not None:
                    connection.sendall(answer)
                else:
                    connection.recv(1000)  # until the other side gives up

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield Listener("127.0.0.1", server.getsockname()[1]), heard
        thread.join(5)


def http(body: object, status: str = "200 OK") -> bytes:
    return f"HTTP/1.0 {status}\r\nContent-Type: application/json\r\n\r\n".encode() + json.dumps(body).encode()


@pytest.mark.parametrize(
    ("answer", "version"),
    [
        (http({"Browser": "node.js/v22.1.0", "Protocol-Version": "1.1"}), "v22.1.0"),
        (http({"Browser": "Chrome/120"}), None),
        (http({"Browser": 7}), None),
        (http(["Browser"]), None),
        (http({}, "404 Not Found"), None),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n{}", None),
        (b"HTTP/1.0 200 OK\r\n\r\n{broken}", None),
        (b"\xff\xfe\r\n\r\n\x00}", None),
        (b"", None),
    ],
)
def test_only_an_inspector_tells_a_version(answer: bytes, version: str | None) -> None:
    with answering(answer) as (listener, heard):
        assert ask_version(listener, timeout=60) == version
    assert heard[0].startswith(b"GET /json/version HTTP/1.1\r\nHost: 127.0.0.1:")


def test_who_does_not_answer_holds_up_nobody(run_node: RunNode) -> None:
    running = run_node("setInterval(() => {}, 1e6)", flags=("--inspect=0",))
    line = running.wait_line("Debugger listening on ws://127.0.0.1:")
    inspector = Listener("127.0.0.1", int(line.split(":")[2].split("/")[0]))
    with answering(None) as (silent, _heard), socket.create_server(("127.0.0.1", 0)) as deaf:
        unaccepted = Listener("127.0.0.1", deaf.getsockname()[1])
        answers = ask_versions([silent, inspector, unaccepted, inspector])
    assert list(answers) == [inspector]
    assert answers[inspector].startswith("v")


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        closed = Listener("127.0.0.1", server.getsockname()[1])
    assert ask_version(closed) is None
    assert ask_versions([]) == {}


def test_addresses_in_words() -> None:
    assert str(Endpoint("127.0.0.1", 9229)) == "127.0.0.1:9229"
    assert str(Endpoint("::1", 9229)) == "[::1]:9229"
    assert [reachable_host(host) for host in ("0.0.0.0", "::", "::1", "10.0.0.7")] == [
        "127.0.0.1",
        "::1",
        "::1",
        "10.0.0.7",
    ]


def test_server_of_the_program_is_not_visited(run_node: RunNode) -> None:
    program = run_node(
        """
        const http = require('http');
        http.createServer((request) => { throw new Error(`nobody may ask for ${request.url}`); })
          .listen(0, '127.0.0.1', function () { console.log('serving', this.address().port); });
        """
    )
    server = Listener("127.0.0.1", int(program.wait_line("serving").split()[1]))
    assert ask_versions([server]) == {}
    assert program.alive
