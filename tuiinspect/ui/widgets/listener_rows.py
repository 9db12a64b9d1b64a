"""The rows of the listeners' table: which, in which order, and how they read."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, ClassVar, Final

from tuiinspect.history import ListenerRow
from tuiinspect.report.live import emitter_words, unseen_words
from tuiinspect.samples import EmitterCount, FoundBy, ListenersSample
from tuiinspect.text import clean, format_count, format_duration
from tuiinspect.ui.durations import rounded_duration
from tuiinspect.ui.lines import Line, Piece, line
from tuiinspect.ui.widgets import plot
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.keyed_rows import KeyedRows
from tuiinspect.ui.widgets.listing import Order
from tuiinspect.ui.widgets.series_words import per_minute_words

TREND_WIDTH: Final = 8
SAME_SPAN_S: Final = 3.0
JUST_NOW_S: Final = 1.5
_FOUND: Final[dict[FoundBy, str]] = {"reach": "at attach", "hook": "by the hook", "census": "by a census"}

_SORTED_BY: Final[dict[str, Callable[[ListenerRow], Any]]] = {
    "growth": lambda row: row.growth,
    "rate": lambda row: row.per_minute or 0.0,
    "count": lambda row: row.count.count,
    "event": lambda row: row.count.event,
    "emitter": lambda row: (row.count.class_name, row.count.name or ""),
}
FIRST_ORDER: Final = Order("growth", reverse=True)


class ListenerRows(KeyedRows[ListenerRow]):
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
        Column("found", "seen", 10, drop=3, right=False),
    )
    sorted_by = _SORTED_BY
    orders: ClassVar[tuple[str, ...]] = tuple(_SORTED_BY)

    def __init__(self, rows: Iterable[ListenerRow], order: Order = FIRST_ORDER, pattern: str = "") -> None:
        # Equals stay in an order of their own and do not jump about.
        steady = sorted(rows, key=lambda row: (-row.count.count, row.key))
        super().__init__(steady, order, pattern)
        self._span_s = max((row.span_s for row in steady), default=0.0)

    @staticmethod
    def searched(row: ListenerRow) -> str:
        count = row.count
        return " ".join((count.class_name, count.name or "", count.where or "", count.event))

    @staticmethod
    def key_of(row: ListenerRow) -> Hashable:
        return row.key

    def row_cells(self, row: ListenerRow) -> Mapping[str, Line]:
        return cells(row, own_span=self._span_s - row.span_s > SAME_SPAN_S)

    @staticmethod
    def row_words(row: ListenerRow) -> str:
        return row_words(row)


class NarrowListenerRows(ListenerRows):
    """What a terminal of 40 columns has room for."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("emitter", "emitter", 0, right=False, ends=False),
        Column("event", "event", 10, right=False),
        Column("count", "count", 7),
        Column("growth", "growth", 8),
    )


def cells(row: ListenerRow, *, own_span: bool = True) -> dict[str, Line]:
    """`own_span` says that the row's growth is over another span than the pane's head names."""
    count, grows = row.count, row.grows
    return {
        "emitter": emitter_cell(count),
        "event": event_cell(count),
        "count": line(format_count(count.count)),
        "growth": line(Piece(format_count(row.growth, signed=True), "warn" if grows else "")),
        "rate": line(per_minute_words(row.per_minute)),
        "max": max_cell(count),
        "trend": line(Piece(plot.small_trend(row.trend, TREND_WIDTH), "heap" if grows else "dim")),
        "span": line(Piece(rounded_duration(row.span_s) if own_span else "", "dim")),
        "found": line(Piece(seen_text(count), "dim")),
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


def seen_text(count: EmitterCount) -> str:
    """`attach now`, `hook 12 s`: how the emitter was found, and how long ago its listeners were counted."""
    how = "attach" if count.found_by == "reach" else count.found_by
    return f"{how} {'now' if count.age_s < JUST_NOW_S else rounded_duration(count.age_s)}"


def remarks(row: ListenerRow | None, *, hook: bool, censused: bool) -> tuple[Line, ...]:
    """How the row under the cursor came to be known, and what is not; longest form first."""
    unseen = unseen_words(hook=hook, censused=censused)
    brief = "newer ones out of reach" if censused else "emitters out of reach (c)"
    if row is None:
        return (line(" ", Piece(unseen, "dim")), line(" ", Piece(f"not seen: {brief}", "dim")))
    count = row.count
    when = "now" if count.age_s < JUST_NOW_S else f"{rounded_duration(count.age_s)} ago"
    sight = f"found {_FOUND[count.found_by]}, counted {when}"
    held = held_words(row)
    if held is not None:
        return (line(" ", Piece(f"{sight} · {held}", "dim")), line(" ", Piece(held, "dim")))
    return (
        line(" ", Piece(f"{sight} · {unseen}", "dim")),
        line(" ", Piece(f"{sight} · not seen: {brief}", "dim")),
        line(" ", Piece(sight, "dim")),
    )


def held_words(row: ListenerRow) -> str | None:
    """How the last snapshot has a nameless emitter held, or why it cannot say; None where it need not."""
    if row.held is not None:
        return f"in the snapshot: {clean(row.held.sentence, 300)}"
    return "no name: it was not known yet when the snapshot began" if row.younger else None


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
