"""The rows of the pane of classes and collections: which, in which order, and how they read."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final

from tuiinspect.history import ClassRow, CollectionRow, GrowthRow
from tuiinspect.report.census import class_words, collection_words
from tuiinspect.text import clean, format_count, format_duration
from tuiinspect.ui.durations import rounded_duration
from tuiinspect.ui.lines import Line, Piece, line
from tuiinspect.ui.widgets import plot
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.keyed_rows import KeyedRows
from tuiinspect.ui.widgets.listing import Order
from tuiinspect.ui.widgets.series_words import per_minute_words

TREND_WIDTH: Final = 8

_SORTED_BY: Final[dict[str, Callable[[GrowthRow], Any]]] = {
    "evidence": lambda _row: 0,
    "growth": lambda row: row.growth or 0,
    "rate": lambda row: row.per_minute or 0.0,
    "count": lambda row: number(row),
    "name": lambda row: name_words(row).casefold(),
}
FIRST_ORDER: Final = Order("evidence", reverse=False)


class GrowthRows(KeyedRows[GrowthRow]):
    """Those of `rows` (what most likely grows first) that the filter lets through, in the order wanted."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("evidence", "", 1, right=False),
        Column("name", "class or collection", 0, right=False, ends=False),
        Column("kind", "kind", 8, drop=3, right=False),
        Column("count", "count", 9),
        Column("growth", "growth", 8),
        Column("rate", "per min", 9, drop=1),
        Column("trend", "trend", TREND_WIDTH, drop=2, right=False),
        Column("span", "over", 8, drop=4),
        Column("found", "by", 6, drop=5, right=False),
    )
    sorted_by = _SORTED_BY
    orders: ClassVar[tuple[str, ...]] = tuple(_SORTED_BY)

    def __init__(self, rows: Iterable[GrowthRow], order: Order = FIRST_ORDER, pattern: str = "") -> None:
        super().__init__(rows, order, pattern)

    @staticmethod
    def searched(row: GrowthRow) -> str:
        return f"{kind_words(row)} {name_words(row)}"

    @staticmethod
    def key_of(row: GrowthRow) -> Hashable:
        return (type(row).__name__, row.key)

    def row_cells(self, row: GrowthRow) -> Mapping[str, Line]:
        return {
            "evidence": line(Piece("▲" if row.grows else "", "warn")),
            "name": name_cell(row),
            "kind": line(Piece(kind_words(row), "dim")),
            "count": line(format_count(number(row))),
            "growth": line(Piece(growth_words(row), "warn" if row.grows else "")),
            "rate": line(per_minute_words(row.per_minute)),
            "trend": line(Piece(trend_words(row), "heap" if row.grows else "dim")),
            "span": line(Piece(rounded_duration(row.span_s) if row.growth is not None else "", "dim")),
            "found": line(Piece(row.count.found_by if isinstance(row, CollectionRow) else "census", "dim")),
        }

    @staticmethod
    def row_words(row: GrowthRow) -> str:
        return row_words(row)


def number(row: GrowthRow) -> int:
    return row.count.size if isinstance(row, CollectionRow) else row.count.count


def name_words(row: GrowthRow) -> str:
    return collection_words(row.count) if isinstance(row, CollectionRow) else class_words(row.count)


def kind_words(row: GrowthRow) -> str:
    return row.count.kind if isinstance(row, CollectionRow) else "class"


def name_cell(row: GrowthRow) -> Line:
    """What it is called is what counts; what it is comes behind it."""
    if isinstance(row, ClassRow):
        place = f"  {clean(row.count.file, 100)}:{row.count.line}" if row.count.file is not None else ""
        return line(
            Piece(clean(row.count.class_name, 60) or "(anonymous class)", "strong"), Piece(place, "dim")
        )
    count = row.count
    name = clean(count.name, 60) if count.name else f"a nameless {clean(count.class_name, 40) or count.kind}"
    behind = f"  {clean(count.where, 80)}" if count.where else f"  {inside(row)}"
    return line(Piece(name, "strong" if count.name else ""), Piece(behind, "dim"))


def inside(row: CollectionRow) -> str:
    """Of a collection without a name, what is in it: the next best."""
    largest = sorted(row.count.value_classes.items(), key=lambda item: -item[1])[:1]
    parts = [f"of {clean(name, 40)}" for name, _ in largest]
    parts += [f"keys such as {clean(key, 30)}" for key in row.count.sample_keys[:1]]
    return ", ".join(parts)


def growth_words(row: GrowthRow) -> str:
    return "…" if row.growth is None else format_count(row.growth, signed=True)


def trend_words(row: GrowthRow) -> str:
    return "" if isinstance(row, ClassRow) else plot.small_trend(row.trend, TREND_WIDTH)


def row_words(row: GrowthRow) -> str:
    """A row as a sentence, for the clipboard."""
    grown = f", {growth_words(row)} in {format_duration(row.span_s)}" if row.growth is not None else ""
    return f"{name_words(row)}: {format_count(number(row))}{grown}"


def summaries(
    rows: Sequence[GrowthRow], known: int | None, censuses: int, *, marked: bool
) -> tuple[Line, ...]:
    """What is said in the pane's head, longest form first. `known` collections are recounted each second."""
    if known is None:
        return (line(Piece("no counts yet", "dim")),)
    grown = sum(row.grows for row in rows)
    growing = Piece(f"▲ {grown} growing" if grown else "– none grows", "warn" if grown else "dim")
    since = f"since {'the mark' if marked else 'attach'}"
    totals = f"{format_count(known)} collections {since}"
    if censuses == 0:
        return (
            line(growing, Piece(f"  {totals}; c counts classes, and what nothing leads to", "dim")),
            line(growing, Piece("  c counts classes too", "dim")),
            line(growing),
        )
    between = "between the last two censuses" if censuses > 1 else "after one more census (c)"
    return (
        line(growing, Piece(f"  {totals}, classes {between}", "dim")),
        line(growing, Piece(f"  classes {between}", "dim")),
        line(growing),
    )
