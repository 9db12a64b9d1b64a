"""The rows of pane 6 as a list: which functions' allocations live, and how that grew."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, ClassVar, Final

from tuiinspect.history import FunctionRow
from tuiinspect.report.allocations import frame_words
from tuiinspect.samples import Frame
from tuiinspect.text import clean, format_bytes, format_duration
from tuiinspect.ui.lines import Line, Piece, line
from tuiinspect.ui.widgets import plot
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.keyed_rows import KeyedRows
from tuiinspect.ui.widgets.listing import Order

TREND_WIDTH: Final = 8

_SORTED_BY: Final[dict[str, Callable[[FunctionRow], Any]]] = {
    "growth": lambda row: row.growth.growth,
    "live": lambda row: row.growth.bytes,
    "function": lambda row: (row.growth.frame.function, row.growth.frame.file or ""),
}
FIRST_ORDER: Final = Order("growth", reverse=True)
LIVE_ORDER: Final = Order("live", reverse=True)


class AllocationRows(KeyedRows[FunctionRow]):
    """Those of `rows` that the filter lets through, sorted."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("growth", "growth", 10),
        Column("rate", "per min", 9, drop=1),
        Column("live", "live", 8),
        Column("function", "function", 0, right=False),
        Column("trend", "trend", TREND_WIDTH, drop=2, right=False),
    )
    room: ClassVar[int] = 30
    sorted_by = _SORTED_BY
    orders: ClassVar[tuple[str, ...]] = tuple(_SORTED_BY)

    def __init__(
        self,
        rows: Sequence[FunctionRow],
        order: Order = FIRST_ORDER,
        pattern: str = "",
        *,
        brief: bool = False,
    ) -> None:
        """`brief` leaves out the folders of files."""
        super().__init__(rows, order, pattern)
        self._brief = brief

    def frame(self, index: int) -> Frame | None:
        row = self.row(index)
        return None if row is None else row.growth.frame

    @staticmethod
    def searched(row: FunctionRow) -> str:
        return frame_text(row.growth.frame)

    @staticmethod
    def key_of(row: FunctionRow) -> Hashable:
        return row.growth.frame

    def row_cells(self, row: FunctionRow) -> Mapping[str, Line]:
        growth = row.growth
        mark, style = ("▲ ", "warn") if row.growing else ("", "")
        return {
            "growth": line(Piece(f"{mark}{format_bytes(growth.growth, signed=True)}", style)),
            "rate": line(format_bytes(growth.per_minute, signed=True) if growth.span_s >= 1 else "…"),
            "live": line(format_bytes(growth.bytes)),
            "function": frame_cell(growth.frame, brief=self._brief),
            "trend": line(Piece(plot.small_trend(row.trend, TREND_WIDTH), "heap" if row.growing else "dim")),
        }

    @staticmethod
    def row_words(row: FunctionRow) -> str:
        growth = row.growth
        return (
            f"{frame_words(growth.frame)}: {format_bytes(growth.bytes)} live, "
            f"{format_bytes(growth.growth, signed=True)} in {format_duration(growth.span_s)}"
        )


def frame_text(frame: Frame) -> str:
    """What a filter looks at."""
    return f"{frame.function} {frame.file or ''}"


def frame_cell(frame: Frame, *, brief: bool = False) -> Line:
    """The function's name, then where it stands; `brief` without the folder."""
    own = frame.kind == "program"
    name = Piece(clean(frame.function, 60), "strong" if own else "dim")
    if frame.file is None or frame.line is None:
        return line(name)
    # Where there is little room the folder is shortened first.
    folder, slash, base = clean(frame.file, 200).rpartition("/")
    style = "" if own else "dim"
    place = (
        Piece("" if brief else folder + slash, "dim"),
        Piece(base, style),
        Piece(f":{frame.line}", style),
    )
    return line(name, Piece(" "), *place)
