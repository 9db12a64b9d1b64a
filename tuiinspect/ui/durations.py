"""Times that change every second are shown in whole seconds: tenths of them are noise."""

from __future__ import annotations

from tuiinspect.text import format_duration


def rounded_duration(seconds: float) -> str:
    """`3 s`, `2 min 5 s`, `6 h 12 min`."""
    whole = int(seconds)
    return f"{whole} s" if whole < 60 else format_duration(float(whole))
