"""One class or collection at length: what is in it, and what has become of its newest objects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.binding import BindingType

from tuiinspect.history import ClassRow, CollectionRow, GrowthRow
from tuiinspect.samples import CollectionCount
from tuiinspect.samples.collections import WEAK_KINDS
from tuiinspect.text import clean, format_count
from tuiinspect.ui.background import in_background
from tuiinspect.ui.durations import rounded_duration
from tuiinspect.ui.keymap import DETAIL, bindings
from tuiinspect.ui.lines import Line, Piece, line
from tuiinspect.ui.ports import LiveSession
from tuiinspect.ui.screens.asked import AskedScreen
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.drawing import Drawing
from tuiinspect.ui.widgets.growth_rows import growth_words, name_words, number, row_words
from tuiinspect.ui.widgets.listing import Listing
from tuiinspect.ui.widgets.row_list import RowList


class ContentRows(Listing):
    """The classes of the values, largest first, then some keys."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("what", "what is in it", 0, right=False),
        Column("role", "as", 6, right=False),
        Column("count", "count", 10),
        Column("share", "share", 6, drop=1),
    )

    def __init__(self, count: CollectionCount | None = None) -> None:
        super().__init__("")
        classes = count.value_classes if count is not None else {}
        self._seen = sum(classes.values()) or 1
        self._rows: list[tuple[str, int | None]] = [
            *sorted(classes.items(), key=lambda item: (-item[1], item[0])),
            *((key, None) for key in (count.sample_keys if count is not None else ())),
        ]

    def __len__(self) -> int:
        return len(self._rows)

    def cells(self, index: int) -> Mapping[str, Line]:
        what, found = self._rows[index]
        return {
            "what": line(Piece(clean(what, 200) or "''", "strong" if found is not None else "")),
            "role": line(Piece("value" if found is not None else "key", "dim")),
            "count": line(format_count(found) if found is not None else ""),
            "share": line(Piece(f"{found / self._seen:.0%}" if found is not None else "", "dim")),
        }

    def words(self, index: int) -> str:
        return self._rows[index][0]


def title_lines(row: GrowthRow) -> tuple[Line, ...]:
    growth = f"{growth_words(row)} in {rounded_duration(row.span_s)}" if row.growth is not None else ""
    return (
        line(
            " ",
            Piece(format_count(number(row)), "strong"),
            " entries, " if isinstance(row, CollectionRow) else " objects, ",
            Piece(growth or "no growth known yet", "warn" if row.grows else "dim"),
        ),
        line(Piece(f" {name_words(row)}", "dim")),
    )


def survivors_words(row: ClassRow) -> str:
    """What the weakly held sample of new objects tells."""
    seen = row.survivors
    if seen is None:
        return (
            "Two censuses (c) show what grows. Of a class that grows some new objects are watched then,\n"
            "without another walk."
        )
    of = f"{seen.alive} of {seen.sampled} new objects are still there after {rounded_duration(seen.age_s)}"
    if not seen.collected:
        return f"{of};\nno full garbage collection has come since, so that says little yet."
    return f"{of}\nand a full garbage collection." + (
        " They stay: something holds them." if row.grows else ""
    )


class GrowthScreen(AskedScreen):
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(DETAIL)]

    def __init__(self, session: LiveSession, row: GrowthRow) -> None:
        super().__init__()
        self._session = session
        self._row = row
        self._rows = ContentRows()

    def on_mount(self) -> None:
        self.query_one("#title", Drawing).draw(title_lines(self._row))
        self.query_one(RowList).focus()
        if isinstance(self._row, ClassRow):
            self.tell(survivors_words(self._row))
            return
        if self._row.count.kind == "Timers":
            self.tell("Timers that run with one callback; Node itself holds them until they are cleared.")
            return
        if self._row.count.kind in WEAK_KINDS:
            self.tell("What it holds goes with its keys; a census (c) counts it, and nothing looks inside.")
            return
        self.tell("asking the process …")
        number = self._row.key
        in_background(self, lambda: self._session.contents(number), self._fetched, self.failed)

    def _fetched(self, count: CollectionCount | None) -> None:
        self._rows = ContentRows(count)
        if count is None:
            self.tell("It is not there any more.")
        else:
            looked_at = sum(count.value_classes.values())
            more = "" if looked_at >= count.size else f"The first {format_count(looked_at)} were looked at."
            self.tell(more if len(self._rows) else "It is empty now.")
        self.query_one(RowList).show(self._rows)

    def action_copy(self) -> None:
        cursor = self._rows.place.cursor
        self.copy_text(self._rows.words(cursor) if len(self._rows) else row_words(self._row))
