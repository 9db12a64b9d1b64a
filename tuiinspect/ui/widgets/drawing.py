"""Lines on the screen: a widget that redraws only what changed, and a table of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tuiinspect.ui.lines import Line
from tuiinspect.ui.palette import style


def strip_of(pieces: Line, width: int, extra: str = "") -> Strip:
    """`pieces` as Textual draws them, `extra` a style of the palette laid over all of them."""
    over = style(extra)
    segments = [Segment(piece.text, style(piece.style) + over) for piece in pieces]
    return Strip(segments).adjust_cell_length(width, over)


def changed_lines(before: Sequence[Line], after: Sequence[Line]) -> Iterable[int]:
    """Numbers of the lines that differ."""
    for number in range(max(len(before), len(after))):
        if before[number : number + 1] != after[number : number + 1]:
            yield number


class Drawing(Widget):
    """Fixed lines, given whole each time; a line that is as before sends nothing to the terminal."""

    DEFAULT_CSS = "Drawing { height: auto; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._drawn: tuple[Line, ...] = ()

    @property
    def drawn(self) -> tuple[Line, ...]:
        return self._drawn

    def draw(self, lines: Iterable[Line]) -> None:
        before, self._drawn = self._drawn, tuple(lines)
        if len(before) != len(self._drawn):
            self.refresh(layout=self.styles.auto_dimensions)
            return
        for number in changed_lines(before, self._drawn):
            self.refresh(Region(0, number, self.size.width, 1))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self._drawn)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        return strip_of(self._drawn[y], width) if y < len(self._drawn) else Strip.blank(width)
