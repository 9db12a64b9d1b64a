"""One session of a fake inspector: what came in, and every way to write back, broken ones included."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.support import websocket_frames as ws
from tests.support.fake_http import HttpRequest


def encode(document: object) -> bytes:
    """As Node writes it: UTF-8 as it is, not escaped."""
    return json.dumps(document, ensure_ascii=False).encode()


@dataclass(frozen=True)
class Message:
    """A protocol call as it came in."""

    id: int
    method: str
    params: dict[str, Any]


@dataclass
class FakeSession:
    """Reactions and tests write to the client through it. `hold` keeps a reply for the test to release."""

    connection: socket.socket
    request: HttpRequest
    hold: Callable[[Callable[[], None]], None]
    _writing: threading.Lock = field(default_factory=threading.Lock)

    def send(self, document: object) -> None:
        self.send_text(encode(document))

    def send_text(self, text: bytes) -> None:
        """One text frame of these bytes, be they JSON, UTF-8, or neither."""
        self.send_bytes(ws.frame(text))

    def send_bytes(self, data: bytes) -> None:
        """These bytes as they are: whole frames, halves of one, or none at all."""
        # The client may have left already; what it did then is what the test looks at.
        with self._writing, contextlib.suppress(OSError):
            self.connection.sendall(data)

    def emit(self, method: str, params: object) -> None:
        self.send({"method": method, "params": params})

    def ping(self, payload: bytes = b"there?") -> None:
        self.send_bytes(ws.frame(payload, ws.PING))

    def drop(self) -> None:
        """End without a closing frame, as a killed process does."""
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)


Reaction = Callable[[FakeSession, Message], None]
