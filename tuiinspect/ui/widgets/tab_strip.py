"""The names of the panes in one line, for terminals that have room for one of them at a time."""

from __future__ import annotations

from collections.abc import Sequence

from tuiinspect.ui.lines import Line, Piece, fit_line, line, width_of
from tuiinspect.ui.widgets.pane import Pane


def tab_line(panes: Sequence[Pane], current: Pane, width: int) -> Line:
    """Whole names, or their first words; where even those are too long, only the current one has a name."""
    named = [
        line(Piece(" "), *(_tab(pane.NUMBER, name(pane), chosen=pane is current) for pane in panes))
        for name in (_whole, _first_word)
    ]
    bare = line(
        Piece(" "),
        *(
            _tab(pane.NUMBER, _first_word(pane) if pane is current else "", chosen=pane is current)
            for pane in panes
        ),
    )
    return fit_line(next((tabs for tabs in named if width_of(tabs) <= width), bare), width)


def _tab(number: int, name: str, *, chosen: bool) -> Piece:
    words = f"{number} {name}".rstrip()
    return Piece(f"[{words}]" if chosen else f" {words} ", "title-focused" if chosen else "dim")


def _whole(pane: Pane) -> str:
    return pane.NAME


def _first_word(pane: Pane) -> str:
    return pane.NAME.partition(" ")[0]
