"""Columns of a list: which of them fit, and one row laid out in exactly the width there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from tuiinspect.ui.lines import Line, Piece, fit, fit_line, width_of

GAP = 1
ROOM_FOR_NAME = 22
"""What a first column keeps before another one is dropped: a class name and an id."""


SHORTEST = 8
"""What is left of a text that is shortened for the sake of others."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `width` 0 takes what the others leave, the highest `drop` goes first, 0 stays.

    With `ends` the end of a text says what it is (an id), and the longest piece before it is shortened.
    """

    key: str
    title: str
    width: int
    drop: int = 0
    right: bool = True
    ends: bool = True


def fitting(columns: Sequence[Column], width: int, room: int = ROOM_FOR_NAME) -> tuple[Column, ...]:
    """Return the columns that `width` has room for beside `room` for the first one, in their order."""
    kept = list(columns)
    while width - _fixed(kept) < room:
        candidates = [column for column in kept if column.drop]
        if not candidates:
            break
        kept.remove(max(candidates, key=lambda column: column.drop))
    return tuple(kept)


def _fixed(columns: Sequence[Column]) -> int:
    return sum(column.width + GAP for column in columns if column.width)


def row(columns: Sequence[Column], cells: Mapping[str, Line], width: int) -> Line:
    """Lay one row out: pieces whose cells add up to `width`."""
    flexible = max(0, width - _fixed(columns))
    pieces: list[Piece] = []
    for column in columns:
        if pieces:
            pieces.append(Piece(" " * GAP))
        pieces += _cell(column, cells.get(column.key, ()), column.width or flexible)
    return fit_line(tuple(pieces), width)


def _cell(column: Column, pieces: Line, width: int) -> Line:
    used = width_of(pieces)
    if column.right and used < width:
        return (Piece(" " * (width - used)), *pieces)
    return fit_line(squeezed(pieces, width) if column.ends and used > width else pieces, width)


def squeezed(pieces: Line, width: int) -> Line:
    """Shorten the longest texts first: a name that goes on for ever must not push out the id after it."""
    kept = list(pieces)
    while (over := width_of(kept) - width) > 0:
        lengths = [cell_len(piece.text) if piece.text.strip() else 0 for piece in kept]
        longest = max(range(len(kept)), key=lengths.__getitem__)
        if lengths[longest] <= SHORTEST:
            break
        text, style = kept[longest]
        kept[longest] = Piece(fit(text, max(SHORTEST, lengths[longest] - over)), style)
    return tuple(kept)


def header(columns: Sequence[Column], width: int, sorted_by: str | None, *, reverse: bool) -> Line:
    """The titles; the sorted column is marked with the direction."""
    titles: dict[str, Line] = {
        column.key: (Piece(_marked(column, reverse=reverse), "head-sorted"),)
        if column.key == sorted_by
        else (Piece(column.title, "head"),)
        for column in columns
    }
    return row(columns, titles, width)


def _marked(column: Column, *, reverse: bool) -> str:
    """Mark and title apart where the column has room: in ASCII the mark is a letter."""
    mark = "▼" if reverse else "▲"
    apart = f"{column.title} {mark}"
    return apart if not column.width or cell_len(apart) <= column.width else column.title + mark
