"""Who listens: the functions of one emitter's event, and where they stand."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from tuiinspect.history import ListenerRow
from tuiinspect.report.live import emitter_words
from tuiinspect.samples import ListenerFunction
from tuiinspect.text import clean, format_count
from tuiinspect.ui.background import in_background
from tuiinspect.ui.durations import rounded_duration
from tuiinspect.ui.keymap import DETAIL, bindings
from tuiinspect.ui.lines import Line, Piece, line
from tuiinspect.ui.ports import LiveSession
from tuiinspect.ui.screens.asked import AskedScreen
from tuiinspect.ui.screens.captured import CapturedScreen
from tuiinspect.ui.widgets.function_rows import FunctionRows
from tuiinspect.ui.widgets.listener_rows import held_words
from tuiinspect.ui.widgets.row_list import RowList

MOST_OF_THEM = 0.9
"""Some come and go between the counting and the looking."""


def title_lines(row: ListenerRow) -> tuple[Line, ...]:
    count = row.count
    held = held_words(row)
    growth = f"{format_count(row.growth, signed=True)} in {rounded_duration(row.span_s)}"
    return (
        line(
            " ",
            Piece(f"{format_count(count.count)} listeners", "strong"),
            f" of '{clean(count.event, 60)}', ",
            Piece(growth, "warn" if row.growth > 0 else "dim"),
        ),
        line(Piece(f" on {emitter_words(row)}", "dim")),
        *([line(Piece(f" {held}", "dim"))] if held else []),
    )


class FunctionsScreen(AskedScreen):
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(DETAIL)]

    def __init__(self, session: LiveSession, row: ListenerRow) -> None:
        super().__init__()
        self._session = session
        self._row = row
        self._rows = FunctionRows(())

    def on_mount(self) -> None:
        self.draw("#title", title_lines(self._row))
        self.query_one(RowList).focus()
        self.tell("asking the process …")
        count = self._row.count
        in_background(
            self, lambda: self._session.functions(count.emitter, count.event), self._fetched, self.failed
        )

    def _fetched(self, functions: tuple[ListenerFunction, ...]) -> None:
        self.tell(self._remark(functions))
        self._rows = FunctionRows(functions)
        self.query_one(RowList).show(self._rows)

    def _remark(self, functions: tuple[ListenerFunction, ...]) -> str:
        if not functions:
            return "Nothing listens any more."
        seen, all_of_them = sum(function.count for function in functions), self._row.count.count
        if seen > MOST_OF_THEM * all_of_them:
            return ""
        return (
            f"{format_count(seen)} of the {format_count(all_of_them)} were looked at, "
            "so that the process is not held up."
        )

    def on_row_list_opened(self, _message: RowList.Opened) -> None:
        self._open()

    def on_row_list_unfolded(self, _message: RowList.Unfolded) -> None:
        self._open()

    def _open(self) -> None:
        function = self._rows.function(self._rows.place.cursor)
        if function is not None:
            self.app.push_screen(CapturedScreen(self._session, self._row, function))

    def action_copy(self) -> None:
        self.copy_text(self._rows.words(self._rows.place.cursor) if len(self._rows) else "")
