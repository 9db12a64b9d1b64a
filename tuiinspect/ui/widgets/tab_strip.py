"""The names of the panes in one line: where the user is, and what else there is to see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from tuiinspect.ui.lines import Line, Piece, fit_line, line, width_of
from tuiinspect.ui.widgets.pane import Pane

HOME: Final = "Home"


class Tab(NamedTuple):
    """What is pressed to get there, and what it is called."""

    key: str
    name: str
    chosen: bool


def pane_tabs(panes: Sequence[Pane], current: Pane) -> list[Tab]:
    """Each pane by itself, for terminals that have room for one of them at a time."""
    return [Tab(str(pane.NUMBER), pane.NAME, chosen=pane is current) for pane in panes]


def view_tabs(panes: Sequence[Pane], current: Pane) -> list[Tab]:
    """The panes that are on the screen together as one."""
    home = [pane.NUMBER for pane in panes if not pane.FULL]
    first = Tab(f"{home[0]}-{home[-1]}", HOME, chosen=not current.FULL)
    return [first, *pane_tabs([pane for pane in panes if pane.FULL], current)]


def tab_line(tabs: Sequence[Tab], width: int) -> Line:
    """Whole names, or their first words; where even those are too long, only the current one has a name."""
    forms: tuple[Callable[[Tab], str], ...] = (_whole, _first_word, _first_word_of_chosen)
    lines = [line(Piece(" "), *(_drawn(tab, form(tab)) for tab in tabs)) for form in forms]
    return fit_line(next((tabs for tabs in lines if width_of(tabs) <= width), lines[-1]), width)


def _drawn(tab: Tab, name: str) -> Piece:
    words = f"{tab.key} {name}".rstrip()
    return Piece(f"[{words}]" if tab.chosen else f" {words} ", "title-focused" if tab.chosen else "dim")


def _whole(tab: Tab) -> str:
    return tab.name


def _first_word(tab: Tab) -> str:
    return tab.name.partition(" ")[0]


def _first_word_of_chosen(tab: Tab) -> str:
    return _first_word(tab) if tab.chosen else ""
