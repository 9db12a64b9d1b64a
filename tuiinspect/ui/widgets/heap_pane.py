"""Pane 1: how the heap grows."""

from __future__ import annotations

import textwrap
from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from tuiinspect.text import clean
from tuiinspect.ui.lines import Line, Piece, line, plain
from tuiinspect.ui.state import DashboardState, Link
from tuiinspect.ui.widgets import heap_view
from tuiinspect.ui.widgets.drawing import Drawing
from tuiinspect.ui.widgets.heap_view import BRIEF_WIDTH, FIGURES_WIDTH, HeapView
from tuiinspect.ui.widgets.pane import Pane

BESIDE_FROM: Final = 66
WHOLE_FIGURES_FROM: Final = 100
LOWEST_CHART: Final = 4
WAITING: Final = "waiting for the first sample …"
GAP: Final = 2


def heap_lines(view: HeapView, width: int, height: int) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """What is drawn at the left and at the right: chart and figures, or all of it in one column."""
    if height < LOWEST_CHART:
        return (heap_view.one_line(view, width),), ()
    right = right_width(width, height)
    if right:
        figures = heap_view.figures(view) if right == FIGURES_WIDTH else heap_view.brief_figures(view)
        return heap_view.chart(view, width - right - GAP, height), figures[:height]
    figures = heap_view.fitting_figures(view, width)
    below = min(len(figures), max(0, height - 7))
    return (*heap_view.chart(view, width, height - below), *figures[:below]), ()


def waiting_lines(words: str, width: int) -> tuple[Line, ...]:
    """What is said while there is nothing to draw."""
    paragraphs = (textwrap.wrap(clean(part, 1000), max(10, width - 2)) for part in words.splitlines())
    return tuple(line(" ", Piece(part, "dim")) for wrapped in paragraphs for part in wrapped)


def right_width(width: int, height: int) -> int:
    """How wide the figures beside the chart are; 0 when they do not stand beside it."""
    if width < BESIDE_FROM or height < LOWEST_CHART:
        return 0
    return BRIEF_WIDTH if width < WHOLE_FIGURES_FROM else FIGURES_WIDTH


class Chart(Drawing, can_focus=True):
    """Focusable, so that keys reach the pane."""

    DEFAULT_CSS = "Chart { width: 1fr; height: 1fr; }"


class HeapPane(Pane):
    """Chart and figures are widgets of their own: a new figure does not draw the chart again."""

    NUMBER: ClassVar[int] = 1
    NAME: ClassVar[str] = "Heap growth"
    ID: ClassVar[str] = "heap"
    DEFAULT_CSS = "HeapPane > Horizontal { height: 1fr; } HeapPane #figures { width: 0; height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._view: HeapView | None = None
        self._waiting = WAITING

    def compose_body(self) -> ComposeResult:
        with Horizontal():
            yield Chart()
            yield Drawing(id="figures")

    @property
    def focus_target(self) -> Widget:
        return self.query_one(Chart)

    def follow(self, state: DashboardState) -> None:
        ended = state.link is Link.ENDED
        self.show(heap_view.heap_view(state.memory, state.reattached_at, ended=ended), state.link_words)

    def show(self, view: HeapView | None, waiting: str = WAITING) -> None:
        """Draw the heap; as long as nothing is known of it, say `waiting` instead."""
        self._view, self._waiting = view, waiting or WAITING
        self._draw()

    def words(self) -> str:
        if self._view is None:
            return ""
        lines = (heap_view.summaries(self._view)[0], *heap_view.figures(self._view))
        return "\n".join(plain(drawn).strip() for drawn in lines)

    def on_resize(self, _event: events.Resize) -> None:
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        body = self.query_one(Horizontal).size
        right = self.query_one("#figures", Drawing)
        figures: tuple[Line, ...] = ()
        if self._view is None:
            chart = waiting_lines(self._waiting, body.width)
            right.styles.width = 0
        else:
            chart, figures = heap_lines(self._view, body.width, body.height)
            right.styles.width = right_width(body.width, body.height)
        right.draw(figures)
        self.query_one(Chart).draw(chart)
        self.summarise(*heap_view.summaries(self._view))
