"""What a fake inspector does when a call comes in. Each function makes one reaction."""

from __future__ import annotations

import struct

from tests.support import websocket_frames as ws
from tests.support.fake_session import FakeSession, Message, Reaction, encode


def reply(result: object) -> Reaction:
    return lambda session, message: session.send({"id": message.id, "result": result})


def value(of_evaluation: object) -> Reaction:
    """The reply to an evaluation that was asked for by value."""
    return reply({"result": {"type": "object", "value": of_evaluation}})


def refuse(text: str, code: int = -32000) -> Reaction:
    return lambda session, message: session.send({"id": message.id, "error": {"code": code, "message": text}})


def unknown_method(session: FakeSession, message: Message) -> None:
    refuse(f"'{message.method}' wasn't found", -32601)(session, message)


def held(result: object) -> Reaction:
    """A late reply: sent when the test calls `release()`."""
    return lambda session, message: session.hold(lambda: reply(result)(session, message))


def never() -> Reaction:
    return lambda _session, _message: None


def in_turn(*reactions: Reaction) -> Reaction:
    """All of them at one call: an event, then the reply, then a ping."""

    def react(session: FakeSession, message: Message) -> None:
        for reaction in reactions:
            reaction(session, message)

    return react


def event(method: str, params: object) -> Reaction:
    return lambda session, _message: session.emit(method, params)


def ping(payload: bytes = b"there?") -> Reaction:
    return lambda session, _message: session.ping(payload)


def fragmented(result: object, size: int, *, pings: bool = False) -> Reaction:
    """The reply in frames of `size` bytes, with a ping after each if asked for: both are legal."""

    def react(session: FakeSession, message: Message) -> None:
        text = encode({"id": message.id, "result": result})
        for part in ws.fragments(text, size):
            session.send_bytes(part)
            if pings:
                session.ping()

    return react


def text(raw: bytes) -> Reaction:
    """A text frame that need not be JSON nor UTF-8."""
    return lambda session, _message: session.send_text(raw)


def raw_bytes(data: bytes) -> Reaction:
    """Bytes that need not be a frame."""
    return lambda session, _message: session.send_bytes(data)


def drop() -> Reaction:
    """The connection ends without a word."""
    return lambda session, _message: session.drop()


def drop_within_frame(result: object) -> Reaction:
    """The first half of a reply's frame, then the end."""

    def react(session: FakeSession, message: Message) -> None:
        whole = ws.frame(encode({"id": message.id, "result": result}))
        session.send_bytes(whole[: len(whole) // 2])
        session.drop()

    return react


def say_goodbye(code: int = 1001, reason: str = "going away") -> Reaction:
    """A closing frame, as a server that ends in good order sends."""
    payload = struct.pack("!H", code) + reason.encode()
    return lambda session, _message: session.send_bytes(ws.frame(payload, ws.CLOSE))
