"""Pane 2: who collects listeners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget

from tuiinspect.diagnosis.growth import is_growing
from tuiinspect.history import ListenerRow
from tuiinspect.samples import ListenersSample
from tuiinspect.ui.durations import rounded_duration
from tuiinspect.ui.keymap import TABLE, bindings
from tuiinspect.ui.messages import EmitterOpened, FilterChanged, FilterLeft
from tuiinspect.ui.state import DashboardState
from tuiinspect.ui.widgets.filter_line import FilterLine
from tuiinspect.ui.widgets.listener_rows import (
    FIRST_ORDER,
    Key,
    ListenerRows,
    NarrowListenerRows,
    next_order,
    summaries,
)
from tuiinspect.ui.widgets.listing import Order
from tuiinspect.ui.widgets.live_list import LiveList
from tuiinspect.ui.widgets.pane import Pane

ROOM_FOR_ALL: Final = 60


class ListenersPane(Pane):
    NUMBER: ClassVar[int] = 2
    NAME: ClassVar[str] = "Listeners"
    ID: ClassVar[str] = "listeners"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(TABLE)]

    def __init__(self) -> None:
        super().__init__()
        self._all: Sequence[ListenerRow] = ()
        self._order: Order = FIRST_ORDER
        self._pattern = ""
        self._shown = ListenerRows(())
        self._followed: Key | None = None
        self._placed = 0

    def compose_body(self) -> ComposeResult:
        yield LiveList()
        yield FilterLine()

    @property
    def focus_target(self) -> Widget:
        return self.query_one(LiveList)

    @property
    def row(self) -> ListenerRow | None:
        """The one under the cursor."""
        return self._shown.row(self._shown.place.cursor)

    def on_mount(self) -> None:
        self.query_one(LiveList).show(self._shown)
        self.summarise(*summaries(None, 0, "", marked=False))

    def follow(self, state: DashboardState) -> None:
        listeners = state.listeners
        if listeners.latest is not None:
            self.show(listeners.latest, listeners.rows(), marked=state.memory.marked_at is not None)

    def show(self, latest: ListenersSample | None, rows: Sequence[ListenerRow], *, marked: bool) -> None:
        """Newer counts; the cursor stays at the top until it is moved, and then on its emitter."""
        self._all = rows
        self._notice_moves()
        self._arrange(self._followed)
        longest = max((row.span_s for row in rows), default=0.0)
        grown = sum(is_growing(row.growth, row.trend) for row in rows)
        self.summarise(*summaries(latest, grown, rounded_duration(longest), marked=marked))

    def _notice_moves(self) -> None:
        cursor = self._shown.place.cursor
        if cursor != self._placed:
            self._followed = self.row.key if cursor > 0 and self.row is not None else None

    def _arrange(self, keep: Key | None) -> None:
        kind = ListenerRows if self.size.width >= ROOM_FOR_ALL else NarrowListenerRows
        before, self._shown = self._shown, kind(self._all, self._order, self._pattern)
        found = self._shown.index_of(keep) if keep is not None else 0
        self._placed = before.place.cursor if found is None else found
        self._placed = max(0, min(self._placed, len(self._shown) - 1))
        self._shown.place.cursor = self._placed
        self._shown.place.offset = before.place.offset
        self.query_one(LiveList).update(self._shown)
        self.query_one(FilterLine).count(len(self._shown), len(self._all))

    def on_resize(self, _event: events.Resize) -> None:
        self._rearrange()

    def _rearrange(self) -> None:
        """The same rows in another order, or fewer of them: stay on the emitter."""
        self._notice_moves()
        self._arrange(self.row.key if self.row is not None else None)

    def action_next_sort(self) -> None:
        self._order = next_order(self._order)
        self._rearrange()

    def action_reverse_sort(self) -> None:
        self._order = replace(self._order, reverse=not self._order.reverse)
        self._rearrange()

    def action_edit_filter(self) -> None:
        self.query_one(FilterLine).edit()

    def action_clear_filter(self) -> None:
        self.query_one(FilterLine).clear()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        # Without a filter, esc means something to the screen instead.
        return action != "clear_filter" or bool(self._pattern)

    def on_filter_changed(self, message: FilterChanged) -> None:
        message.stop()
        self._pattern = message.text
        self._rearrange()

    def on_filter_left(self, message: FilterLeft) -> None:
        message.stop()
        self.focus_target.focus()

    def on_row_list_opened(self, message: LiveList.Opened) -> None:
        message.stop()
        self._open()

    def on_row_list_unfolded(self, message: LiveList.Unfolded) -> None:
        message.stop()
        self._open()

    def _open(self) -> None:
        if self.row is not None:
            self.post_message(EmitterOpened(self.row))

    def words(self) -> str:
        """What copying gives: the row under the cursor."""
        return self._shown.words(self._shown.place.cursor) if len(self._shown) else ""
