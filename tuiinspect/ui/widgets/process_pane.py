"""Pane 4: the whole process, series by series."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.widget import Widget

from tuiinspect.ui.state import DashboardState
from tuiinspect.ui.widgets.live_list import LiveList
from tuiinspect.ui.widgets.pane import Pane
from tuiinspect.ui.widgets.series_rows import SeriesRows, summaries


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
        rows = state.series.rows()
        before, self._shown = self._shown, SeriesRows(rows)
        self._shown.place = before.place
        if not len(before):
            # On the first series, below the name of its group.
            self._shown.place.cursor = 1
        followed = before.row(before.place.cursor)
        if followed is not None:
            # New series come in between: the cursor stays on its own.
            found = self._shown.index_of(followed.key)
            self._shown.place.cursor = before.place.cursor if found is None else found
        self.query_one(LiveList).update(self._shown)
        self.summarise(*summaries(rows, marked=state.memory.marked_at is not None))

    def words(self) -> str:
        return self._shown.words(self._shown.place.cursor) if len(self._shown) else ""
