"""A screen of lines that are longer than it is wide and more than it is high: broken, and scrolled."""

from __future__ import annotations

from abc import abstractmethod

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from tuiinspect.ui.lines import Line
from tuiinspect.ui.screens.hinted import HintedScreen
from tuiinspect.ui.screens.scrolled import Scrolled
from tuiinspect.ui.widgets.drawing import Drawing
from tuiinspect.ui.widgets.hint_line import HintLine

_MARGINS = 3


class ToldScreen(Scrolled, HintedScreen):
    """A subclass binds the keys, says the lines for a width, and what copying gives."""

    @abstractmethod
    def lines(self, width: int) -> tuple[Line, ...]:
        """What there is to read, broken for `width` cells."""

    @abstractmethod
    def words(self) -> str:
        """What copying gives."""

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Drawing(id="told")
        yield HintLine()

    def on_mount(self) -> None:
        self.body.focus()
        self._draw()

    def on_resize(self, _event: events.Resize) -> None:
        self._draw()

    def _draw(self) -> None:
        width = (self.size.width or 80) - _MARGINS
        self.query_one("#told", Drawing).draw(self.lines(width))

    def action_copy(self) -> None:
        self.copy_text(self.words())
