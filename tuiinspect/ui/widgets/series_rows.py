"""The rows of pane 4: what each series is now, how it grew, and its small trend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import ClassVar, Final

from tuiinspect.diagnosis.growth import is_growing
from tuiinspect.diagnosis.pairs import Follows
from tuiinspect.history import Ratio, SeriesRow, Unit
from tuiinspect.text import clean
from tuiinspect.ui.durations import rounded_duration
from tuiinspect.ui.lines import Line, Piece, line, plain
from tuiinspect.ui.widgets import plot
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.listing import Listing
from tuiinspect.ui.widgets.series_words import NONE, key_words, value_words

TREND_WIDTH: Final = 16
SIDE_BY_SIDE: Final = "side by side"


class SeriesRows(Listing):
    """All series, each group of them under its name."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("name", "series", 0, right=False, ends=False),
        Column("now", "now", 9),
        Column("growth", "growth", 10),
        Column("rate", "per min", 12, drop=2),
        Column("trend", "trend", TREND_WIDTH, drop=1, right=False),
    )
    room: ClassVar[int] = 16

    def __init__(self, rows: Sequence[SeriesRow], ratios: Sequence[Ratio] = ()) -> None:
        super().__init__("")
        self._rows: list[str | SeriesRow | Ratio] = []
        for group, members in groupby(rows, key=lambda row: row.key.group):
            self._rows += [group.value, *members]
        if ratios:
            self._rows += [SIDE_BY_SIDE, *ratios]

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, index: int) -> SeriesRow | Ratio | None:
        """The series or the ratio there, None on the name of a group."""
        row = self._rows[index] if 0 <= index < len(self._rows) else None
        return None if isinstance(row, str) else row

    def index_of(self, row: SeriesRow | Ratio) -> int | None:
        """Where the newer values of an older `row` stand."""
        return next((at for at, here in enumerate(self._rows) if _name(here) == _name(row)), None)

    def cells(self, index: int) -> Mapping[str, Line]:
        row = self._rows[index]
        if isinstance(row, str):
            return {"name": line(Piece(row, "head-sorted"))}
        if isinstance(row, Ratio):
            return ratio_cells(row)
        grows = grows_in_number(row)
        return {
            "name": name_cell(row),
            "now": line(value_words(row.now, row.key.unit)),
            "growth": line(Piece(growth_words(row), "warn" if grows else "")),
            "rate": line(rate_words(row)),
            "trend": line(Piece(plot.small_trend(row.trend, TREND_WIDTH), "heap" if grows else "dim")),
        }

    def words(self, index: int) -> str:
        row = self._rows[index]
        if isinstance(row, str):
            return row
        if isinstance(row, Ratio):
            cells = ratio_cells(row)
            return " ".join((row.name, *(plain(cells[key]) for key in ("now", "rate", "trend"))))
        return (
            f"{key_words(row.key)}: {value_words(row.now, row.key.unit)}, "
            f"{growth_words(row)} in {rounded_duration(row.span_s)}"
        )


def _name(row: str | SeriesRow | Ratio | None) -> object:
    return row.key if isinstance(row, SeriesRow) else row.name if isinstance(row, Ratio) else None


_GOES_WITH = {
    Follows.OTHER: "goes with it",
    Follows.TIME: "goes with time",
    Follows.EITHER: "time or it",
    Follows.NOTHING: "",
}


def ratio_cells(ratio: Ratio) -> Mapping[str, Line]:
    """How many for each, the correlation, and what the growth goes with."""
    pair = ratio.pair
    r = f"r {pair.correlation:.2f}" if pair.correlation is not None else NONE
    return {
        "name": line(f" {ratio.name}"),
        "now": line(value_words(ratio.value, ratio.one.unit)),
        "growth": (),
        "rate": line(Piece(r, "dim")),
        "trend": line(Piece(_GOES_WITH[pair.follows], "dim")),
    }


def grows_in_number(row: SeriesRow) -> bool:
    """Whether there are more and more of what is counted; of what only ever rises that says nothing."""
    counted = row.key.unit is Unit.COUNT and not row.key.cumulative
    return counted and is_growing(int(row.growth), [int(value) for value in row.trend])


def summaries(rows: Sequence[SeriesRow], *, marked: bool) -> tuple[Line, ...]:
    """What is said in the pane's head, longest form first."""
    span = rounded_duration(max((row.span_s for row in rows), default=0.0))
    since = Piece(f"growth since {'the mark' if marked else 'attach'}, {span}", "dim")
    growing = [key_words(row.key) for row in rows if grows_in_number(row)]
    if not growing:
        return line(Piece("– no count grows  ", "dim"), since), line(since)
    few = ", ".join(growing[:3]) + (" …" if len(growing) > 3 else "")
    return (
        line(Piece(f"▲ {few}", "warn"), Piece("  "), since),
        line(Piece(f"▲ {len(growing)} growing", "warn"), Piece("  "), since),
        line(since),
    )


def name_cell(row: SeriesRow) -> Line:
    thread = row.key.thread
    where = f"{clean(thread, 12)} " if thread not in ("", "main") else ""
    return line(Piece(f" {where}", "dim"), clean(row.key.name, 60))


def growth_words(row: SeriesRow) -> str:
    if _swings(row):
        return NONE
    return value_words(row.growth, row.key.unit, signed=True)


def _swings(row: SeriesRow) -> bool:
    """Of a load or a delay the difference of two moments says nothing; nor is there one without a value."""
    if row.now is None:
        return True
    return row.key.unit is Unit.PERCENT or (row.key.unit is Unit.MILLISECONDS and not row.key.cumulative)


def rate_words(row: SeriesRow) -> str:
    if _swings(row):
        return NONE
    if row.per_minute is None:
        return "…"
    if row.key.unit is Unit.COUNT:
        return f"{row.per_minute:+,.1f}" if row.per_minute else "0"
    return value_words(row.per_minute, row.key.unit, signed=True)
