"""The names of the panes in one line, for terminals that have room for one of them at a time."""

from __future__ import annotations

from collections.abc import Iterable

from tuiinspect.ui.lines import Line, Piece, fit_line
from tuiinspect.ui.widgets.pane import Pane


def tab_line(panes: Iterable[Pane], current: Pane, width: int) -> Line:
    pieces: list[Piece] = [Piece(" ")]
    for pane in panes:
        chosen = pane is current
        words = f"[{pane.NUMBER} {pane.NAME}]" if chosen else f" {pane.NUMBER} {pane.NAME} "
        pieces.append(Piece(words, "title-focused" if chosen else "dim"))
    return fit_line(tuple(pieces), width)
