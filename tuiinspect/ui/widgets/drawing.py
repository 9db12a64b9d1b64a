"""Lines on the screen: a widget that redraws only what changed, and a table of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from rich.cells import cell_len
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


def changed_regions(before: Sequence[Line], after: Sequence[Line]) -> Iterator[Region]:
    """Of each line that differs the part up to its last difference; what stands right of it is not sent.

    Textual sends a widget's lines from their left end in any case, so a beginning would gain nothing.
    """
    for number, (old, new) in enumerate(zip_longest(before, after, fillvalue=())):
        if old != new:
            yield Region(0, number, _last_difference(_cells(old), _cells(new)), 1)


def _cells(pieces: Line) -> list[tuple[str, str]]:
    """Character and style of each cell; the second half of a wide character is an empty one."""
    cells: list[tuple[str, str]] = []
    for text, style_name in pieces:
        for char in text:
            cells += [(char, style_name), *[("", style_name)] * (cell_len(char) - 1)]
    return cells


def _last_difference(before: Sequence[object], after: Sequence[object]) -> int:
    """The number of cells up to and with the last that differs."""
    pairs = enumerate(zip_longest(before, after), 1)
    return max((index for index, (old, new) in pairs if old != new), default=0)


class Drawing(Widget):
    """Fixed lines, given whole each time; what is as before sends nothing to the terminal."""

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
        for region in changed_regions(before, self._drawn):
            self.refresh(region)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self._drawn)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        return strip_of(self._drawn[y], width) if y < len(self._drawn) else Strip.blank(width)
