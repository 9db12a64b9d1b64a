"""Textual reads its switches when it is imported; this runs before that and therefore imports none of it."""

from __future__ import annotations

import os
from collections.abc import MutableMapping

FRAMES_A_SECOND = "30"
FRAMES_A_SECOND_SLOW = "10"
ESCAPE_DELAY_MS = "40"


def prepare(*, slow: bool, environ: MutableMapping[str, str] = os.environ) -> None:
    """Few frames on a slow line, no animation anywhere; what the user has set stays."""
    environ.setdefault("TEXTUAL_FPS", FRAMES_A_SECOND_SLOW if slow else FRAMES_A_SECOND)
    environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
    if not slow:
        # A lone esc is told from the start of a longer sequence by waiting; on a slow line that takes longer.
        environ.setdefault("ESCDELAY", ESCAPE_DELAY_MS)
