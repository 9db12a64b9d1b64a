"""The functions that listen to an event, and under each from where its listeners were added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from tuiinspect.report.live import place, site_words
from tuiinspect.samples import CallSite, ListenerFunction
from tuiinspect.text import clean, format_count
from tuiinspect.ui.lines import Line, Piece, line
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.listing import Listing


@dataclass(frozen=True, slots=True)
class _Row:
    """A function; or a call site of it; or, with `unknown`, its listeners that have none."""

    function: ListenerFunction
    site: CallSite | None = None
    unknown: int = 0

    @property
    def count(self) -> int:
        if self.site is not None:
            return self.site.count
        return self.unknown or self.function.count


class FunctionRows(Listing):
    columns: ClassVar[tuple[Column, ...]] = (
        Column("place", "stands at file:line:column", 0, right=False),
        Column("function", "function", 24, drop=1, right=False),
        Column("count", "count", 9),
        Column("share", "share", 6, drop=2),
        Column("once", "", 4, drop=3, right=False),
    )

    def __init__(self, functions: Sequence[ListenerFunction]) -> None:
        super().__init__("")
        self._rows = [row for function in functions for row in _rows_of(function)]
        self._total = sum(function.count for function in functions) or 1

    def __len__(self) -> int:
        return len(self._rows)

    def cells(self, index: int) -> Mapping[str, Line]:
        row = self._rows[index]
        return {
            **_own_cells(row),
            "count": line(Piece(format_count(row.count), "" if _is_function(row) else "dim")),
            "share": line(Piece(f"{row.count / self._total:.0%}", "dim")),
        }

    def words(self, index: int) -> str:
        row = self._rows[index]
        whole = place(row.function)
        return whole if row.site is None else f"{whole}, added at {site_words(row.site)}"

    def function(self, index: int) -> ListenerFunction | None:
        return self._rows[index].function if index < len(self._rows) else None


def _rows_of(function: ListenerFunction) -> Iterator[_Row]:
    yield _Row(function)
    known = sum(site.count for site in function.call_sites)
    for site in function.call_sites:
        yield _Row(function, site)
    if 0 < known < function.count:
        yield _Row(function, unknown=function.count - known)


def _is_function(row: _Row) -> bool:
    return row.site is None and not row.unknown


def _own_cells(row: _Row) -> Mapping[str, Line]:
    if row.site is not None:
        site = row.site
        added_at = file_place(site.file, site.line, site.column)
        by = f" by {clean(site.function, 60)}" if site.function else ""
        return {
            "place": line(Piece("  + ", "dim"), *added_at),
            "function": line(Piece(f"added{by}", "dim")),
            "once": (),
        }
    if row.unknown:
        words = line(Piece("  + from where was not noted", "dim"))
        return {"place": words, "function": line(Piece("added", "dim")), "once": ()}
    function = row.function
    return {
        "place": where(function),
        "function": line(Piece(clean(function.function, 60) or "(anonymous)", "strong")),
        "once": line(Piece("once" if function.once else "", "dim")),
    }


def where(function: ListenerFunction) -> Line:
    if function.file is None or function.line is None:
        return line(Piece("native code", "dim"))
    return file_place(function.file, function.line, function.column)


def file_place(file: str, number: int, column: int | None) -> Line:
    """In pieces, of which the longest can be shortened, and never the line."""
    folder, slash, name = clean(file, 200).rpartition("/")
    rest = f":{column}" if column is not None else ""
    return line(folder + slash, name, f":{number}{rest}")
