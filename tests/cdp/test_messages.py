from __future__ import annotations

import msgspec
import pytest

from tuiinspect.cdp.messages import decode, encode, open_envelope
from tuiinspect.errors import ConnectionLost


class Text(msgspec.Struct):
    text: str


def test_reply_keeps_its_result_as_bytes() -> None:
    envelope = open_envelope(b'{"id":7,"result":{"text":"a"}}')
    assert (envelope.id, bytes(envelope.result)) == (7, b'{"text":"a"}')
    assert decode(envelope.result, Text).text == "a"


def test_event_and_error_are_told_apart() -> None:
    event = open_envelope(b'{"method":"Domain.happened","params":{"n":1}}')
    assert (event.id, event.method, decode(event.params)) == (None, "Domain.happened", {"n": 1})
    failed = open_envelope(b'{"id":1,"error":{"code":-32000,"message":"no","data":"more"}}').error
    assert failed is not None
    assert (failed.code, failed.message) == (-32000, "no")


@pytest.mark.parametrize(
    ("frame", "text"),
    [
        (rb'{"id":1,"result":{"text":"\ud83dx"}}', "\N{REPLACEMENT CHARACTER}x"),
        (rb'{"id":1,"result":{"text":"\ude00"}}', "\N{REPLACEMENT CHARACTER}"),
        (rb'{"id":1,"result":{"text":"\ud83d\ude00"}}', "😀"),
        (rb'{"id":1,"result":{"text":"\\ud83d"}}', "\\ud83d"),
        (b'{"id":1,"result":{"text":"\xff\xfeb"}}', "\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}b"),
    ],
)
def test_broken_strings_of_a_program_are_mended(frame: bytes, text: str) -> None:
    assert decode(open_envelope(frame).result, Text).text == text


@pytest.mark.parametrize(
    "frame",
    [b"", b"hello", b"[1]", b"\xff\xff", b'{"id":"seven"}', b'{"id":1', b'{"a":' * 200_000, b"17"],
)
def test_what_is_no_protocol_message_ends_the_connection(frame: bytes) -> None:
    with pytest.raises(ConnectionLost, match="not the inspector protocol"):
        open_envelope(frame)


def test_what_is_quoted_of_nonsense_cannot_steer_a_terminal() -> None:
    with pytest.raises(ConnectionLost) as caught:
        open_envelope(b"\x1b[31mred")
    assert "\x1b" not in str(caught.value)


def test_contents_of_another_shape_are_an_error() -> None:
    with pytest.raises(msgspec.ValidationError):
        decode(msgspec.Raw(b'{"text":1}'), Text)


def test_call_is_encoded() -> None:
    assert msgspec.json.decode(encode(3, "Domain.do", {"a": ["ü", None]})) == {
        "id": 3,
        "method": "Domain.do",
        "params": {"a": ["ü", None]},
    }
