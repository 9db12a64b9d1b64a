"""The rows of the listeners' table: which, in which order, and how they read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Final

from tuiinspect.diagnosis.growth import is_growing
from tuiinspect.history import ListenerRow
from tuiinspect.report.live import emitter_words
from tuiinspect.samples import EmitterCount, ListenersSample
from tuiinspect.text import clean, format_count, format_duration
from tuiinspect.ui.durations import rounded_duration
from tuiinspect.ui.lines import Line, Piece, line
from tuiinspect.ui.widgets import plot
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.listing import Order
from tuiinspect.ui.widgets.sorted_pane import KeyedRows

TREND_WIDTH: Final = 8
SAME_SPAN_S: Final = 3.0
Key = tuple[int, str]

_SORTED_BY: Final[dict[str, Callable[[ListenerRow], Any]]] = {
    "growth": lambda row: row.growth,
    "rate": lambda row: row.per_minute or 0.0,
    "count": lambda row: row.count.count,
    "event": lambda row: row.count.event,
    "emitter": lambda row: (row.count.class_name, row.count.name or ""),
}
_LARGEST_FIRST: Final = frozenset({"growth", "rate", "count"})
FIRST_ORDER: Final = Order("growth", reverse=True)


class ListenerRows(KeyedRows):
    """Those of `rows` that the filter lets through, sorted."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("emitter", "emitter", 0, right=False, ends=False),
        Column("event", "event", 14, right=False),
        Column("count", "count", 7),
        Column("growth", "growth", 8),
        Column("rate", "per min", 9),
        Column("max", "max", 5, drop=1),
        Column("trend", "trend", TREND_WIDTH, drop=2, right=False),
        Column("span", "over", 11, drop=4),
        Column("found", "by", 6, drop=3, right=False),
    )
    orders: ClassVar[tuple[str, ...]] = tuple(_SORTED_BY)

    def __init__(self, rows: Sequence[ListenerRow], order: Order = FIRST_ORDER, pattern: str = "") -> None:
        super().__init__("", order)
        self._rows = filtered(in_order(rows, order), pattern)
        self._total = len(rows)
        self._span_s = max((row.span_s for row in rows), default=0.0)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def total(self) -> int:
        return self._total

    def row(self, index: int) -> ListenerRow | None:
        return self._rows[index] if 0 <= index < len(self._rows) else None

    def key(self, index: int) -> Key | None:
        row = self.row(index)
        return row.key if row is not None else None

    def cells(self, index: int) -> Mapping[str, Line]:
        row = self._rows[index]
        return cells(row, own_span=self._span_s - row.span_s > SAME_SPAN_S)

    def words(self, index: int) -> str:
        return row_words(self._rows[index])


class NarrowListenerRows(ListenerRows):
    """What a terminal of 40 columns has room for."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("emitter", "emitter", 0, right=False, ends=False),
        Column("event", "event", 10, right=False),
        Column("count", "count", 7),
        Column("growth", "growth", 8),
    )


def in_order(rows: Sequence[ListenerRow], order: Order) -> list[ListenerRow]:
    # Two stable sorts: equals stay in an order of their own and do not jump about.
    steady = sorted(rows, key=lambda row: (-row.count.count, row.key))
    return sorted(steady, key=_SORTED_BY[order.column], reverse=order.reverse)


def next_order(order: Order) -> Order:
    columns = list(_SORTED_BY)
    column = columns[(columns.index(order.column) + 1) % len(columns)]
    return Order(column, reverse=column in _LARGEST_FIRST)


def filtered(rows: Sequence[ListenerRow], pattern: str) -> list[ListenerRow]:
    wanted = pattern.casefold()
    return [row for row in rows if wanted in searched(row.count).casefold()]


def searched(count: EmitterCount) -> str:
    """What a filter looks at."""
    return " ".join((count.class_name, count.name or "", count.where or "", count.event))


def cells(row: ListenerRow, *, own_span: bool = True) -> dict[str, Line]:
    """`own_span` says that the row's growth is over another span than the pane's head names."""
    count, grows = row.count, is_growing(row.growth, row.trend)
    return {
        "emitter": emitter_cell(count),
        "event": event_cell(count),
        "count": line(format_count(count.count)),
        "growth": line(Piece(format_count(row.growth, signed=True), "warn" if grows else "")),
        "rate": line(rate_text(row.per_minute)),
        "max": max_cell(count),
        "trend": line(Piece(trend_text(row.trend), "heap" if grows else "dim")),
        "span": line(Piece(rounded_duration(row.span_s) if own_span else "", "dim")),
        "found": line(Piece(count.found_by, "dim")),
    }


def emitter_cell(count: EmitterCount) -> Line:
    name = f" {clean(count.name, 60)}" if count.name and count.name != count.class_name else ""
    known = (count.class_name, count.name)
    where = f"  {clean(count.where, 80)}" if count.where and count.where not in known else ""
    return line(Piece(clean(count.class_name, 60), "strong"), Piece(name), Piece(where, "dim"))


def event_cell(count: EmitterCount) -> Line:
    several = f" ×{count.events}" if count.events > 1 else ""
    return line(clean(count.event, 60), Piece(several, "dim"))


def max_cell(count: EmitterCount) -> Line:
    """The limit that the program set; `!` when the count is above it, as Node's own warning would say."""
    if count.max_listeners is None:
        return line(Piece("–", "dim"))
    if count.max_listeners == 0:
        return line(Piece("off", "dim"))
    over = count.count > count.max_listeners * max(1, count.events)
    return line(Piece(format_count(count.max_listeners) + ("!" if over else ""), "warn" if over else ""))


def rate_text(per_minute: float | None) -> str:
    if per_minute is None:
        return "…"
    if per_minute == 0:
        return "0"
    return f"{per_minute:+,.1f}" if abs(per_minute) < 10 else f"{per_minute:+,.0f}"


def trend_text(counts: Sequence[int]) -> str:
    if len(counts) < 2:
        return ""
    return plot.sparkline(counts, TREND_WIDTH, *plot.fair_bounds(counts))


def row_words(row: ListenerRow) -> str:
    """A row as a sentence, for the clipboard."""
    count = row.count
    return (
        f"{format_count(count.count)} listeners of '{clean(count.event, 60)}' on {emitter_words(row)}, "
        f"{format_count(row.growth, signed=True)} in {format_duration(row.span_s)}"
    )


def summaries(latest: ListenersSample | None, grown: int, span: str, marked: bool) -> tuple[Line, ...]:
    """What is said in the pane's head, longest form first."""
    if latest is None:
        return (line(Piece("no counts yet", "dim")),)
    since = f"growth since {'the mark' if marked else 'attach'}, {span}"
    totals = f"{format_count(latest.listeners)} listeners on {format_count(latest.emitters)} emitters"
    growing = Piece(f"▲ {grown} growing" if grown else "– none grows", "warn" if grown else "dim")
    return (
        line(growing, Piece(f"  {totals}  {since}", "dim")),
        line(growing, Piece(f"  {since}", "dim")),
        line(growing),
    )
