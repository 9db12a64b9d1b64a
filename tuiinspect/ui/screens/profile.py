"""A saved sampling profile on the whole screen, or two and what grew between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from tuiinspect.samples import AllocationProfile
from tuiinspect.ui.keymap import PROFILE, bindings
from tuiinspect.ui.screens.hinted import HintedScreen
from tuiinspect.ui.state import DashboardState
from tuiinspect.ui.widgets.allocation_rows import LIVE_ORDER
from tuiinspect.ui.widgets.allocations_pane import AllocationsPane
from tuiinspect.ui.widgets.hint_line import HintLine


class SavedAllocations(AllocationsPane):
    """Where nothing goes on, what lives comes before what grew."""

    NUMBER: ClassVar[int] = 1
    FULL: ClassVar[bool] = False


class ProfileScreen(HintedScreen):
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(PROFILE)]
    HINTS_FIRST: ClassVar[tuple[str, ...]] = ("help", "view", "internals", "filter", "copy")

    def __init__(self, profiles: Sequence[AllocationProfile], name: str) -> None:
        """`profiles` from the oldest to the newest, which is called `name`."""
        super().__init__()
        self._state = DashboardState()
        self._state.sampling.saved = name
        for profile in profiles:
            self._state.sampling.history.add(profile)

    def compose(self) -> ComposeResult:
        several = self._state.sampling.history.span_s > 0
        yield SavedAllocations() if several else SavedAllocations(LIVE_ORDER)
        yield HintLine()

    @property
    def pane(self) -> SavedAllocations:
        return self.query_one(SavedAllocations)

    def on_mount(self) -> None:
        self.pane.follow(self._state)
        self.pane.focus_target.focus()

    def action_copy(self) -> None:
        self.copy_text(self.pane.words())
