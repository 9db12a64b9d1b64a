"""A dialog as lines: whatever the room, its figures and the keys that answer it stay on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tuiinspect.ui.lines import Line, Piece, width_of, wrap

WIDEST: Final = 76
NARROW_BELOW: Final = 60
Choice = tuple[str, str]


def dialog_room(columns: int, rows: int) -> tuple[int, int]:
    """Width and height inside the frame; a narrow screen has no blank margin above and below (app.tcss)."""
    narrow = columns < NARROW_BELOW
    return max(10, min(WIDEST, columns) - (4 if narrow else 6)), max(1, rows - (2 if narrow else 4))


def dialog_lines(
    title: Line,
    body: Sequence[Line],
    notes: Sequence[Line],
    choices: Sequence[Choice],
    width: int,
    height: int,
) -> tuple[Line, ...]:
    """Title, body, notes and keys, wrapped; where the rows do not do, first blank ones go, then the notes."""
    head, answers = wrap(title, width), choice_lines(choices, width)
    asked, noted = _wrapped(body, width), _wrapped(notes, width)
    airy = (*head, (), *asked, *(((), *noted) if noted else ()), (), *answers)
    if len(airy) <= height:
        return airy
    dense = tuple(drawn for drawn in asked if drawn)
    for more in (noted, ()):
        if len(head) + len(dense) + len(more) + len(answers) <= height:
            break
    return (*head, *dense, *more, *answers)


def choice_lines(choices: Sequence[Choice], width: int) -> tuple[Line, ...]:
    """The keys in one line, or below each other."""
    each: list[Line] = [(Piece(key, "key"), Piece(f" {words}")) for key, words in choices]
    gap = Piece("    ")
    beside = tuple(piece for choice in each for piece in (gap, *choice))[1:]
    return (beside,) if width_of(beside) <= width else tuple(each)


def _wrapped(lines: Sequence[Line], width: int) -> tuple[Line, ...]:
    return tuple(part for whole in lines for part in wrap(whole, width))
