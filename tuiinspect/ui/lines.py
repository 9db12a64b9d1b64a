"""Text as drawn: lines of styled pieces, measured in terminal cells.

Panes describe what they show as `Line`s; only `widgets/drawing.py` turns them into Textual's strips. That
keeps drawing a matter of pure functions, and no markup can come in with a class name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from rich.cells import cell_len, chop_cells

_WORD = re.compile(r"(\s*)(\S*)")
Justify = Literal["left", "right"]


class Piece(NamedTuple):
    """Some text in one style of the palette."""

    text: str
    style: str = ""


Line = tuple[Piece, ...]


def line(*pieces: Piece | str) -> Line:
    return tuple(piece if isinstance(piece, Piece) else Piece(piece) for piece in pieces)


def width_of(pieces: Iterable[Piece]) -> int:
    return sum(cell_len(piece.text) for piece in pieces)


def fit(text: str, width: int, justify: Justify = "left") -> str:
    """`text` in exactly `width` cells: padded, or cut with `…` at its end."""
    room = width - cell_len(text)
    if room >= 0:
        return " " * room + text if justify == "right" else text + " " * room
    if width <= 0:
        return ""
    kept = next(iter(chop_cells(text, width - 1)), "") if width > 1 else ""
    return kept + "…" + " " * (width - 1 - cell_len(kept))


def fit_line(pieces: Line, width: int) -> Line:
    """`pieces` cut or padded to exactly `width` cells."""
    kept: list[Piece] = []
    room = width
    for piece in pieces:
        length = cell_len(piece.text)
        if length > room:
            kept.append(Piece(fit(piece.text, room), piece.style))
            return tuple(kept)
        kept.append(piece)
        room -= length
    return (*kept, Piece(" " * room)) if room else tuple(kept)


def wrap(pieces: Line, width: int, indent: int = 0) -> tuple[Line, ...]:
    """`pieces` in lines of at most `width` cells, broken between words; all but the first are indented.

    A word that is longer than a line is cut.
    """
    lines: list[Line] = [()]
    for word in _words(pieces):
        longer = (*lines[-1], *word)
        if lines[-1] and width_of(longer) > width:
            first = Piece(" " * indent + word[0].text.lstrip(), word[0].style)
            lines.append((first, *word[1:]))
        else:
            lines[-1] = longer
    return tuple(fit_line(line, width) if width_of(line) > width else line for line in lines)


def _words(pieces: Line) -> list[Line]:
    """Each word with the blanks before it; a word may go through several pieces."""
    words: list[Line] = []
    for text, style in pieces:
        for blanks, letters in _WORD.findall(text):
            part = Piece(blanks + letters, style)
            if blanks or not words:
                words.append((part,))
            elif letters:
                words[-1] = (*words[-1], part)
    return words


def spread(left: Line, right: Line, width: int, filler: Piece | None = None) -> Line:
    """`left` and `right` at the two ends of `width` cells; with too little room `right` goes first."""
    room = width - width_of(left) - width_of(right)
    if room < 1:
        return fit_line(left, width)
    between = filler or Piece(" ")
    return (*left, Piece(between.text * room, between.style), *right)


def plain(pieces: Line) -> str:
    """The text of a line, for a clipboard, a file or a test."""
    return "".join(piece.text for piece in pieces)
