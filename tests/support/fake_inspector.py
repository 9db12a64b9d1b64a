"""A scripted inspector for what a real Node never does, or not on demand: late, wrong, broken answers.

    with FakeInspector() as fake:
        fake.on("HeapProfiler.enable", reply({}))
        fake.on("Runtime.evaluate", held({"result": {"type": "number", "value": 7}}), never())
        fake.answer("pid", {"pid": 1})          # an evaluation whose text contains `pid`
        …
        fake.release()                           # lets the held reply go
        assert fake.wait_message("HeapProfiler.enable").params == {}

The nth call of a method meets the nth reaction given for it, the last one from then on. A method without
reactions gets the error that Node gives to one it does not know. Reactions are in `reactions.py`.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from tests.support import websocket_frames as ws
from tests.support.fake_http import HttpRequest, read_request, send_page
from tests.support.fake_session import FakeSession, Message, Reaction
from tests.support.reactions import unknown_method, value

SESSION_PATH = "/5f2c7d1e-0b3a-4c68-9a51-3e8f6b7d2c90"


class FakeInspector:
    """Listens on a free loopback port, answers `/json/*` and sessions, records all that it receives."""

    def __init__(
        self,
        *,
        version: str = "v22.0.0",
        pages: Mapping[str, tuple[int, bytes]] | None = None,
        refuse_sessions: int | None = None,
    ) -> None:
        """`pages` replaces answers to GET by path; `refuse_sessions` is the status instead of 101."""
        self.requests: list[HttpRequest] = []
        self.messages: list[Message] = []
        self.pongs: list[bytes] = []
        self.closes: list[bytes] = []
        self.unmasked = 0
        self.sessions: list[FakeSession] = []
        self.open_sessions = 0
        self._version = version
        self._pages = dict(pages or {})
        self._refuse_sessions = refuse_sessions
        self._script: dict[str, list[Reaction]] = {}
        self._met: dict[str, int] = {}
        self._evaluations: list[tuple[str, object]] = []
        self._held: list[Callable[[], None]] = []
        self._news = threading.Condition()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._connections: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def __enter__(self) -> FakeInspector:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}{SESSION_PATH}"

    def on(self, method: str, *reactions: Reaction) -> None:
        with self._news:
            self._script[method] = list(reactions)
            self._met.pop(method, None)

    def answer(self, part: str, result: object) -> None:
        """Answer evaluations whose expression contains `part` with `result`; the latest given goes first."""
        with self._news:
            self._evaluations.insert(0, (part, result))

    def release(self, count: int = 1, timeout: float = 60.0) -> None:
        """Send what is held, once there are `count` such replies."""
        with self._news:
            self._wait(lambda: len(self._held) >= count, timeout, f"{count} held replies")
            held, self._held = self._held, []
        for send in held:
            send()

    def wait_message(self, method: str, number: int = 1, timeout: float = 60.0) -> Message:
        """The nth call of `method`, waiting for it."""

        def found() -> list[Message]:
            return [message for message in self.messages if message.method == method]

        with self._news:
            self._wait(lambda: len(found()) >= number, timeout, f"call {number} of {method}")
            return found()[number - 1]

    def wait_session(self, number: int = 1, timeout: float = 60.0) -> FakeSession:
        with self._news:
            self._wait(lambda: len(self.sessions) >= number, timeout, f"session {number}")
            return self.sessions[number - 1]

    def wait_pong(self, timeout: float = 60.0) -> bytes:
        with self._news:
            self._wait(lambda: bool(self.pongs), timeout, "a pong")
            return self.pongs[-1]

    def wait_left(self, timeout: float = 60.0) -> None:
        """Wait until every client has hung up."""
        with self._news:
            self._wait(
                lambda: bool(self.sessions) and not self.open_sessions, timeout, "the client's leaving"
            )

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in tuple(self._connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in tuple(self._threads):
            thread.join(5)

    def _wait(self, condition: Callable[[], bool], timeout: float, what: str) -> None:
        if not self._news.wait_for(condition, timeout):
            seen = [message.method for message in self.messages[-20:]]
            raise AssertionError(f"not within {timeout:g} s: {what}; received so far: {seen}")

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._connections.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as stream:
            request = read_request(stream)
            if request is None:
                return
            with self._news:
                self.requests.append(request)
                self._news.notify_all()
            if request.headers.get("upgrade", "").lower() != "websocket":
                self._respond(connection, request)
            elif self._refuse_sessions or request.path != SESSION_PATH or not request.permitted:
                send_page(connection, self._refuse_sessions or 400, b"WebSockets request was expected\r\n")
            else:
                self._hold_session(FakeSession(connection, request, self._hold), stream)

    def _respond(self, connection: socket.socket, request: HttpRequest) -> None:
        if request.method != "GET":
            send_page(connection, 400, b"WebSockets request was expected\r\n")
            return
        if not request.permitted:
            send_page(connection, 400, b"")
            return
        pages = {
            "/json/version": {"Browser": f"node.js/{self._version}", "Protocol-Version": "1.1"},
            "/json/list": [{"type": "node", "title": "fake.js", "webSocketDebuggerUrl": self.url}],
        }
        known = {path: (200, json.dumps(page).encode()) for path, page in pages.items()}
        send_page(connection, *{**known, **self._pages}.get(request.path, (404, b"")))

    def _hold_session(self, session: FakeSession, stream: BinaryIO) -> None:
        key = session.request.headers.get("sec-websocket-key", "")
        session.connection.sendall(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + f"Sec-WebSocket-Accept: {ws.accept_key(key)}\r\n\r\n".encode()
        )
        with self._news:
            self.sessions.append(session)
            self.open_sessions += 1
            self._news.notify_all()
        try:
            for frame in _frames(stream):
                self._take(session, frame)
        finally:
            with self._news:
                self.open_sessions -= 1
                self._news.notify_all()

    def _take(self, session: FakeSession, frame: ws.Frame) -> None:
        with self._news:
            self.unmasked += not frame.masked
            if frame.opcode == ws.PONG:
                self.pongs.append(frame.payload)
            elif frame.opcode == ws.CLOSE:
                self.closes.append(frame.payload)
            self._news.notify_all()
        if frame.opcode == ws.CLOSE:
            session.send_bytes(ws.frame(frame.payload, ws.CLOSE))
            session.drop()
        elif frame.opcode == ws.TEXT:
            call = json.loads(frame.payload)
            message = Message(call["id"], call["method"], call.get("params", {}))
            self._reaction_to(message)(session, message)

    def _hold(self, send: Callable[[], None]) -> None:
        with self._news:
            self._held.append(send)
            self._news.notify_all()

    def _reaction_to(self, message: Message) -> Reaction:
        with self._news:
            self.messages.append(message)
            self._news.notify_all()
            script = self._script.get(message.method)
            if script:
                met = self._met.get(message.method, 0)
                self._met[message.method] = met + 1
                return script[min(met, len(script) - 1)]
            if message.method == "Runtime.evaluate":
                expression = message.params.get("expression", "")
                for part, answer in self._evaluations:
                    if part in expression:
                        return value(answer)
        return unknown_method


def _frames(stream: BinaryIO) -> Iterator[ws.Frame]:
    with contextlib.suppress(ws.PeerGone):
        while True:
            yield ws.read_frame(stream)
