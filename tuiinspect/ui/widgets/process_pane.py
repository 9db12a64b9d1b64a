"""Pane 4: the whole process, series by series."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.widget import Widget

from tuiinspect.ui.durations import rounded_duration
from tuiinspect.ui.lines import Piece, line
from tuiinspect.ui.state import DashboardState
from tuiinspect.ui.widgets.live_list import LiveList
from tuiinspect.ui.widgets.pane import Pane
from tuiinspect.ui.widgets.series_rows import SeriesRows


class ProcessPane(Pane):
    NUMBER: ClassVar[int] = 4
    NAME: ClassVar[str] = "Process"
    ID: ClassVar[str] = "process"
    FULL: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__()
        self._shown = SeriesRows(())

    def compose_body(self) -> ComposeResult:
        yield LiveList()

    @property
    def focus_target(self) -> Widget:
        return self.query_one(LiveList)

    def on_mount(self) -> None:
        self.query_one(LiveList).show(self._shown)

    def follow(self, state: DashboardState) -> None:
        before, self._shown = self._shown, SeriesRows(state.series.rows())
        self._shown.place = before.place
        self.query_one(LiveList).update(self._shown)
        span = max((row.span_s for row in state.series.rows()), default=0.0)
        since = "the mark" if state.memory.marked_at is not None else "attach"
        self.summarise(line(Piece(f"growth since {since}, {rounded_duration(span)}", "dim")))

    def words(self) -> str:
        return self._shown.words(self._shown.place.cursor) if len(self._shown) else ""
