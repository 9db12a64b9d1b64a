"""A list of any length that costs what its visible rows cost."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tuiinspect.ui.keymap import MOVEMENT, bindings
from tuiinspect.ui.lines import Line, line, plain
from tuiinspect.ui.widgets import columns
from tuiinspect.ui.widgets.drawing import strip_of
from tuiinspect.ui.widgets.listing import Listing

HEADER = 1


class RowList(ScrollView, can_focus=True):
    """Draws any `Listing` under a fixed header, with a cursor that the rows remember."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(MOVEMENT)]
    DEFAULT_CSS = "RowList { height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; }"

    class CursorMoved(Message):
        """The cursor is on another row, or the row under it is another one."""

    class WindowMoved(Message):
        """Other rows are on the screen now."""

    class Opened(Message):
        """The row under the cursor is to be opened."""

    class Unfolded(Message):
        """The row under the cursor is to show what is in it."""

    class Folded(Message):
        """The row under the cursor is to hide what is in it, or to be left."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._rows: Listing | None = None
        self._fitting: tuple[columns.Column, ...] = ()

    @property
    def cursor(self) -> int:
        return self._rows.place.cursor if self._rows is not None else 0

    @property
    def window(self) -> tuple[int, int]:
        """The first row on the screen and the one after the last."""
        first = self.scroll_offset.y
        return first, min(self._count, first + self._visible)

    @property
    def _count(self) -> int:
        return len(self._rows) if self._rows is not None else 0

    @property
    def _visible(self) -> int:
        return max(1, self.scrollable_content_region.height - HEADER)

    def show(self, rows: Listing | None) -> None:
        """Draw these rows, where the reader left them."""
        self._rows = rows
        offset = rows.place.offset if rows is not None else 0
        self._measure()
        self.scroll_to(y=offset, animate=False, immediate=True, force=True)
        self.rows_changed()

    def rows_changed(self) -> None:
        """Rows came, went or look different now."""
        self._measure()
        self.refresh()
        self.move_to(self.cursor)
        self.post_message(self.WindowMoved())

    @property
    def row_width(self) -> int:
        """Cells a row has beside the scrollbar."""
        return self.scrollable_content_region.width

    def _measure(self) -> None:
        rows, width = self._rows, self.row_width
        self._fitting = columns.fitting(rows.columns, width, rows.room) if rows is not None else ()
        self.virtual_size = Size(width, self._count + HEADER)

    def move_to(self, index: int) -> None:
        """Put the cursor on a row and scroll as little as needed to see it."""
        if self._rows is None:
            return
        place = self._rows.place
        before, place.cursor = place.cursor, max(0, min(index, self._count - 1))
        top = self.scroll_offset.y
        wanted = min(max(top, place.cursor - self._visible + 1), place.cursor)
        if wanted != top:
            self.scroll_to(y=wanted, animate=False, immediate=True, force=True)
        self.refresh_line(before + HEADER)
        self.refresh_line(place.cursor + HEADER)
        self.post_message(self.CursorMoved())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if self._rows is not None and round(old_value) != round(new_value):
            self._rows.place.offset = round(new_value)
            self.post_message(self.WindowMoved())

    def on_resize(self, _event: events.Resize) -> None:
        self.rows_changed()

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self.refresh_line(self.cursor + HEADER)

    def action_cursor_up(self) -> None:
        self.move_to(self.cursor - 1)

    def action_cursor_down(self) -> None:
        self.move_to(self.cursor + 1)

    def action_page_up(self) -> None:
        self.move_to(self.cursor - max(1, self._visible - 1))

    def action_page_down(self) -> None:
        self.move_to(self.cursor + max(1, self._visible - 1))

    def action_half_page_up(self) -> None:
        self.move_to(self.cursor - max(1, self._visible // 2))

    def action_half_page_down(self) -> None:
        self.move_to(self.cursor + max(1, self._visible // 2))

    def action_go_first(self) -> None:
        self.move_to(0)

    def action_go_last(self) -> None:
        self.move_to(self._count - 1)

    def action_open(self) -> None:
        self.post_message(self.Opened())

    def action_cursor_right(self) -> None:
        self.post_message(self.Unfolded())

    def action_cursor_left(self) -> None:
        self.post_message(self.Folded())

    def on_click(self, event: events.Click) -> None:
        index = event.y + self.scroll_offset.y - HEADER
        if event.y < HEADER or index >= self._count:
            return
        if index == self.cursor:
            self.post_message(self.Opened())
        self.move_to(index)

    def render_line(self, y: int) -> Strip:
        rows = self._rows
        width = self.row_width
        index = y - HEADER + self.scroll_offset.y
        if rows is None or (y >= HEADER and index >= len(rows)):
            return Strip.blank(width)
        if y < HEADER:
            return strip_of(self._header(rows), width)
        drawn = columns.row(self._fitting, rows.cells(index), width)
        if index != rows.place.cursor:
            return strip_of(drawn, width)
        return strip_of(line(plain(drawn)), width, "cursor" if self.has_focus else "cursor-blurred")

    def _header(self, rows: Listing) -> Line:
        order = rows.order
        sorted_by = order.column if order else None
        return columns.header(
            self._fitting, self.row_width, sorted_by, reverse=order.reverse if order else False
        )
