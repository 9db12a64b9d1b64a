"""Pane 2: who collects listeners."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult

from tuiinspect.history import ListenerRow
from tuiinspect.samples import ListenersSample
from tuiinspect.ui.durations import rounded_duration
from tuiinspect.ui.lines import width_of
from tuiinspect.ui.messages import EmitterOpened
from tuiinspect.ui.state import DashboardState
from tuiinspect.ui.widgets.drawing import Drawing
from tuiinspect.ui.widgets.listener_rows import (
    FIRST_ORDER,
    ListenerRows,
    NarrowListenerRows,
    remarks,
    summaries,
)
from tuiinspect.ui.widgets.listing import Order
from tuiinspect.ui.widgets.live_list import LiveList
from tuiinspect.ui.widgets.sorted_pane import SortedPane

ROOM_FOR_ALL: Final = 60
LOWEST_WITH_REMARK: Final = 6


class ListenersPane(SortedPane[ListenerRow]):
    NUMBER: ClassVar[int] = 2
    NAME: ClassVar[str] = "Listeners"
    ID: ClassVar[str] = "listeners"

    def __init__(self) -> None:
        self._all: Sequence[ListenerRow] = ()
        self._hook: bool | None = None
        self._censused = False
        super().__init__(FIRST_ORDER)

    def on_mount(self) -> None:
        super().on_mount()
        self.summarise(*summaries(None, 0, "", marked=False))

    def compose_body(self) -> ComposeResult:
        yield from super().compose_body()
        yield Drawing(id="remark")

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.query_one("#remark").display = event.size.height >= LOWEST_WITH_REMARK
        self._draw_remark()

    def on_row_list_cursor_moved(self, _message: LiveList.CursorMoved) -> None:
        self._draw_remark()

    def _draw_remark(self) -> None:
        if self._hook is None:
            return
        forms = remarks(self.row, hook=self._hook, censused=self._censused)
        fitting = next((form for form in forms if width_of(form) <= self.size.width), forms[-1])
        self.query_one("#remark", Drawing).draw([fitting])

    def follow(self, state: DashboardState) -> None:
        listeners = state.listeners
        if listeners.latest is not None:
            self._censused = state.censuses > 0
            self.show(listeners.latest, listeners.rows(), marked=state.memory.marked_at is not None)

    def show(self, latest: ListenersSample | None, rows: Sequence[ListenerRow], *, marked: bool) -> None:
        self._all = rows
        self.refresh_rows()
        longest = max((row.span_s for row in rows), default=0.0)
        grown = sum(row.grows for row in rows)
        self._hook = latest.hook if latest is not None else None
        self._draw_remark()
        self.summarise(*summaries(latest, grown, rounded_duration(longest), marked=marked))

    def make_rows(self, order: Order, pattern: str, *, width: int) -> ListenerRows:
        kind = ListenerRows if width >= ROOM_FOR_ALL else NarrowListenerRows
        return kind(self._all, order, pattern)

    def open_row(self, row: ListenerRow) -> None:
        self.post_message(EmitterOpened(row))
