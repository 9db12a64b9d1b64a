"""The rows of pane 6 as a tree: callers above, what they called below, each with its share as a bar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from tuiinspect.diagnosis.allocations import CallNode
from tuiinspect.report.allocations import frame_words
from tuiinspect.samples import Frame
from tuiinspect.text import format_bytes
from tuiinspect.ui.lines import Line, Piece, line
from tuiinspect.ui.widgets.allocation_rows import frame_cell, frame_text
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.listing import Listing

BAR_WIDTH: Final = 16
_INDENT: Final = 2
_DEEPEST_INDENT: Final = 24
_OPEN_FROM: Final = 0.25
"""A branch with that share of all that lives is open until somebody closes it."""

Way = tuple[Frame, ...]


@dataclass(slots=True)
class Folds:
    """What the reader opened and closed, by the way from the outermost caller; outlives new readings."""

    open: dict[Way, bool] = field(default_factory=dict)

    def show(self, way: Way) -> None:
        """Open everything on the way there."""
        for depth in range(1, len(way)):
            self.open[way[:depth]] = True


@dataclass(frozen=True, slots=True)
class _Row:
    node: CallNode
    way: Way
    open: bool


class CallRows(Listing):
    """The tree as far as it is open; with a pattern, what matches and what leads there."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("bar", "share of live", BAR_WIDTH, drop=1, right=False),
        Column("live", "live", 8),
        Column("growth", "growth", 9),
        Column("function", "function", 0, right=False),
    )
    room: ClassVar[int] = 36

    def __init__(self, root: CallNode, folds: Folds, pattern: str = "", *, brief: bool = False) -> None:
        """`brief` leaves out the folders of files."""
        super().__init__("")
        self._brief = brief
        self._root = root
        self._folds = folds
        self._pattern = pattern.casefold()
        self._rows = self._flatten()

    def _flatten(self) -> list[_Row]:
        leading = self._leading() if self._pattern else None
        rows: list[_Row] = []
        left: list[tuple[CallNode, Way]] = [(self._root, ())]
        while left:
            node, way = left.pop()
            opened = self._opened(node, way) or leading is not None
            if way:
                rows.append(_Row(node, way, opened))
            if opened:
                below = [(child, (*way, child.frame)) for child in node.below() if child.frame is not None]
                left.extend((child, to) for child, to in reversed(below) if leading is None or to in leading)
        return rows

    def _leading(self) -> set[Way]:
        """The ways to all that match, and all that lead there."""
        found: set[Way] = set()
        left: list[tuple[CallNode, Way]] = [(self._root, ())]
        while left:
            node, way = left.pop()
            if way and self._pattern in frame_text(way[-1]).casefold():
                found.update(way[:depth] for depth in range(1, len(way) + 1))
            left.extend((child, (*way, frame)) for frame, child in node.children.items())
        return found

    def _opened(self, node: CallNode, way: Way) -> bool:
        return self._folds.open.get(way, not way or node.bytes >= _OPEN_FROM * max(self._root.bytes, 1))

    def __len__(self) -> int:
        return len(self._rows)

    def way(self, index: int) -> Way | None:
        return self._rows[index].way if 0 <= index < len(self._rows) else None

    def index_of(self, way: Way | None) -> int | None:
        return next((index for index, row in enumerate(self._rows) if row.way == way), None)

    def way_to(self, frame: Frame) -> Way | None:
        """The way to the largest occurrence of a function."""
        best: tuple[int, Way] | None = None
        left: list[tuple[CallNode, Way]] = [(self._root, ())]
        while left:
            node, way = left.pop()
            if node.frame == frame and (best is None or node.bytes > best[0]):
                best = node.bytes, way
            left.extend((child, (*way, below)) for below, child in node.children.items())
        return best[1] if best is not None else None

    def set_open(self, index: int, opened: bool | None) -> bool:
        """Open or close a row, None: whichever it is not; False when there is nothing to do."""
        row = self._rows[index]
        wanted = not row.open if opened is None else opened
        if not row.node.children or wanted == row.open:
            return False
        self._folds.open[row.way] = wanted
        return True

    def above(self, index: int) -> int:
        """The row of the caller."""
        way = self._rows[index].way
        found = self.index_of(way[:-1])
        return index if found is None else found

    def cells(self, index: int) -> Mapping[str, Line]:
        row = self._rows[index]
        depth = len(row.way) - 1
        mark = "·" if not row.node.children else "▾" if row.open else "▸"
        return {
            "bar": line(Piece(bar(row.node.bytes, self._root.bytes), "heap")),
            "live": line(format_bytes(row.node.bytes)),
            "growth": line(format_bytes(row.node.growth, signed=True)),
            "function": (
                Piece(_indent(depth)),
                Piece(f"{mark} ", "dim"),
                *frame_cell(row.way[-1], brief=self._brief),
            ),
        }

    def words(self, index: int) -> str:
        row = self._rows[index]
        return f"{frame_words(row.way[-1])}: {format_bytes(row.node.bytes)} live"


def bar(size: int, whole: int, width: int = BAR_WIDTH) -> str:
    """A bar as long as the share, to half a cell; something that is there is at least seen."""
    halves = round(max(0.0, min(1.0, size / whole if whole > 0 else 0.0)) * width * 2)
    if size > 0:
        halves = max(1, halves)
    return "█" * (halves // 2) + "▌" * (halves % 2)


def _indent(depth: int) -> str:
    """Deeper rows are not moved further right: their depth is written instead."""
    if depth * _INDENT <= _DEEPEST_INDENT:
        return " " * (depth * _INDENT)
    return f"{depth}".ljust(_DEEPEST_INDENT)
