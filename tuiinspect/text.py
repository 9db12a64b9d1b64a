"""Text for a terminal: figures with units, and foreign text made harmless."""

from __future__ import annotations

import unicodedata

_BYTE_UNITS = ("B", "kB", "MB", "GB", "TB")


def clean(text: str, limit: int = 200) -> str:
    """Return `text` as one line that no terminal can act on, at most `limit` characters.

    Control, format and surrogate characters (escape codes, bidirectional overrides) become `·`,
    line breaks and tabs a space. What is cut ends in `…`.
    """
    shown = text[: limit + 1]
    if not (shown.isascii() and shown.isprintable()):
        shown = "".join(map(_harmless, shown))
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def _harmless(character: str) -> str:
    if character in "\r\n\t":
        return " "
    return character if is_harmless(character) else "·"


def is_harmless(character: str) -> bool:
    """Whether a terminal draws the character and does nothing else."""
    return unicodedata.category(character) not in _UNPRINTABLE


_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def format_bytes(size: float, *, signed: bool = False) -> str:
    """Decimal units, three significant digits: `1.23 MB`, `+64.0 kB`, `812 B`."""
    sign = "-" if size < 0 else "+" if signed and size > 0 else ""
    amount = abs(size)
    unit = 0
    while amount >= 999.5 and unit < len(_BYTE_UNITS) - 1:
        amount /= 1000
        unit += 1
    if unit == 0:
        return f"{sign}{amount:.0f} B"
    digits = 2 if amount < 9.995 else 1 if amount < 99.95 else 0
    return f"{sign}{amount:.{digits}f} {_BYTE_UNITS[unit]}"


def format_count(number: int, *, signed: bool = False) -> str:
    """Thousands separated by commas: `12,345`, `+640`."""
    return f"{number:+,}" if signed and number else f"{number:,}"


def format_number(number: float, *, signed: bool = False) -> str:
    """Three significant digits, large ones whole: `0.99`, `3.67`, `1,560`, `+26.5`."""
    sign = "+" if signed and number > 0 else ""
    return f"{sign}{number:,.0f}" if abs(number) >= 99.95 else f"{sign}{number:.3g}"


def format_duration(seconds: float) -> str:
    """Two units at most: `0.18 s`, `42 s`, `3 min 20 s`, `5 h 12 min`, `3 d 4 h`."""
    if seconds < 0:
        return "-" + format_duration(-seconds)
    if seconds < 1:
        return f"{seconds:.2f} s" if seconds >= 0.01 else f"{seconds * 1000:.2g} ms" if seconds else "0 s"
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    for unit, (big, big_name, small, small_name) in _SPANS.items():
        if whole < unit:
            high, low = divmod(whole, big)
            return f"{high} {big_name} {low // small} {small_name}" if low // small else f"{high} {big_name}"
    return f"{whole // 86400} d"


_SPANS = {
    60: (1, "s", 1, "s"),
    3600: (60, "min", 1, "s"),
    86400: (3600, "h", 60, "min"),
    864000: (86400, "d", 3600, "h"),
}
