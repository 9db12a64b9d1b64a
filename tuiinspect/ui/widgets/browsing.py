"""The views of one snapshot, and the way through their lists by keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Self

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget

from tuiinspect.errors import InspectError
from tuiinspect.ui.background import in_background
from tuiinspect.ui.keymap import BROWSER, TABLE, VIEWS, bindings
from tuiinspect.ui.messages import CopyRequested, FilterChanged, FilterLeft, LookRequested, Noticed
from tuiinspect.ui.widgets import listing
from tuiinspect.ui.widgets.class_table import ClassRows
from tuiinspect.ui.widgets.filter_line import typed_in
from tuiinspect.ui.widgets.list_frame import ListFrame
from tuiinspect.ui.widgets.listing import Listing, Order
from tuiinspect.ui.widgets.live_rows import LiveRows
from tuiinspect.ui.widgets.openings import opened
from tuiinspect.ui.widgets.path_search import PathSearch
from tuiinspect.ui.widgets.path_view import PathRows
from tuiinspect.ui.widgets.reading import FoundPath
from tuiinspect.ui.widgets.row_list import RowList
from tuiinspect.ui.widgets.trail import Trail
from tuiinspect.ui.widgets.views import Views

if TYPE_CHECKING:
    from tuiinspect.heap import HeapSnapshot, Node
    from tuiinspect.samples import LiveObject


class Browsing(Widget):
    """Turns keys into lists. What takes time is read by threads; an answer nobody waits for is dropped."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(TABLE, BROWSER, VIEWS)]
    DEFAULT_CSS = "Browsing { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.snapshot: HeapSnapshot | None = None
        self.alive = False
        """Whether the process of the snapshot may be asked about its objects."""
        self._title = ""
        self._views: Views = {}
        self._trails: dict[str, Trail] = {}
        self._trail = Trail()
        self._search = PathSearch(self, found=self._path_found, failed=self._failed)

    def compose(self) -> ComposeResult:
        yield ListFrame()

    @property
    def _frame(self) -> ListFrame:
        return self.query_one(ListFrame)

    def begin(self, snapshot: HeapSnapshot, title: str, views: Views) -> None:
        self.snapshot = snapshot
        self._title = title
        self._views = views
        self._trails = {}
        self.action_show_view(next(iter(views)))

    def end(self) -> None:
        self.snapshot = None
        self._views, self._trails, self._trail = {}, {}, Trail()
        self._show_top()

    def focus(self, scroll_visible: bool = True) -> Self:
        self._frame.focus(scroll_visible)
        return self

    def _show_top(self) -> None:
        self._search.forget()
        self._frame.show(self._trail, self.snapshot)
        self.refresh_bindings()

    # What the rows want

    @on(RowList.WindowMoved)
    def _window_moved(self) -> None:
        self._fulfil(self._trail.top.wanted(*self._frame.rows.window))

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
            want = what(rows, self._frame.rows.cursor)
            self._frame.rows_changed()
            self._fulfil(want)

    def _fulfil(self, want: listing.Want | None) -> None:
        if want is None or self.snapshot is None:
            return
        match want:
            case listing.StepBack():
                self.action_back()
            case listing.ObjectsOf() | listing.RetainersOf() | listing.DetailsOf() | listing.Show():
                self._open(opened(want, self.snapshot))
            case _:
                read = partial(want.read, self.snapshot)
                in_background(self, read, partial(self._took, want), partial(self._not_read, want))

    def _open(self, rows: Listing) -> None:
        self._trail.push(rows)
        self._show_top()
        self._fulfil(rows.start())

    def _took(self, more: listing.More, answer: object) -> None:
        more.take(answer)
        if more.rows is self._trail.top:
            self._frame.rows_changed()

    def _not_read(self, more: listing.More, error: InspectError) -> None:
        more.rows.sentence = f"! {error.what}"
        self._frame.rows_changed()
        self._failed(error)

    def _failed(self, error: InspectError) -> None:
        self._frame.note("")
        words = f"{error.what}. {error.advice}" if error.advice else error.what
        self.post_message(Noticed(words, grave=True))

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that has nothing to do here is left to whoever else may want it."""
        top = self._trail.top
        can = {
            "edit_filter": top.filtered and not typed_in(self.screen),
            "clear_filter": bool(top.pattern),
            "next_sort": bool(top.orders),
            "reverse_sort": bool(top.orders),
            "toggle_internals": top.foldable,
            "show_path": len(top) > 0 and (top.of_objects or isinstance(top, ClassRows)),
            "show_details": len(top) > 0 and top.of_objects,
            "look": self.alive and len(top) > 0 and top.of_objects,
            "ignore": top.ignoring,
            "ignore_nothing": top.ignoring and top.holding is not None,
            "copy": len(top) > 0,
            "back": self._trail.deep,
            "show_view": bool(parameters) and parameters[0] in self._views,
        }
        return can.get(action, super().check_action(action, parameters))

    def action_show_view(self, name: str) -> None:
        """Go to a view, where the reader left it; from within it, to its beginning."""
        known = self._trails.get(name)
        if known is None:
            self._trail = self._trails[name] = Trail(self._title, self._views[name]())
            self._show_top()
            self._fulfil(self._trail.top.start())
            return
        while known is self._trail and known.back():
            pass
        self._trail = known
        self._show_top()

    def action_back(self) -> None:
        if self._trail.back():
            self._show_top()

    def action_edit_filter(self) -> None:
        self._frame.edit_filter()

    def action_clear_filter(self) -> None:
        self._frame.clear_filter()

    @on(FilterChanged)
    def _filter_changed(self, event: FilterChanged) -> None:
        event.stop()
        top = self._trail.top
        if top.filtered and event.text != top.pattern:
            top.narrow(event.text)
            self._frame.lay_out()

    @on(FilterLeft)
    def _filter_left(self, event: FilterLeft) -> None:
        event.stop()
        self.focus()

    def action_next_sort(self) -> None:
        self._sort(lambda rows, order: listing.next_order(rows.orders, order))

    def action_reverse_sort(self) -> None:
        self._sort(lambda _rows, order: Order(order.column, not order.reverse))

    def _sort(self, changed: Callable[[Listing, Order], Order]) -> None:
        top = self._trail.top
        if top.order is not None:
            top.sort_by(changed(top, top.order))
            self._frame.lay_out()

    def action_toggle_internals(self) -> None:
        want = self._trail.top.refold()
        self._frame.lay_out()
        self._fulfil(want)

    def action_show_details(self) -> None:
        self._ask(lambda rows, index: rows.details(index))

    def action_look(self) -> None:
        """Ask for a look at the object; the answer comes by `show_live`."""
        node, snapshot = self._trail.top.node(self._frame.rows.cursor), self.snapshot
        if node is not None and snapshot is not None:
            in_background(
                self,
                partial(snapshot.views.looking, node.ordinal),
                lambda looking: self.post_message(LookRequested(node, looking)),
                self._failed,
            )

    def show_live(self, node: Node, live: LiveObject) -> None:
        """Show what an object of the snapshot is now."""
        if self.snapshot is not None:
            self._open(LiveRows(node, live))

    def action_ignore(self) -> None:
        self._ask(lambda rows, index: rows.ignore(index))

    def action_ignore_nothing(self) -> None:
        self._ask(lambda rows, _index: rows.ignore_nothing())

    def action_copy(self) -> None:
        held = self._frame.held_words()
        row = self._trail.top.words(self._frame.rows.cursor)
        self.post_message(CopyRequested(f"{row}: {held}" if held else row))

    def action_show_path(self) -> None:
        top = self._trail.top
        if isinstance(top, PathRows):
            self._show_next_path(top)
        elif self._search.asked_from is not top:
            search = top.path(self._frame.rows.cursor)
            if search is not None and self.snapshot is not None:
                self._search.begin(self.snapshot, search, top)
                self._frame.note("… looking for the path")

    def _show_next_path(self, rows: PathRows) -> None:
        if rows.alone:
            looking = "Other paths are still looked for." if rows.looking else "There is no other path."
            self.post_message(Noticed(looking))
        rows.next_path()
        self._show_top()

    def _path_found(self, found: FoundPath | None) -> None:
        self._frame.note("")
        if found is not None:
            self._open(PathRows(found))
