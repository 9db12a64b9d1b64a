"""One suspect at length: the holder, what accumulates, where it was added, the evidence, what to do."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from tuiinspect.text import clean
from tuiinspect.ui.keymap import DETAIL, SCROLL, bindings
from tuiinspect.ui.screens.hinted import HintedScreen
from tuiinspect.ui.screens.scrolled import Scrolled
from tuiinspect.ui.widgets.drawing import Drawing
from tuiinspect.ui.widgets.hint_line import HintLine
from tuiinspect.ui.widgets.suspect_rows import suspect_lines

_MARGINS = 3


class SuspectScreen(Scrolled, HintedScreen):
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(DETAIL, SCROLL)]

    def __init__(self, suspect: dict[str, Any]) -> None:
        super().__init__()
        self._suspect = suspect

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Drawing(id="suspect")
        yield HintLine()

    def on_mount(self) -> None:
        self.body.focus()
        self._draw()

    def on_resize(self, _event: events.Resize) -> None:
        self._draw()

    def _draw(self) -> None:
        width = (self.size.width or 80) - _MARGINS
        self.query_one("#suspect", Drawing).draw(suspect_lines(self._suspect, width))

    def action_close(self) -> None:
        self.dismiss()

    def action_copy(self) -> None:
        self.copy_text(clean(self._suspect["summary"], 1000))
