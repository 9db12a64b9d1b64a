"""The rows of pane 4: what each series is now, how it grew, and its small trend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from tuiinspect.history import SeriesRow, Unit
from tuiinspect.text import clean, format_bytes, format_count
from tuiinspect.ui.durations import delay_words, rounded_duration
from tuiinspect.ui.lines import Line, Piece, line
from tuiinspect.ui.widgets import plot
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.listing import Listing

TREND_WIDTH: Final = 16


class SeriesRows(Listing):
    """All series, in the order of their groups."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("name", "series", 0, right=False, ends=False),
        Column("now", "now", 9),
        Column("growth", "growth", 10),
        Column("rate", "per min", 12, drop=2),
        Column("trend", "trend", TREND_WIDTH, drop=1, right=False),
    )
    room: ClassVar[int] = 16

    def __init__(self, rows: Sequence[SeriesRow]) -> None:
        super().__init__("")
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def cells(self, index: int) -> Mapping[str, Line]:
        row = self._rows[index]
        return {
            "name": name_cell(row),
            "now": line(value_words(row.now, row.key.unit)),
            "growth": line(growth_words(row)),
            "rate": line(rate_words(row)),
            "trend": line(Piece(trend_words(row), "dim")),
        }

    def words(self, index: int) -> str:
        row = self._rows[index]
        return (
            f"{plain_name(row)}: {value_words(row.now, row.key.unit)}, "
            f"{growth_words(row)} in {rounded_duration(row.span_s)}"
        )


def name_cell(row: SeriesRow) -> Line:
    thread = row.key.thread
    where = f"{clean(thread, 12)} " if thread not in ("", "main") else ""
    return line(Piece(where, "dim"), clean(row.key.name, 60))


def plain_name(row: SeriesRow) -> str:
    return "".join(piece.text for piece in name_cell(row))


def value_words(value: float, unit: Unit, *, signed: bool = False) -> str:
    match unit:
        case Unit.BYTES:
            return format_bytes(value, signed=signed)
        case Unit.PERCENT:
            return f"{value:{'+' if signed else ''}.0f} %"
        case Unit.MILLISECONDS:
            return f"{'+' if signed and value > 0 else ''}{delay_words(value)}"
        case Unit.COUNT:
            return format_count(round(value), signed=signed)


def growth_words(row: SeriesRow) -> str:
    return value_words(row.growth, row.key.unit, signed=True)


def rate_words(row: SeriesRow) -> str:
    if row.per_minute is None:
        return "…"
    if row.key.unit is Unit.COUNT:
        return f"{row.per_minute:+,.1f}" if row.per_minute else "0"
    return value_words(row.per_minute, row.key.unit, signed=True)


def trend_words(row: SeriesRow) -> str:
    if len(row.trend) < 2:
        return ""
    return plot.sparkline(row.trend, TREND_WIDTH, *plot.fair_bounds(row.trend))
