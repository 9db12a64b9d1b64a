"""A screen that asks the target for its rows: a title, the rows, and what is to be said of them meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from tuiinspect.errors import InspectError
from tuiinspect.ui.lines import Line, Piece, line, wrap
from tuiinspect.ui.screens.hinted import HintedScreen
from tuiinspect.ui.widgets.drawing import Drawing
from tuiinspect.ui.widgets.hint_line import HintLine
from tuiinspect.ui.widgets.row_list import RowList


class AskedScreen(HintedScreen):
    """A subclass binds the keys, draws the title, asks, and says what copying gives."""

    def compose(self) -> ComposeResult:
        yield Drawing(id="title")
        yield RowList()
        yield Drawing(id="waiting")
        yield HintLine()

    def tell(self, words: str, style: str = "dim") -> None:
        """Say something below the rows."""
        self.draw("#waiting", [line(" ", Piece(part, style)) for part in words.splitlines()])

    def draw(self, place: str, lines: Sequence[Line]) -> None:
        """Lines that are too long for the screen go on in the next one."""
        width = self.size.width
        self.query_one(place, Drawing).draw([part for whole in lines for part in wrap(whole, width, 1)])

    def failed(self, error: InspectError) -> None:
        """The target gave no answer."""
        self.tell(str(error), "bad")

    def on_row_list_folded(self, _message: RowList.Folded) -> None:
        self.action_close()

    def action_close(self) -> None:
        self.dismiss()
