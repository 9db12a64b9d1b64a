"""A list whose figures change every second: only what reads differently is sent to the terminal."""

from __future__ import annotations

from tuiinspect.ui.lines import Line
from tuiinspect.ui.widgets import columns
from tuiinspect.ui.widgets.drawing import changed_regions
from tuiinspect.ui.widgets.listing import Listing
from tuiinspect.ui.widgets.row_list import RowList


class LiveList(RowList):
    """Replace its rows as often as you like; the cursor is put where the new rows' place says."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._seen: tuple[Line, ...] = ()

    def update(self, rows: Listing) -> None:
        """Show newer rows in the place of older ones."""
        rows.place.cursor = max(0, min(rows.place.cursor, len(rows) - 1))
        cursor_before, self._rows = self.cursor, rows
        self._measure()
        if self.cursor != cursor_before:
            self.refresh_line(cursor_before + 1)
            self.move_to(self.cursor)
        before, self._seen = self._seen, self._lines_in_sight(rows)
        for region in changed_regions(before, self._seen):
            self.refresh(region)

    def _lines_in_sight(self, rows: Listing) -> tuple[Line, ...]:
        first, last = self.window
        width = self.size.width
        drawn = (columns.row(self._fitting, rows.cells(index), width) for index in range(first, last))
        return (self._header(rows), *drawn)

    def rows_changed(self) -> None:
        super().rows_changed()
        self._seen = self._lines_in_sight(self._rows) if self._rows is not None else ()
