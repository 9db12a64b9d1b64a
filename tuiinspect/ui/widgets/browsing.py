"""The lists of one snapshot, one at a time, with the way to them on top and what retains the row below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Self

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget

from tuiinspect.errors import InspectError
from tuiinspect.ui.background import in_background
from tuiinspect.ui.keymap import BROWSER, TABLE, bindings
from tuiinspect.ui.messages import CopyRequested, FilterChanged, FilterLeft, Noticed
from tuiinspect.ui.widgets import listing
from tuiinspect.ui.widgets.class_table import ClassRows
from tuiinspect.ui.widgets.crumbs import crumb_line, position
from tuiinspect.ui.widgets.drawing import Drawing
from tuiinspect.ui.widgets.filter_line import FilterLine
from tuiinspect.ui.widgets.listing import Listing, Order
from tuiinspect.ui.widgets.object_table import ObjectRows
from tuiinspect.ui.widgets.path_line import PathLine, wrapped
from tuiinspect.ui.widgets.path_view import PathRows
from tuiinspect.ui.widgets.reading import FoundPath
from tuiinspect.ui.widgets.retainer_rows import RetainerRows
from tuiinspect.ui.widgets.row_list import RowList
from tuiinspect.ui.widgets.trail import Trail

if TYPE_CHECKING:
    from tuiinspect.heap import ClassRow, HeapSnapshot

TALL = 16
WIDE = 100
"""A path gets more lines where there are many, and fewer where they are long."""


class Browsing(Widget):
    """Turns keys into lists. What takes time is read by threads; an answer nobody waits for is dropped."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(TABLE, BROWSER)]
    DEFAULT_CSS = """
    Browsing {
        height: 1fr;
        & > #way { height: 1; }
        & > #sentence { height: auto; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.snapshot: HeapSnapshot | None = None
        self._trail = Trail()
        self._searching: Listing | None = None

    def compose(self) -> ComposeResult:
        yield Drawing(id="way")
        yield FilterLine()
        yield Drawing(id="sentence")
        yield RowList()
        yield PathLine()

    def begin(self, snapshot: HeapSnapshot, title: str, classes: Sequence[ClassRow]) -> None:
        self.snapshot = snapshot
        self.query_one(PathLine).read_from(snapshot)
        self._trail.begin(ClassRows(classes, snapshot.total_bytes, title))
        self._show_top()

    def end(self) -> None:
        self.snapshot = None
        self._trail.clear()
        self._show_top()

    def focus(self, scroll_visible: bool = True) -> Self:
        self._list.focus(scroll_visible)
        return self

    # What is on the screen

    @property
    def _list(self) -> RowList:
        return self.query_one(RowList)

    def _show_top(self) -> None:
        top = self._trail.top
        self._searching = None
        self.query_one(FilterLine).put(top.pattern)
        self.query_one(PathLine).display = top.tracks_path
        self._count_matches()
        self._draw_sentence()
        self._list.show(top)
        self.refresh_bindings()

    def _draw_way(self) -> None:
        rows = len(self._trail.top)
        where = (
            "… looking for the path" if self._searching is not None else position(*self._list.window, rows)
        )
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
        self._fulfil(self._trail.top.wanted(*self._list.window))

    @on(RowList.CursorMoved)
    def _cursor_moved(self) -> None:
        top = self._trail.top
        node = top.node(self._list.cursor) if top.tracks_path else None
        self.query_one(PathLine).follow(node.ordinal if node else None)

    # What the rows want

    @on(RowList.Opened)
    def _row_opened(self) -> None:
        self._ask(lambda rows, index: rows.open(index))

    @on(RowList.Unfolded)
    def _row_unfolded(self) -> None:
        self._ask(lambda rows, index: rows.expand(index))

    @on(RowList.Folded)
    def _row_folded(self) -> None:
        self._ask(lambda rows, index: rows.collapse(index))

    def _ask(self, what: Callable[[Listing, int], listing.Want | None]) -> None:
        rows = self._trail.top
        if len(rows):
            want = what(rows, self._list.cursor)
            self._list.rows_changed()
            self._fulfil(want)

    def _fulfil(self, want: listing.Want | None) -> None:
        if want is None or self.snapshot is None:
            return
        match want:
            case listing.ObjectsOf(row):
                self._open(ObjectRows(row, self.snapshot.total_bytes))
            case listing.RetainersOf(node):
                self._open(RetainerRows(node))
            case listing.StepBack():
                self.action_back()
            case _:
                in_background(
                    self, partial(want.read, self.snapshot), partial(self._took, want), self._failed
                )

    def _open(self, rows: Listing) -> None:
        self._trail.push(rows)
        self._show_top()
        self._fulfil(rows.start())

    def _took(self, more: listing.More, answer: object) -> None:
        more.take(answer)
        if more.rows is self._trail.top:
            self._list.rows_changed()

    def _failed(self, error: InspectError) -> None:
        self._searching = None
        self._draw_way()
        self.post_message(Noticed(str(error), grave=True))

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that has nothing to do here is left to whoever else may want it."""
        top = self._trail.top
        can = {
            "edit_filter": top.filtered,
            "clear_filter": bool(top.pattern),
            "next_sort": bool(top.orders),
            "reverse_sort": bool(top.orders),
            "toggle_internals": top.foldable,
            "show_path": len(top) > 0,
            "copy": len(top) > 0,
            "back": self._trail.deep,
        }
        return can.get(action, super().check_action(action, parameters))

    def action_back(self) -> None:
        if self._trail.back():
            self._show_top()

    def action_edit_filter(self) -> None:
        self.query_one(FilterLine).edit()
        self._count_matches()

    def action_clear_filter(self) -> None:
        self.query_one(FilterLine).clear()

    @on(FilterChanged)
    def _filter_changed(self, event: FilterChanged) -> None:
        event.stop()
        top = self._trail.top
        if top.filtered and event.text != top.pattern:
            top.narrow(event.text)
            self._count_matches()
            self._list.show(top)

    @on(FilterLeft)
    def _filter_left(self, event: FilterLeft) -> None:
        event.stop()
        self._list.focus()

    def _count_matches(self) -> None:
        top = self._trail.top
        self.query_one(FilterLine).count(len(top), top.total)

    def action_next_sort(self) -> None:
        self._sort(lambda rows, order: listing.next_order(rows.orders, order))

    def action_reverse_sort(self) -> None:
        self._sort(lambda _rows, order: Order(order.column, not order.reverse))

    def _sort(self, changed: Callable[[Listing, Order], Order]) -> None:
        top = self._trail.top
        if top.order is not None:
            top.sort_by(changed(top, top.order))
            self._list.show(top)

    def action_toggle_internals(self) -> None:
        top = self._trail.top
        want = top.refold()
        self._list.show(top)
        self._fulfil(want)

    def action_copy(self) -> None:
        top = self._trail.top
        held = self.query_one(PathLine).sentence() if top.tracks_path else ""
        row = top.words(self._list.cursor)
        self.post_message(CopyRequested(f"{row}: {held}" if held else row))

    def action_show_path(self) -> None:
        top = self._trail.top
        if isinstance(top, PathRows):
            self._show_next_path(top)
        elif self._searching is not top:
            self._search(top, top.path(self._list.cursor))

    def _show_next_path(self, rows: PathRows) -> None:
        if rows.alone:
            looking = "Other paths are still looked for." if rows.looking else "There is no other path."
            self.post_message(Noticed(looking))
        rows.next_path()
        self._show_top()

    def _search(self, asked_from: Listing, search: listing.Search | None) -> None:
        if search is not None and self.snapshot is not None:
            self._searching = asked_from
            found = partial(self._found, asked_from)
            in_background(self, partial(search.find, self.snapshot), found, self._failed)
            self._draw_way()

    def _found(self, asked_from: Listing, found: FoundPath | None) -> None:
        if self._searching is not asked_from:
            return
        self._searching = None
        self._draw_way()
        if found is not None:
            self._open(PathRows(found))
