"""Which process: the node processes of this machine, live."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType

from tuiinspect.errors import InspectError
from tuiinspect.targets.discovery import NodeProcess
from tuiinspect.ui.background import in_background
from tuiinspect.ui.keymap import TABLE, bindings
from tuiinspect.ui.lines import Line, Piece, line, spread
from tuiinspect.ui.messages import FilterChanged, FilterLeft
from tuiinspect.ui.options import Options
from tuiinspect.ui.ports import LiveSession
from tuiinspect.ui.screens.dashboard import DashboardScreen
from tuiinspect.ui.screens.hinted import HintedScreen
from tuiinspect.ui.widgets.drawing import Drawing
from tuiinspect.ui.widgets.filter_line import FilterLine, typed_in
from tuiinspect.ui.widgets.hint_line import HintLine
from tuiinspect.ui.widgets.listing import Order, next_order
from tuiinspect.ui.widgets.live_list import LiveList
from tuiinspect.ui.widgets.process_rows import FIRST_ORDER, ProcessRows

REFRESH_S: Final = 2.0

Processes = Callable[[], Sequence[NodeProcess]]
OpenSession = Callable[[int], LiveSession]


class PickerScreen(HintedScreen):
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(TABLE)]
    HINTS_FIRST: ClassVar[tuple[str, ...]] = ("help", "open", "filter", "sort")

    def __init__(self, processes: Processes, open_session: OpenSession, options: Options) -> None:
        super().__init__()
        self._look = processes
        self._open_session = open_session
        self._options = options
        self._all: Sequence[NodeProcess] | None = None
        self._order: Order = FIRST_ORDER
        self._pattern = ""
        self._shown = ProcessRows(())
        self._looking = False

    def compose(self) -> ComposeResult:
        yield Drawing(id="title")
        yield LiveList()
        yield FilterLine()
        yield HintLine()

    def on_mount(self) -> None:
        self.query_one(LiveList).show(self._shown)
        self.query_one(LiveList).focus()
        self._draw_title()
        self.look()
        if self._options.ticking:
            self.set_interval(REFRESH_S, self.look)

    def look(self) -> None:
        """Look again who is there, unless somebody is looking still or nobody would see it."""
        if not self._looking and self.is_current:
            self._looking = True
            in_background(self, self._look, self._found, self._failed)

    def _found(self, processes: Sequence[NodeProcess]) -> None:
        self._looking = False
        self._all = processes
        self._arrange()

    def _failed(self, error: InspectError) -> None:
        self._looking = False
        self.say(str(error), grave=True)

    def _arrange(self) -> None:
        chosen = self._process
        place = self._shown.place
        self._shown = ProcessRows(self._all or (), self._order, self._pattern)
        found = self._shown.index_of(chosen.pid) if chosen is not None else None
        self._shown.place.cursor = place.cursor if found is None else found
        self._shown.place.offset = place.offset
        self.query_one(LiveList).update(self._shown)
        self.query_one(FilterLine).count(len(self._shown), len(self._all or ()))
        self._draw_title()

    @property
    def _process(self) -> NodeProcess | None:
        return self._shown.row(self._shown.place.cursor)

    def _draw_title(self) -> None:
        self.query_one("#title", Drawing).draw([title_line(self._all, self.size.width)])

    def on_resize(self, _event: events.Resize) -> None:
        self._draw_title()

    def on_row_list_opened(self, _message: LiveList.Opened) -> None:
        self._choose()

    def on_row_list_unfolded(self, _message: LiveList.Unfolded) -> None:
        self._choose()

    def _choose(self) -> None:
        process = self._process
        if process is None:
            return
        if not process.attachable:
            why_not = process.why_not or "cannot be attached to"
            self.say(f"{process.pid} {process.title}: {why_not}", grave=True)
            return
        try:
            session = self._open_session(process.pid)
        except InspectError as error:
            self.say(str(error).replace("\n", " "), grave=True)
        else:
            self.app.push_screen(DashboardScreen(session, self._options), self._came_back)

    def _came_back(self, _nothing: None) -> None:
        self.look()

    def action_edit_filter(self) -> None:
        self.query_one(FilterLine).edit()

    def action_clear_filter(self) -> None:
        self.query_one(FilterLine).clear()

    def action_next_sort(self) -> None:
        self._order = next_order(ProcessRows.orders, self._order)
        self._arrange()

    def action_reverse_sort(self) -> None:
        self._order = replace(self._order, reverse=not self._order.reverse)
        self._arrange()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        if action == "edit_filter":
            return not typed_in(self)
        return action != "clear_filter" or bool(self._pattern)

    def on_filter_changed(self, message: FilterChanged) -> None:
        self._pattern = message.text
        self._arrange()

    def on_filter_left(self, _message: FilterLeft) -> None:
        self.query_one(LiveList).focus()


def title_line(processes: Sequence[NodeProcess] | None, width: int) -> Line:
    if processes is None:
        count = Piece("looking for node processes … ", "dim")
    elif not processes:
        count = Piece("no node process here: is it another user's, or in another container? ", "warn")
    else:
        count = Piece(f"{len(processes)} node process{'es' if len(processes) > 1 else ''} ", "dim")
    return spread(line(" ", Piece("tuiinspect", "title-focused"), "  which process?"), (count,), width)
