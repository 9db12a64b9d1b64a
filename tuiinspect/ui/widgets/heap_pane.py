"""Pane 1: how the heap grows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.widget import Widget

from tuiinspect.ui.lines import Line, Piece, fit_line, line, plain
from tuiinspect.ui.widgets import heap_view
from tuiinspect.ui.widgets.drawing import Drawing
from tuiinspect.ui.widgets.heap_view import BRIEF_WIDTH, FIGURES_WIDTH, HeapView
from tuiinspect.ui.widgets.pane import Pane

BESIDE_FROM: Final = 66
WHOLE_FIGURES_FROM: Final = 100
LOWEST_CHART: Final = 4


def heap_lines(view: HeapView | None, width: int, height: int) -> tuple[Line, ...]:
    """The pane's body for any room: chart and figures side by side, one over the other, or one line."""
    if view is None:
        return (line(Piece(" waiting for the first sample …", "dim")),)
    if height < LOWEST_CHART:
        return (heap_view.one_line(view, width),)
    figures = heap_view.figures(view)
    if width >= BESIDE_FROM:
        brief = width < WHOLE_FIGURES_FROM
        left = width - (BRIEF_WIDTH if brief else FIGURES_WIDTH) - 2
        beside = heap_view.brief_figures(view) if brief else figures
        return tuple(_beside(heap_view.chart(view, left, height), beside, left, width, height))
    below = min(len(figures), max(0, height - 7))
    return (*heap_view.chart(view, width, height - below), *figures[:below])


def _beside(chart: Sequence[Line], figures: Sequence[Line], left: int, width: int, height: int) -> list[Line]:
    rows = []
    for row in range(height):
        chart_part = fit_line(chart[row] if row < len(chart) else (), left)
        figure = figures[row] if row < len(figures) else ()
        rows.append((*chart_part, Piece("  "), *fit_line(figure, width - left - 2)))
    return rows


class HeapDrawing(Drawing, can_focus=True):
    """Focusable, so that keys reach the pane."""

    DEFAULT_CSS = "HeapDrawing { height: 1fr; }"


class HeapPane(Pane):
    NUMBER: ClassVar[int] = 1
    NAME: ClassVar[str] = "Heap growth"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._view: HeapView | None = None

    def compose_body(self) -> ComposeResult:
        yield HeapDrawing()

    @property
    def focus_target(self) -> Widget:
        return self.query_one(HeapDrawing)

    def show(self, view: HeapView | None) -> None:
        self._view = view
        self._draw()

    def words(self) -> str:
        """What copying this pane gives."""
        if self._view is None:
            return ""
        lines = (heap_view.summaries(self._view)[0], *heap_view.figures(self._view))
        return "\n".join(plain(drawn).strip() for drawn in lines)

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        body = self.query_one(HeapDrawing)
        body.draw(heap_lines(self._view, body.size.width, body.size.height))
        self.summarise(*heap_view.summaries(self._view))
