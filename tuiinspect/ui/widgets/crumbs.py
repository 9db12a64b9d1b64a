"""The line that says where the reader is, and which rows are on the screen."""

from __future__ import annotations

from collections.abc import Sequence

from tuiinspect.text import format_count
from tuiinspect.ui.lines import Line, Piece, line, spread, width_of

_BETWEEN = Piece(" › ", "dim")


def position(first: int, last: int, total: int) -> str:
    """`1–9 of 97,365`; nothing when all rows are there to see."""
    if last - first >= total:
        return ""
    return f"{format_count(first + 1)}–{format_count(last)} of {format_count(total)}"


def crumb_line(crumbs: Sequence[str], where: str, width: int) -> Line:
    """The way here, with the position at the right; what does not fit is cut at the beginning of the way."""
    right = line(Piece(where, "dim"))
    return spread(_way(crumbs, width - width_of(right) - 1), right, width)


def _way(crumbs: Sequence[str], room: int) -> Line:
    """The last crumbs that fit; the last one always."""
    kept: Line = (Piece(crumbs[-1], "strong"),)
    for number, crumb in reversed(list(enumerate(crumbs[:-1]))):
        longer = (Piece(crumb), _BETWEEN, *kept)
        left_out = 0 if number == 0 else width_of((Piece("…"), _BETWEEN))
        if width_of(longer) + left_out > room:
            return (Piece("…", "dim"), _BETWEEN, *kept)
        kept = longer
    return kept
