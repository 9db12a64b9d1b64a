"""The frames of the protocol as values: the envelope is read once, its contents only where wanted."""

from __future__ import annotations

import json
import re
from typing import Any, TypeVar, overload

import msgspec

from tuiinspect.errors import ConnectionLost
from tuiinspect.text import clean

T = TypeVar("T")

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_EMPTY = msgspec.Raw(b"{}")


class ErrorReply(msgspec.Struct, frozen=True):
    code: int = 0
    message: str = "no reason given"


class Envelope(msgspec.Struct):
    """A reply (`id`) or an event (`method`); what it carries stays bytes."""

    id: int | None = None
    method: str | None = None
    params: msgspec.Raw = _EMPTY
    result: msgspec.Raw = _EMPTY
    error: ErrorReply | None = None


_envelopes = msgspec.json.Decoder(Envelope)


def open_envelope(frame: bytes) -> Envelope:
    """Raises ConnectionLost for anything that is not a protocol message: what follows cannot be trusted."""
    try:
        return _envelopes.decode(frame)
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    except RecursionError as error:
        raise _nonsense(frame) from error
    try:
        return _envelopes.decode(_repaired(frame))
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise _nonsense(frame) from error


@overload
def decode(raw: msgspec.Raw) -> dict[str, Any]: ...
@overload
def decode(raw: msgspec.Raw, into: type[T]) -> T: ...
def decode(raw: msgspec.Raw, into: Any = dict[str, Any]) -> Any:
    """Read what an envelope carries; a program's broken strings (half a surrogate pair) are no error."""
    try:
        return msgspec.json.decode(raw, type=into)
    except msgspec.ValidationError:
        raise
    except (msgspec.DecodeError, UnicodeDecodeError):
        return msgspec.json.decode(_repaired(bytes(raw)), type=into)


def encode(number: int, method: str, params: object) -> bytes:
    return msgspec.json.encode({"id": number, "method": method, "params": params})


def _repaired(frame: bytes) -> bytes:
    """JavaScript strings may hold lone surrogates, which msgspec refuses; the slow road replaces them."""
    message = json.loads(frame.decode("utf-8", "replace"))
    return _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", json.dumps(message, ensure_ascii=False)).encode()


def _nonsense(frame: bytes) -> ConnectionLost:
    start = clean(frame[:60].decode("utf-8", "replace"), 40)
    return ConnectionLost(
        f"the other end sent something that is not the inspector protocol: {start}",
        advice="Is the port really that of a Node.js inspector?",
    )
