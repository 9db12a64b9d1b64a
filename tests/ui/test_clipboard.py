"""OSC 52 in the wrappings that terminal multiplexers want."""

from __future__ import annotations

import base64

from tuiinspect.ui import clipboard

TEXT = "item 56 of Map requestCaches – ünï"
PAYLOAD = base64.b64encode(TEXT.encode()).decode()
PLAIN = f"\x1b]52;c;{PAYLOAD}\x07"


def test_a_plain_terminal_gets_it_plain() -> None:
    assert clipboard.sequence(TEXT, {"TERM": "xterm-256color"}) == PLAIN


def test_tmux_gets_it_for_itself_and_to_pass_on() -> None:
    sent = clipboard.sequence(TEXT, {"TERM": "screen-256color", "TMUX": "/tmp/tmux-0/default,1,0"})
    assert sent.startswith(PLAIN)
    passed = sent.removeprefix(PLAIN)
    assert passed.startswith("\x1bPtmux;")
    assert passed.endswith("\x1b\\")
    assert passed[len("\x1bPtmux;") : -2].replace("\x1b\x1b", "\x1b") == PLAIN


def test_screen_gets_it_in_pieces_that_fit_its_buffer() -> None:
    sent = clipboard.sequence(TEXT * 10, {"TERM": "screen"})
    pieces = [piece.removeprefix("\x1bP") for piece in sent.split("\x1b\\") if piece]
    assert all(len(piece) <= 768 for piece in pieces)
    assert base64.b64decode("".join(pieces).removeprefix("\x1b]52;c;").rstrip("\x07")).decode() == TEXT * 10


def test_what_cannot_be_encoded_does_no_harm() -> None:
    assert clipboard.sequence("\ud800", {}).startswith("\x1b]52;c;")
    assert clipboard.fits("\ud800")


def test_what_no_terminal_would_take_is_known() -> None:
    assert clipboard.fits("x" * 50_000)
    assert not clipboard.fits("x" * 60_000)


def test_nobody_is_told_that_it_arrived() -> None:
    assert clipboard.said("abc").startswith("Sent 3 characters")
    assert "If they do not arrive" in clipboard.said("abc")
