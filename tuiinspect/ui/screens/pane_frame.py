"""A screen made of panes: which of them are seen, which has the keys, and how to get from one to another."""

from __future__ import annotations

from typing import Final

from textual import events
from textual.app import ComposeResult

from tuiinspect.ui.pane_table import PANE_TABLE
from tuiinspect.ui.screens.hinted import HintedScreen
from tuiinspect.ui.widgets.drawing import Drawing
from tuiinspect.ui.widgets.pane import Pane
from tuiinspect.ui.widgets.tab_strip import pane_tabs, tab_line, view_tabs

ONE_COLUMN_FROM: Final = 60
THREE_PANES_FROM: Final = 20
"""In narrower or lower terminals there is one pane at a time."""


class PaneFrame(HintedScreen):
    """Home is several panes together; a full one takes the place of the lists, as long as it is wanted.

    A subclass binds the keys, all of them: a key that it binds itself would hide what is bound here.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (ONE_COLUMN_FROM, "-medium"), (170, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (THREE_PANES_FROM, "-short"), (34, "-tall")]  # noqa: RUF012

    _current: Pane
    _home: Pane

    def compose_panes(self) -> ComposeResult:
        yield Drawing(id="tabs")
        yield from (kind() for kind in PANE_TABLE)

    @property
    def panes(self) -> list[Pane]:
        return list(self.query(Pane))

    @property
    def pane(self) -> Pane:
        """The one that has the focus."""
        return next((pane for pane in self.panes if pane.has_focus_within), self._current)

    def pane_shown(self, pane: Pane) -> None:
        """`pane` can be seen from now on; it may not have been drawn for a while."""

    def go_to(self, pane: Pane) -> None:
        """Show `pane` and give it the keys."""
        self._current = pane
        if not pane.FULL:
            self._home = pane
        if self.maximized is not None:
            self.maximize(pane, container=False)
        self.set_class(pane.FULL, "-in-full")
        for other in self.panes:
            other.set_class(other is pane, "-current")
        pane.focus_target.focus()
        self.pane_shown(pane)
        self.draw_tabs()

    def draw_tabs(self) -> None:
        width, height = self.size
        one_at_a_time = width < ONE_COLUMN_FROM or height < THREE_PANES_FROM
        tabs = (pane_tabs if one_at_a_time else view_tabs)(self.panes, self._current)
        self.query_one("#tabs", Drawing).draw([tab_line(tabs, width)])

    def on_resize(self, _event: events.Resize) -> None:
        self.draw_tabs()

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        for pane in self.panes:
            self.set_class(pane is self.pane, f"-in-{pane.ID}")
        self.draw_tabs()

    def action_next_pane(self, step: int) -> None:
        order = self.panes
        self.go_to(order[(order.index(self.pane) + step) % len(order)])

    def action_go_to_pane(self, number: int) -> None:
        self.go_to(next(pane for pane in self.panes if number == pane.NUMBER))

    def action_toggle_maximise(self) -> None:
        if self.maximized is not None:
            self.minimize()
        elif self._has_all_room(self.pane):
            self.go_to(self._home)
        else:
            self.maximize(self.pane, container=False)

    def _has_all_room(self, pane: Pane) -> bool:
        """Whether a full pane is the only one on the screen as it is."""
        return pane.FULL and not any(other.display for other in self.panes if other is not pane)

    @property
    def may_restore(self) -> bool:
        """Whether there is a step back to more panes."""
        return self.maximized is not None or self._current.FULL

    def action_restore(self) -> None:
        if self.maximized is not None:
            self.minimize()
        else:
            self.go_to(self._home)
