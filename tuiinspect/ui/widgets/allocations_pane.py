"""Pane 6: which functions' allocations stay alive. Off until asked for: it costs the process something."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget

from tuiinspect.diagnosis.allocations import FOLDED, call_tree
from tuiinspect.errors import InspectError
from tuiinspect.samples import Frame
from tuiinspect.ui.keymap import ALLOCATIONS, TABLE, bindings
from tuiinspect.ui.lines import wrap
from tuiinspect.ui.messages import FilterChanged, FilterLeft, Noticed
from tuiinspect.ui.profile_saving import save_in_state_folder
from tuiinspect.ui.sampling_state import SamplingState
from tuiinspect.ui.state import DashboardState
from tuiinspect.ui.widgets.allocation_rows import FIRST_ORDER, AllocationRows
from tuiinspect.ui.widgets.allocations_view import off_lines, summaries, waiting_lines
from tuiinspect.ui.widgets.call_rows import CallRows, Folds
from tuiinspect.ui.widgets.drawing import Drawing
from tuiinspect.ui.widgets.filter_line import FilterLine, typed_in
from tuiinspect.ui.widgets.listing import Listing, NoRows, Order, next_order
from tuiinspect.ui.widgets.live_list import LiveList
from tuiinspect.ui.widgets.pane import Pane

ROOM_FOR_FOLDERS: Final = 60


class AllocationsPane(Pane):
    NUMBER: ClassVar[int] = 6
    NAME: ClassVar[str] = "Allocations"
    ID: ClassVar[str] = "allocations"
    FULL: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(TABLE, ALLOCATIONS)]
    DEFAULT_CSS = "AllocationsPane > #telling { height: auto; padding: 1 2; }"

    def __init__(self, order: Order = FIRST_ORDER) -> None:
        super().__init__()
        self._state: DashboardState | None = None
        self._order = order
        self._pattern = ""
        self._folded = True
        self._as_tree = False
        self._folds = Folds()
        self._could_be_read = False
        self._shown: Listing = NoRows()

    def compose_body(self) -> ComposeResult:
        yield Drawing(id="telling")
        yield LiveList()
        yield FilterLine()

    @property
    def focus_target(self) -> Widget:
        return self.query_one(LiveList)

    @property
    def _sampling(self) -> SamplingState | None:
        return self._state.sampling if self._state is not None else None

    def on_mount(self) -> None:
        self.query_one(LiveList).show(self._shown)

    def follow(self, state: DashboardState) -> None:
        self._state = state
        self._lay_out()
        if self._read != self._could_be_read:
            self._could_be_read = self._read
            self.refresh_bindings()

    @property
    def _read(self) -> bool:
        """Whether there is something to look at."""
        return self._sampling is not None and self._sampling.history.latest is not None

    def on_resize(self, _event: events.Resize) -> None:
        # Textual calls this besides the base class's own.
        self._lay_out()

    def _lay_out(self, *, anew: bool = False) -> None:
        """Draw what was read last; the cursor stays on its function, `anew` at the top."""
        state, sampling = self._state, self._sampling
        if state is None or sampling is None:
            return
        latest = state.memory.latest
        self.summarise(*summaries(sampling, latest.t if latest is not None else None))
        telling = () if self._read else waiting_lines() if sampling.on else off_lines(sampling, latest)
        drawing = self.query_one("#telling", Drawing)
        drawing.draw([part for told in telling for part in wrap(told, self.size.width - 4, 2)])
        drawing.display = bool(telling)
        before, self._shown = self._shown, self._rows(sampling)
        if not anew:
            self._keep_place(before)
        self.query_one(LiveList).update(self._shown)
        self.query_one(FilterLine).count(len(self._shown), self._total(sampling))

    def _rows(self, sampling: SamplingState) -> Listing:
        history = sampling.history
        if not self._read:
            return NoRows()
        brief = self.size.width < ROOM_FOR_FOLDERS
        if self._as_tree:
            kinds = FOLDED if self._folded else ()
            return CallRows(call_tree(history.stacks(), kinds), self._folds, self._pattern, brief=brief)
        return AllocationRows(history.rows(folded=self._folded), self._order, self._pattern, brief=brief)

    def _total(self, sampling: SamplingState) -> int:
        return len(self._shown) if self._as_tree else len(sampling.history.rows(folded=self._folded))

    def _keep_place(self, before: Listing) -> None:
        cursor, found = before.place.cursor, None
        if cursor > 0 and isinstance(before, AllocationRows) and isinstance(self._shown, AllocationRows):
            found = self._shown.index_of(before.frame(cursor))
        elif isinstance(before, CallRows) and isinstance(self._shown, CallRows):
            found = self._shown.index_of(before.way(cursor))
        self._shown.place.cursor = cursor if found is None else found
        self._shown.place.offset = before.place.offset

    def on_row_list_opened(self, message: LiveList.Opened) -> None:
        message.stop()
        self._open(None)

    def on_row_list_unfolded(self, message: LiveList.Unfolded) -> None:
        message.stop()
        self._open(True)

    def on_row_list_folded(self, message: LiveList.Folded) -> None:
        message.stop()
        shown = self._shown
        if isinstance(shown, CallRows) and len(shown):
            if shown.set_open(shown.place.cursor, opened=False):
                self._lay_out()
            else:
                self.query_one(LiveList).move_to(shown.above(shown.place.cursor))

    def _open(self, opened: bool | None) -> None:
        """On a function: show who called it. In the tree: show what it called."""
        shown = self._shown
        if isinstance(shown, CallRows):
            if len(shown) and shown.set_open(shown.place.cursor, opened):
                self._lay_out()
            return
        frame = shown.frame(shown.place.cursor) if isinstance(shown, AllocationRows) else None
        if frame is None:
            return
        self._as_tree, self._pattern = True, ""
        self.query_one(FilterLine).put("")
        self._lay_out(anew=True)
        self._show_in_tree(frame)
        self.refresh_bindings()

    def _show_in_tree(self, frame: Frame) -> None:
        way = self._shown.way_to(frame) if isinstance(self._shown, CallRows) else None
        if way is None:
            return
        self._folds.show(way)
        self._lay_out(anew=True)
        if isinstance(self._shown, CallRows):
            self.query_one(LiveList).move_to(self._shown.index_of(way) or 0)

    def action_next_view(self) -> None:
        self._as_tree = not self._as_tree
        self._lay_out(anew=True)
        self.refresh_bindings()

    def action_toggle_internals(self) -> None:
        self._folded = not self._folded
        self._lay_out(anew=True)

    def action_next_sort(self) -> None:
        self._order = next_order(AllocationRows.orders, self._order)
        self._lay_out()

    def action_reverse_sort(self) -> None:
        self._order = replace(self._order, reverse=not self._order.reverse)
        self._lay_out()

    def action_edit_filter(self) -> None:
        self.query_one(FilterLine).edit()

    def action_clear_filter(self) -> None:
        if self._pattern:
            self.query_one(FilterLine).clear()
        else:
            self.action_next_view()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        read = self._read
        allowed = {
            "clear_filter": bool(self._pattern) or self._as_tree,
            "next_sort": read and not self._as_tree,
            "reverse_sort": read and not self._as_tree,
            "edit_filter": read and not typed_in(self.screen),
            "next_view": read,
            "toggle_internals": read,
            "save_profile": read and self._state is not None and self._state.target is not None,
        }
        return allowed.get(action, True)

    def on_filter_changed(self, message: FilterChanged) -> None:
        message.stop()
        self._pattern = message.text
        self._lay_out(anew=True)

    def on_filter_left(self, message: FilterLeft) -> None:
        message.stop()
        self.focus_target.focus()

    def action_save_profile(self) -> None:
        profile = self._sampling.history.latest if self._sampling is not None else None
        target = self._state.target if self._state is not None else None
        if profile is None or target is None:
            return
        try:
            path = save_in_state_folder(profile, target)
        except InspectError as error:
            self.post_message(Noticed(str(error).replace("\n", " "), grave=True))
        else:
            self.post_message(Noticed(f"The profile is in {path}; DevTools opens it in its Memory panel."))

    def words(self) -> str:
        """What copying gives: the row under the cursor."""
        return self._shown.words(self._shown.place.cursor) if len(self._shown) else ""
