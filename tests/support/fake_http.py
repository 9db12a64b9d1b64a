"""The HTTP side of a fake inspector, as strict about the Host header as Node's."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True)
class HttpRequest:
    method: str
    path: str
    headers: Mapping[str, str]  # names in lower case

    @property
    def permitted(self) -> bool:
        """Node's guard against DNS rebinding: only IP addresses and localhost may be asked for."""
        host = self.headers.get("host", "")
        name = host[1 : host.find("]")] if host.startswith("[") else host.partition(":")[0]
        with contextlib.suppress(ValueError):
            ipaddress.ip_address(name)
            return True
        return name in {"", "localhost"}


def read_request(stream: BinaryIO) -> HttpRequest | None:
    """The head of a request, None when the client left before its end or does not speak HTTP."""
    lines: list[str] = []
    while True:
        try:
            line = stream.readline(65536)
        except OSError:
            return None
        if not line.endswith(b"\n"):
            return None
        if line in {b"\r\n", b"\n"}:
            break
        lines.append(line.decode("latin-1").rstrip("\r\n"))
    words = lines[0].split() if lines else []
    if len(words) != 3:
        return None
    named = (line.partition(":") for line in lines[1:])
    return HttpRequest(words[0], words[1], {name.lower(): value.strip() for name, _, value in named})


def send_page(connection: socket.socket, status: int, body: bytes) -> None:
    head = f"HTTP/1.1 {status} As scripted\r\nContent-Type: application/json\r\n"
    # A client that has left already is none of the server's business.
    with contextlib.suppress(OSError):
        connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
