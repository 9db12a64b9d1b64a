"""What there is to see while there is nothing to browse: a hint, or how far a snapshot has come."""

from __future__ import annotations

from textual import events

from tuiinspect.text import clean
from tuiinspect.ui.lines import Line, Piece, line, wrap
from tuiinspect.ui.widgets.drawing import Drawing

_WIDEST_BAR = 48


def progress_lines(phase: str, fraction: float | None, detail: str, width: int) -> tuple[Line, ...]:
    """Phase, bar and detail; no bar where nobody knows how much there is to do."""
    lines = [*wrap(line(Piece(clean(phase), "strong")), max(10, width))]
    if fraction is not None:
        done, left = bar(fraction, max(8, min(_WIDEST_BAR, width - 6)))
        lines.append(line(Piece(done, "floor"), Piece(left, "dim"), f" {min(1.0, max(0.0, fraction)):4.0%}"))
    if detail:
        lines += wrap(line(Piece(clean(detail), "dim")), max(10, width))
    return tuple(lines)


def bar(fraction: float, width: int) -> tuple[str, str]:
    """The done and the open part of a bar `width` cells long."""
    done = round(max(0.0, min(1.0, fraction)) * width)
    return "█" * done, "░" * (width - done)


class Waiting(Drawing, can_focus=True):
    """A few calm lines."""

    DEFAULT_CSS = "Waiting { height: 1fr; padding: 1 2; }"

    def __init__(self) -> None:
        super().__init__()
        self._told: tuple[str, float | None, str] = ("", None, "")

    def tell(self, phase: str, fraction: float | None = None, detail: str = "") -> None:
        self._told = (phase, fraction, detail)
        self.draw(progress_lines(*self._told, self.size.width))

    def on_resize(self, _event: events.Resize) -> None:
        self.tell(*self._told)
