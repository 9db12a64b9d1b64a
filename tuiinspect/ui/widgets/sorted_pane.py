"""A pane with one live list that is sorted and filtered; the cursor stays on what it was put on."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable
from dataclasses import replace
from typing import ClassVar, Generic

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget

from tuiinspect.ui.keymap import TABLE, bindings
from tuiinspect.ui.messages import FilterChanged, FilterLeft
from tuiinspect.ui.widgets.filter_line import FilterLine, typed_in
from tuiinspect.ui.widgets.keyed_rows import KeyedRows, Row
from tuiinspect.ui.widgets.listing import Order, next_order
from tuiinspect.ui.widgets.live_list import LiveList
from tuiinspect.ui.widgets.pane import Pane


class SortedPane(Pane, Generic[Row]):
    """Subclasses make the rows, and say what opening one means."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(TABLE)]

    def __init__(self, order: Order) -> None:
        super().__init__()
        self._order = order
        self._pattern = ""
        self._shown = self.make_rows(order, "", width=0)
        self._followed: Hashable | None = None
        self._placed = 0

    @abstractmethod
    def make_rows(self, order: Order, pattern: str, *, width: int) -> KeyedRows[Row]:
        """The rows as they are now, for a pane of that many columns."""

    @abstractmethod
    def open_row(self, row: Row) -> None:
        """Somebody wants to know more of this row."""

    def compose_body(self) -> ComposeResult:
        yield LiveList()
        yield FilterLine()

    @property
    def focus_target(self) -> Widget:
        return self.query_one(LiveList)

    @property
    def cursor(self) -> int:
        return self._shown.place.cursor

    @property
    def row(self) -> Row | None:
        """The one under the cursor."""
        return self._shown.row(self.cursor)

    def on_mount(self) -> None:
        self.query_one(LiveList).show(self._shown)

    def refresh_rows(self) -> None:
        """Newer figures; the cursor stays at the top until it is moved, and then on its row."""
        self._notice_moves()
        self._arrange(self._followed)

    def _notice_moves(self) -> None:
        if self.cursor != self._placed:
            self._followed = self._shown.key(self.cursor) if self.cursor > 0 else None

    def _arrange(self, keep: Hashable | None) -> None:
        before = self._shown
        self._shown = self.make_rows(self._order, self._pattern, width=self.size.width)
        found = self._shown.index_of(keep) if keep is not None else 0
        self._placed = before.place.cursor if found is None else found
        self._placed = max(0, min(self._placed, len(self._shown) - 1))
        self._shown.place.cursor = self._placed
        self._shown.place.offset = before.place.offset
        self.query_one(LiveList).update(self._shown)
        self.query_one(FilterLine).count(len(self._shown), self._shown.total)

    def on_resize(self, _event: events.Resize) -> None:
        self._rearrange()

    def _rearrange(self) -> None:
        """The same rows in another order, or fewer of them: stay on the one under the cursor."""
        self._notice_moves()
        self._arrange(self._shown.key(self.cursor))

    def action_next_sort(self) -> None:
        self._order = next_order(self._shown.orders, self._order)
        self._rearrange()

    def action_reverse_sort(self) -> None:
        self._order = replace(self._order, reverse=not self._order.reverse)
        self._rearrange()

    def action_edit_filter(self) -> None:
        self.query_one(FilterLine).edit()

    def action_clear_filter(self) -> None:
        self.query_one(FilterLine).clear()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        if action == "edit_filter":
            return not typed_in(self.screen)
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
        self._open_row()

    def on_row_list_unfolded(self, message: LiveList.Unfolded) -> None:
        message.stop()
        self._open_row()

    def _open_row(self) -> None:
        row = self.row
        if row is not None:
            self.open_row(row)

    def words(self) -> str:
        """What copying gives: the row under the cursor."""
        return self._shown.words(self.cursor) if len(self._shown) else ""
