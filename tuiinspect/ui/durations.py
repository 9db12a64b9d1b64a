"""Times that change every second are shown in whole seconds: tenths of them are noise."""

from __future__ import annotations

from tuiinspect.text import format_duration


def rounded_duration(seconds: float) -> str:
    """`3 s`, `2 min 5 s`, `6 h 12 min`."""
    whole = int(seconds)
    return f"{whole} s" if whole < 60 else format_duration(float(whole))


def delay_words(milliseconds: float) -> str:
    """A delay of the event loop in at most eight characters: `0.4 ms`, `3.4 s`, `2.5 min`."""
    seconds = milliseconds / 1000
    if milliseconds < 999.95:
        return f"{milliseconds:.1f} ms"
    if seconds < 99.95:
        return f"{seconds:.1f} s"
    return f"{seconds:.0f} s" if seconds < 600 else f"{seconds / 60:.0f} min"
