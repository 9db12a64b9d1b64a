"""Everything on the screen in plain ASCII, for terminals and locales that have no more."""

from __future__ import annotations

from typing import Final

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_BRAILLE: Final = {code: " .:-=+*#@"[(code - 0x2800).bit_count()] for code in range(0x2800, 0x2900)}
_SINGLE: Final = {
    "…": "~",
    "·": ".",
    "∞": "*",
    "▲": "^",
    # Large, since it may stand at the end of a title in small letters.
    "▼": "V",
    "▴": "^",
    "●": "*",
    "○": "o",
    "◆": "*",
    "≈": "~",
    "≥": ">",
    "×": "x",
    "–": "-",
    "—": "-",
    "→": ">",
    "←": "<",
    "↑": "^",
    "↓": "v",
    "⏸": "=",
    "▸": ">",
    "›": ">",
    "↻": "@",
    "✕": "x",
    "■": "#",
    "▾": "v",
    "▁": ".",
    "▂": ":",
    "▃": "-",
    "▄": "=",
    "▅": "+",
    "▆": "*",
    "▇": "#",
    "█": "@",
    "▌": "|",
    "▐": "|",
    "▎": "|",
    "▏": "|",
    "▕": "|",
    "▔": "-",
    "▀": "=",
    "░": ".",
    "▒": ":",
    "▓": "#",
}
_LINES: Final = {
    **dict.fromkeys("─━╌┄┈═╸╺", "-"),
    **dict.fromkeys("│┃┆┊║╎", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╯╰┏┓┗┛╞╡╪", "+"),
}
TO_ASCII: Final = str.maketrans({**_SINGLE, **_LINES, **{chr(c): a for c, a in _BRAILLE.items()}})


def to_ascii(text: str) -> str:
    """`text` in the same number of cells; what has no likeness becomes one `?` a cell."""
    if text.isascii():
        return text
    return "".join(char if char.isascii() else "?" * cell_len(char) for char in text.translate(TO_ASCII))


class AsciiFilter(LineFilter):
    """Applied to every line of every widget, so that no widget has to know about ASCII."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        return [
            segment if segment.control else Segment(to_ascii(segment.text), segment.style)
            for segment in segments
        ]
