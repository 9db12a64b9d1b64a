"""A server's WebSocket frames (RFC 6455), free to break its rules: nothing here checks what it sends."""

from __future__ import annotations

import base64
import hashlib
import struct
from dataclasses import dataclass
from typing import BinaryIO

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA

_ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class PeerGone(Exception):
    """The client closed its socket."""


@dataclass(frozen=True)
class Frame:
    opcode: int
    payload: bytes
    final: bool
    masked: bool


def accept_key(key: str) -> str:
    """What a server answers to `Sec-WebSocket-Key`."""
    digest = hashlib.sha1(f"{key}{_ACCEPT_SUFFIX}".encode()).digest()
    return base64.b64encode(digest).decode()


def frame(payload: bytes, opcode: int = TEXT, *, final: bool = True, reserved: int = 0) -> bytes:
    """One unmasked frame; `reserved` sets the three bits that no peer may use without an extension."""
    first = (0x80 if final else 0) | (reserved & 0x7) << 4 | opcode
    if len(payload) < 126:
        return struct.pack("!BB", first, len(payload)) + payload
    if len(payload) < 1 << 16:
        return struct.pack("!BBH", first, 126, len(payload)) + payload
    return struct.pack("!BBQ", first, 127, len(payload)) + payload


def fragments(payload: bytes, size: int, opcode: int = TEXT) -> list[bytes]:
    """A message as several frames of `size` bytes at most."""
    parts = [payload[start : start + size] for start in range(0, len(payload), size)] or [b""]
    last = len(parts) - 1
    return [
        frame(part, CONTINUATION if number else opcode, final=number == last)
        for number, part in enumerate(parts)
    ]


def read_frame(stream: BinaryIO) -> Frame:
    """The next frame of a client, unmasked.

    Raises:
        PeerGone: there is none.
    """
    first, second = _exactly(stream, 2)
    masked, length = bool(second & 0x80), second & 0x7F
    if length == 126:
        (length,) = struct.unpack("!H", _exactly(stream, 2))
    elif length == 127:
        (length,) = struct.unpack("!Q", _exactly(stream, 8))
    mask = _exactly(stream, 4) if masked else bytes(4)
    payload = _exactly(stream, length)
    return Frame(first & 0xF, _unmask(payload, mask), final=bool(first & 0x80), masked=masked)


def _unmask(payload: bytes, mask: bytes) -> bytes:
    pad = (mask * (len(payload) // 4 + 1))[: len(payload)]
    whole = int.from_bytes(payload, "big") ^ int.from_bytes(pad, "big")
    return whole.to_bytes(len(payload), "big")


def _exactly(stream: BinaryIO, count: int) -> bytes:
    try:
        data = stream.read(count)
    except OSError as error:
        raise PeerGone from error
    if len(data) < count:
        raise PeerGone
    return data
