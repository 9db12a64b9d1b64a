"""The TCP socket under a session: opened by us, so that no proxy, delay or endless reply gets in between."""

from __future__ import annotations

import errno
import socket
import struct
import time
from typing import TYPE_CHECKING

from tuiinspect.errors import NoSuchTarget

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

# A peer that takes nothing for so long is gone or stopped; a writer must not wait for it for ever.
_SEND_PATIENCE_S = 10.0


class InspectorSocket(socket.socket):
    """A stream socket whose `deadline` bounds a whole exchange, however slowly the bytes drip in."""

    deadline: float | None = None

    @classmethod
    def adopt(cls, sock: socket.socket) -> InspectorSocket:
        """Take over `sock`'s descriptor and set it up for small messages in both directions."""
        adopted = cls(fileno=sock.detach())
        adopted.settimeout(None)
        if adopted.family in (socket.AF_INET, socket.AF_INET6):
            adopted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            adopted.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            for option, seconds in (("TCP_KEEPIDLE", 15), ("TCP_KEEPINTVL", 5), ("TCP_KEEPCNT", 3)):
                if hasattr(socket, option):
                    adopted.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), seconds)
            adopted.acknowledge()
        patience = struct.pack("@ll", int(_SEND_PATIENCE_S), int(_SEND_PATIENCE_S % 1 * 1_000_000))
        adopted.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, patience)
        return adopted

    def acknowledge(self) -> None:
        """Acknowledge what has come at once.

        Node leaves Nagle's algorithm on: the second of two replies waits for the acknowledgement of the
        first, 40 ms with the kernel's default. The option wears off, so it is set again after each message.
        """
        if hasattr(socket, "TCP_QUICKACK") and self.family in (socket.AF_INET, socket.AF_INET6):
            self.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)

    def allow(self, seconds: float | None) -> None:
        """Bound everything read from here on by one deadline; None lifts it."""
        self.deadline = None if seconds is None else time.monotonic() + seconds
        if seconds is None:
            self.settimeout(None)

    def recv(self, bufsize: int, flags: int = 0, /) -> bytes:
        self._mind_deadline()
        return super().recv(bufsize, flags)

    def recv_into(self, buffer: WriteableBuffer, nbytes: int = 0, flags: int = 0) -> int:
        self._mind_deadline()
        return super().recv_into(buffer, nbytes, flags)

    def send(self, data: ReadableBuffer, flags: int = 0, /) -> int:
        try:
            return super().send(data, flags)
        except BlockingIOError as error:
            raise TimeoutError(errno.ETIMEDOUT, "the other end takes no more data") from error

    def host_header(self) -> str:
        """Name the peer by its address: Node refuses every Host but localhost and IP literals."""
        host, port = self.getpeername()[:2]
        return f"[{host.partition('%')[0]}]:{port}" if ":" in host else f"{host}:{port}"

    def _mind_deadline(self) -> None:
        if self.deadline is not None:
            left = self.deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(errno.ETIMEDOUT, "no complete answer in time")
            self.settimeout(left)


def connect(host: str, port: int, timeout: float) -> InspectorSocket:
    """Open a socket to `host`, over IPv6 or IPv4, whichever answers."""
    try:
        return InspectorSocket.adopt(socket.create_connection((host, port), timeout))
    except (OSError, UnicodeError) as error:
        raise unreachable(host, port, error) from error


def unreachable(host: str, port: int, error: Exception) -> NoSuchTarget:
    words = "no answer in time" if isinstance(error, TimeoutError) else getattr(error, "strerror", None)
    return NoSuchTarget(f"nothing to talk to at {place(host, port)}: {words or error}")


def place(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
