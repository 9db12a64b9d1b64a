"""Pane 4: the whole process, series by series, and two of them side by side."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget

from tuiinspect.history import Ratio, SeriesHistory, SeriesKey, ratios
from tuiinspect.ui.keymap import SERIES, bindings
from tuiinspect.ui.state import DashboardState
from tuiinspect.ui.widgets.drawing import Drawing
from tuiinspect.ui.widgets.live_list import LiveList
from tuiinspect.ui.widgets.pair_view import pair_lines, pair_view
from tuiinspect.ui.widgets.pane import Pane
from tuiinspect.ui.widgets.series_rows import SeriesRows, summaries


class ProcessPane(Pane):
    NUMBER: ClassVar[int] = 4
    NAME: ClassVar[str] = "Process"
    ID: ClassVar[str] = "process"
    FULL: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(SERIES)]
    DEFAULT_CSS = "ProcessPane #pair { height: auto; }"

    def __init__(self) -> None:
        super().__init__()
        self._shown = SeriesRows(())
        self._series = SeriesHistory()
        self._beside: SeriesKey | None = None
        """The series that the one under the cursor is put beside."""

    def compose_body(self) -> ComposeResult:
        yield LiveList()
        yield Drawing(id="pair")

    @property
    def focus_target(self) -> Widget:
        return self.query_one(LiveList)

    def on_mount(self) -> None:
        self.query_one(LiveList).show(self._shown)

    def follow(self, state: DashboardState) -> None:
        self._series = state.series
        rows = state.series.rows()
        before, self._shown = self._shown, SeriesRows(rows, ratios(state.series, state.memory.thread))
        self._shown.place = before.place
        if not len(before):
            # On the first series, below the name of its group.
            self._shown.place.cursor = 1
        followed = before.row(before.place.cursor)
        if followed is not None:
            # New series come in between: the cursor stays on its own.
            found = self._shown.index_of(followed)
            self._shown.place.cursor = before.place.cursor if found is None else found
        self.query_one(LiveList).update(self._shown)
        self.summarise(*summaries(rows, marked=state.memory.marked_at is not None))
        self._draw_pair()

    def _pair(self) -> tuple[SeriesKey, SeriesKey] | None:
        """What is to be seen side by side: a ratio's two sides, or the chosen series and the one here."""
        row = self._shown.row(self._shown.place.cursor)
        if self._beside is None or row is None:
            return None
        return (row.one, row.other) if isinstance(row, Ratio) else (self._beside, row.key)

    def _draw_pair(self) -> None:
        keys = self._pair()
        lines = pair_lines(pair_view(self._series, *keys), self.size.width) if keys else ()
        self.query_one("#pair", Drawing).draw(lines)

    def action_set_beside(self) -> None:
        row = self._shown.row(self._shown.place.cursor)
        if row is not None:
            self._beside = row.one if isinstance(row, Ratio) else row.key
            self._draw_pair()
            self.refresh_bindings()

    def action_end_beside(self) -> None:
        self._beside = None
        self._draw_pair()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        # Without a comparison, esc means something to the screen instead.
        return action != "end_beside" or self._beside is not None

    def on_row_list_cursor_moved(self, message: LiveList.CursorMoved) -> None:
        message.stop()
        self._draw_pair()

    def on_row_list_opened(self, message: LiveList.Opened) -> None:
        message.stop()
        self.action_set_beside()

    def words(self) -> str:
        return self._shown.words(self._shown.place.cursor) if len(self._shown) else ""
