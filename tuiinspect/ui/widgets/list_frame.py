"""One list with what is around it: the way to it, its filter, a sentence, and what retains the row below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from textual import events, on
from textual.app import ComposeResult
from textual.widget import Widget

from tuiinspect.ui.widgets.crumbs import crumb_line, position
from tuiinspect.ui.widgets.drawing import Drawing
from tuiinspect.ui.widgets.filter_line import FilterLine
from tuiinspect.ui.widgets.path_line import PathLine, wrapped
from tuiinspect.ui.widgets.row_list import RowList
from tuiinspect.ui.widgets.trail import Trail

if TYPE_CHECKING:
    from tuiinspect.heap import HeapSnapshot

TALL = 16
WIDE = 100
"""A path gets more lines where there are many, and fewer where they are long."""


class ListFrame(Widget):
    """Draws the last list of a trail; what its rows do is for others."""

    DEFAULT_CSS = """
    ListFrame {
        height: 1fr;
        & > #way { height: 1; }
        & > #sentence { height: auto; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._trail = Trail()
        self._snapshot: HeapSnapshot | None = None
        self._note = ""

    def compose(self) -> ComposeResult:
        yield Drawing(id="way")
        yield FilterLine()
        yield Drawing(id="sentence")
        yield RowList()
        yield PathLine()

    def focus(self, scroll_visible: bool = True) -> Self:
        self.rows.focus(scroll_visible)
        return self

    @property
    def rows(self) -> RowList:
        return self.query_one(RowList)

    def show(self, trail: Trail, snapshot: HeapSnapshot | None) -> None:
        """Draw the trail's last list, where the reader left it."""
        self._trail = trail
        self._snapshot = snapshot
        self._note = ""
        self.query_one(FilterLine).put(trail.top.pattern)
        self.query_one(PathLine).display = trail.top.tracks_path
        self._draw_sentence()
        self.lay_out()

    def lay_out(self) -> None:
        """Other rows are in the list, or in another order."""
        self.rows.show(self._trail.top)
        self._draw_around()

    def rows_changed(self) -> None:
        """Some rows came or look different now."""
        self._draw_sentence()
        self.rows.rows_changed()
        self._draw_around()

    def note(self, words: str) -> None:
        """Say something at the end of the way, in place of the position."""
        self._note = words
        self._draw_way()

    def held_words(self) -> str:
        """What keeps the row under the cursor alive, as far as it was looked for."""
        return self.query_one(PathLine).sentence() if self._trail.top.tracks_path else ""

    def edit_filter(self) -> None:
        self.query_one(FilterLine).edit()
        self._draw_around()

    def clear_filter(self) -> None:
        self.query_one(FilterLine).clear()

    def _draw_around(self) -> None:
        top = self._trail.top
        self.query_one(PathLine).read_from(top.holding or self._snapshot)
        self.query_one(FilterLine).count(len(top), top.total)
        self._draw_way()

    def _draw_way(self) -> None:
        where = self._note or position(*self.rows.window, len(self._trail.top))
        self.query_one("#way", Drawing).draw([crumb_line(self._trail.crumbs, where, self.size.width)])

    def _draw_sentence(self) -> None:
        most = 4 if self.size.height >= TALL else 2
        self.query_one("#sentence", Drawing).draw(wrapped(self._trail.top.sentence, self.size.width, most))

    def on_resize(self, _event: events.Resize) -> None:
        tall, wide = self.size.height >= TALL, self.size.width >= WIDE
        self.query_one(PathLine).styles.height = 2 if tall and not wide else 1
        self._draw_way()
        self._draw_sentence()

    @on(RowList.WindowMoved)
    def _window_moved(self) -> None:
        self._draw_way()

    @on(RowList.CursorMoved)
    def _cursor_moved(self) -> None:
        top = self._trail.top
        node = top.node(self.rows.cursor) if top.tracks_path else None
        self.query_one(PathLine).follow(node.ordinal if node else None)
