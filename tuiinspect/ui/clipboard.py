"""Copying over a terminal line: OSC 52, wrapped so that tmux and screen pass it on."""

from __future__ import annotations

import base64
from collections.abc import Mapping

LONGEST = 74_994
"""xterm's limit for one OSC 52 sequence; a longer one is dropped in silence."""

_SCREEN_PIECE = 76
"""screen drops device control strings that are longer than its own buffer."""


def fits(text: str) -> bool:
    return len(_payload(text)) <= LONGEST


def _payload(text: str) -> str:
    return base64.b64encode(text.encode("utf-8", "replace")).decode()


def sequence(text: str, environ: Mapping[str, str]) -> str:
    """The bytes that put `text` on the clipboard of the terminal at the far end."""
    plain = f"\x1b]52;c;{_payload(text)}\x07"
    if "TMUX" in environ:
        # tmux itself takes the plain form when set-clipboard is on, and passes the wrapped one when
        # allow-passthrough is; whichever is on, one of the two arrives.
        return plain + f"\x1bPtmux;{plain.replace(chr(27), chr(27) * 2)}\x1b\\"
    if environ.get("TERM", "").startswith("screen"):
        pieces = [plain[at : at + _SCREEN_PIECE] for at in range(0, len(plain), _SCREEN_PIECE)]
        return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
    return plain


def said(text: str) -> str:
    """What may honestly be said afterwards: nothing tells us whether it arrived."""
    return (
        f"Sent {len(text)} characters to the terminal's clipboard (OSC 52). "
        "If they do not arrive, select the text instead."
    )
