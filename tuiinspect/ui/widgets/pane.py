"""A part of the dashboard: a head with its number, name and summary, and a body."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from tuiinspect.ui.lines import Line, Piece, fit_line, line, width_of
from tuiinspect.ui.widgets.drawing import Drawing

if TYPE_CHECKING:
    from tuiinspect.ui.state import DashboardState


def head_line(number: int, name: str, summaries: Sequence[Line], width: int, *, focused: bool) -> Line:
    """`─ 1 Heap ─ summary ──────`, with the longest of the summaries that has room."""
    rule = Piece("━" if focused else "─", "rule-focused" if focused else "rule")
    title = line(
        rule, Piece(f" {number} ", "key"), Piece(f"{name} ", "title-focused" if focused else "title")
    )
    room = width - width_of(title) - 4
    shown = next((summary for summary in summaries if summary and width_of(summary) <= room), None)
    # The rest of the rule comes last: it never changes and need not be sent again.
    middle = (rule, Piece(" "), *shown, Piece(" ")) if shown else ()
    left = width - width_of((*title, *middle))
    return fit_line((*title, *middle, Piece(rule.text * left, rule.style)), width)


class Head(Drawing):
    DEFAULT_CSS = "Head { height: 1; }"


class Pane(Vertical):
    """Subclasses give the body and say where the focus goes."""

    NUMBER: ClassVar[int]
    NAME: ClassVar[str]
    ID: ClassVar[str]
    FULL: ClassVar[bool] = False
    """Whether it takes the place of the lists of the home view when it is gone to."""
    ALLOW_MAXIMIZE = True
    DEFAULT_CSS = "Pane { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__(id=self.ID, classes="-full" if self.FULL else None)
        self._summaries: tuple[Line, ...] = ((),)

    def compose(self) -> ComposeResult:
        yield Head()
        yield from self.compose_body()

    def compose_body(self) -> ComposeResult:
        yield from ()

    @property
    def focus_target(self) -> Widget:
        """What gets the keys when the pane is gone to."""
        return self

    def follow(self, state: DashboardState) -> None:
        """Draw from the newest state; called for a pane that can be seen."""

    def words(self) -> str:
        """What copying this pane gives."""
        return ""

    def summarise(self, *summaries: Line) -> None:
        """Say this in the head; several forms of it, longest first."""
        self._summaries = summaries
        self.draw_head()

    def draw_head(self) -> None:
        if not self.is_mounted:
            return
        head = self.query_one(Head)
        focused = self.has_focus_within
        head.draw([head_line(self.NUMBER, self.NAME, self._summaries, self.size.width, focused=focused)])

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        self.draw_head()

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        self.draw_head()

    def on_resize(self, _event: events.Resize) -> None:
        self.draw_head()
