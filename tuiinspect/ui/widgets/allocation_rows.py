"""The rows of pane 6 as a list: which functions' allocations live, and how that grew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Final

from tuiinspect.history import FunctionRow
from tuiinspect.report.allocations import frame_words
from tuiinspect.samples import Frame
from tuiinspect.text import clean, format_bytes, format_duration
from tuiinspect.ui.lines import Line, Piece, line
from tuiinspect.ui.widgets import plot
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.listing import Listing, Order

TREND_WIDTH: Final = 8

_SORTED_BY: Final[dict[str, Callable[[FunctionRow], Any]]] = {
    "growth": lambda row: row.growth.growth,
    "live": lambda row: row.growth.bytes,
    "function": lambda row: (row.growth.frame.function, row.growth.frame.file or ""),
}
FIRST_ORDER: Final = Order("growth", reverse=True)
LIVE_ORDER: Final = Order("live", reverse=True)


class AllocationRows(Listing):
    """Those of `rows` that the filter lets through, sorted."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("growth", "growth", 10),
        Column("rate", "per min", 9, drop=1),
        Column("live", "live", 8),
        Column("function", "function", 0, right=False),
        Column("trend", "trend", TREND_WIDTH, drop=2, right=False),
    )
    room: ClassVar[int] = 30
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
        super().__init__("", order)
        self._brief = brief
        kept = [row for row in rows if pattern.casefold() in searched(row.growth.frame)]
        self._rows = sorted(kept, key=_SORTED_BY[order.column], reverse=order.reverse)

    def __len__(self) -> int:
        return len(self._rows)

    def frame(self, index: int) -> Frame | None:
        return self._rows[index].growth.frame if 0 <= index < len(self._rows) else None

    def index_of(self, frame: Frame | None) -> int | None:
        return next((index for index, row in enumerate(self._rows) if row.growth.frame == frame), None)

    def cells(self, index: int) -> Mapping[str, Line]:
        row = self._rows[index]
        growth = row.growth
        mark, style = ("▲ ", "warn") if row.growing else ("", "")
        return {
            "growth": line(Piece(f"{mark}{format_bytes(growth.growth, signed=True)}", style)),
            "rate": line(format_bytes(growth.per_minute, signed=True) if growth.span_s >= 1 else "…"),
            "live": line(format_bytes(growth.bytes)),
            "function": frame_cell(growth.frame, brief=self._brief),
            "trend": line(Piece(trend_text(row.trend), "heap" if row.growing else "dim")),
        }

    def words(self, index: int) -> str:
        growth = self._rows[index].growth
        return (
            f"{frame_words(growth.frame)}: {format_bytes(growth.bytes)} live, "
            f"{format_bytes(growth.growth, signed=True)} in {format_duration(growth.span_s)}"
        )


def next_order(order: Order) -> Order:
    columns = list(_SORTED_BY)
    column = columns[(columns.index(order.column) + 1) % len(columns)]
    return Order(column, reverse=column != "function")


def searched(frame: Frame) -> str:
    """What a filter looks at."""
    return f"{frame.function} {frame.file or ''}".casefold()


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


def trend_text(sizes: Sequence[int]) -> str:
    if len(sizes) < 2:
        return ""
    return plot.sparkline(sizes, TREND_WIDTH, *plot.fair_bounds(sizes))
