"""The line a filter is typed in; it stays in sight, with the number of matches, as long as it filters."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Input

from tuiinspect.text import format_count
from tuiinspect.ui.keymap import FILTER, bindings
from tuiinspect.ui.lines import Piece, line
from tuiinspect.ui.messages import FilterChanged, FilterLeft
from tuiinspect.ui.widgets.drawing import Drawing


def typed_in(screen: Screen[Any]) -> bool:
    """Whether a filter is being typed: the key that opens it is a character like any other then."""
    focused = screen.focused
    return focused is not None and isinstance(focused.parent, FilterLine)


class FilterLine(Horizontal):
    """Hidden until it is edited."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(FILTER)]
    DEFAULT_CSS = """
    FilterLine {
        height: 1;
        display: none;
        & > #slash { width: 2; height: 1; }
        & > Input { width: 1fr; }
        & > #matches { width: 20; height: 1; }
    }
    """

    def compose(self) -> ComposeResult:
        yield Drawing(id="slash")
        box = Input(compact=True, select_on_focus=False)
        box.cursor_blink = False
        yield box
        yield Drawing(id="matches")

    def on_mount(self) -> None:
        self.query_one("#slash", Drawing).draw([line(Piece("/", "key"))])

    def edit(self) -> None:
        self.display = True
        # At once: what is typed right behind the key belongs in here too.
        self.screen.set_focus(self.query_one(Input))

    def count(self, matches: int, total: int) -> None:
        words = f" {format_count(matches)} of {format_count(total)}"
        self.query_one("#matches", Drawing).draw([line(Piece(words, "dim" if matches else "warn"))])

    def clear(self) -> None:
        """Drop the filter and hide the line."""
        self.query_one(Input).value = ""
        self.display = False

    def put(self, pattern: str) -> None:
        """Show a filter that is in force already, or none."""
        box = self.query_one(Input)
        with box.prevent(Input.Changed):
            box.value = pattern
        self.display = bool(pattern)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(FilterChanged(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_keep_filter()

    def action_keep_filter(self) -> None:
        self.display = bool(self.query_one(Input).value)
        self.post_message(FilterLeft())

    def action_drop_filter(self) -> None:
        self.clear()
        self.post_message(FilterLeft())
