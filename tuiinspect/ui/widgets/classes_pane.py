"""Pane 5: how many there are of what, classes and collections in one list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from tuiinspect.history import GrowthRow, ranked
from tuiinspect.ui.messages import GrowthOpened
from tuiinspect.ui.state import DashboardState
from tuiinspect.ui.widgets.growth_rows import FIRST_ORDER, GrowthRows, summaries
from tuiinspect.ui.widgets.listing import Order
from tuiinspect.ui.widgets.sorted_pane import SortedPane


class ClassesPane(SortedPane[GrowthRow]):
    NUMBER: ClassVar[int] = 5
    NAME: ClassVar[str] = "Classes"
    ID: ClassVar[str] = "classes"
    FULL: ClassVar[bool] = True

    def __init__(self) -> None:
        self._all: Sequence[GrowthRow] = ()
        super().__init__(FIRST_ORDER)

    def on_mount(self) -> None:
        super().on_mount()
        self.summarise(*summaries((), None, 0, marked=False))

    def follow(self, state: DashboardState) -> None:
        collections, classes = state.collections, state.classes
        self._all = ranked(classes.rows(), collections.rows())
        self.refresh_rows()
        known = collections.latest.collections if collections.latest is not None else None
        marked = state.memory.marked_at is not None
        self.summarise(*summaries(self._all, known, len(classes.censuses), marked=marked))

    def make_rows(self, order: Order, pattern: str, *, width: int) -> GrowthRows:  # noqa: ARG002
        return GrowthRows(self._all, order, pattern)

    def open_row(self, row: GrowthRow) -> None:
        self.post_message(GrowthOpened(row))
