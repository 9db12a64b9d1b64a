"""Values of series and their names as people read them."""

from __future__ import annotations

from tuiinspect.history import SeriesKey, Unit
from tuiinspect.text import clean, format_bytes, format_count
from tuiinspect.ui.durations import delay_words

NONE = "–"


def key_words(key: SeriesKey) -> str:
    """`Timeout`, `worker:1 Timeout`."""
    where = f"{clean(key.thread, 12)} " if key.thread not in ("", "main") else ""
    return f"{where}{clean(key.name, 60)}"


def value_words(value: float | None, unit: Unit, *, signed: bool = False) -> str:
    if value is None:
        return NONE
    match unit:
        case Unit.BYTES:
            return format_bytes(value, signed=signed)
        case Unit.PERCENT:
            return f"{value:{'+' if signed else ''}.0f} %"
        case Unit.MILLISECONDS:
            return f"{'+' if signed and value > 0 else ''}{delay_words(value)}"
        case Unit.COUNT:
            return number_words(value, signed=signed)


def number_words(value: float, *, signed: bool = False) -> str:
    """Whole numbers as such, others with three digits that mean something."""
    if value == round(value) or abs(value) >= 1000:
        return format_count(round(value), signed=signed)
    return f"{value:{'+' if signed else ''}.3g}"


def per_minute_words(per_minute: float | None) -> str:
    """How fast a count moves; `…` for what was not watched long enough."""
    if per_minute is None:
        return "…"
    if per_minute == 0:
        return "0"
    return f"{per_minute:+,.1f}" if abs(per_minute) < 10 else f"{per_minute:+,.0f}"
