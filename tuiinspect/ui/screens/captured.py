"""What one of a function's instances that listen has captured."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from tuiinspect.history import ListenerRow
from tuiinspect.report.live import place
from tuiinspect.samples import CapturedScope, ListenerFunction
from tuiinspect.text import clean, format_count
from tuiinspect.ui.background import in_background
from tuiinspect.ui.keymap import DETAIL, bindings
from tuiinspect.ui.lines import Piece, line, wrap
from tuiinspect.ui.ports import LiveSession
from tuiinspect.ui.screens.asked import AskedScreen
from tuiinspect.ui.widgets.captured_rows import CapturedRows
from tuiinspect.ui.widgets.drawing import Drawing
from tuiinspect.ui.widgets.row_list import RowList


class CapturedScreen(AskedScreen):
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(DETAIL)]

    def __init__(self, session: LiveSession, row: ListenerRow, function: ListenerFunction) -> None:
        super().__init__()
        self._session = session
        self._row = row
        self._function = function
        self._rows = CapturedRows()

    def on_mount(self) -> None:
        count = self._row.count
        title = line(" ", Piece(place(self._function), "strong"), " has captured")
        of = f" one of the {format_count(self._function.count)} that listen to '{clean(count.event, 60)}'"
        self.query_one("#title", Drawing).draw([*wrap(title, self.size.width, 1), line(Piece(of, "dim"))])
        self.query_one(RowList).focus()
        self.tell("asking the process …")
        in_background(
            self,
            lambda: self._session.captured(count.emitter, count.event, self._function),
            self._fetched,
            self.failed,
        )

    def _fetched(self, scopes: tuple[CapturedScope, ...]) -> None:
        self._rows = CapturedRows(scopes)
        self.tell("" if scopes else "Nothing but what is global: it is no closure of the program's.")
        self.query_one(RowList).show(self._rows)

    def action_copy(self) -> None:
        self.copy_text(self._rows.words(self._rows.place.cursor) if len(self._rows) else "")
