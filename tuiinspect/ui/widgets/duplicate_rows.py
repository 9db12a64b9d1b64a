"""Texts that are there several times: what each of them wastes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from tuiinspect.text import clean, format_bytes, format_count
from tuiinspect.ui.lines import Line, Piece, line
from tuiinspect.ui.widgets import node_words
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.listing import Order, Show, Want
from tuiinspect.ui.widgets.object_table import NodeRows
from tuiinspect.ui.widgets.paged_rows import PAGE, Asked, PagedRows, Read

if TYPE_CHECKING:
    from tuiinspect.heap import DuplicateGroup, DuplicateStrings, HeapSnapshot, Node

Sort = Literal["wasted", "retained", "shallow", "count"]
SORTS: dict[str, Sort] = {"wasted": "wasted", "count": "count", "shallow": "shallow", "retained": "retained"}


@dataclass(frozen=True, slots=True)
class FindDuplicates:
    """Compare all strings; this may take seconds."""

    rows: DuplicateRows

    def read(self, snapshot: HeapSnapshot) -> DuplicateStrings:
        return snapshot.duplicate_strings()

    def take(self, strings: DuplicateStrings) -> None:
        self.rows.found(strings)


class DuplicateRows(PagedRows["DuplicateGroup"]):
    """One row a text, most wasted first."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("text", "text", 0, right=False),
        Column("count", "count", 9, drop=2),
        Column("shallow", "shallow", 9, drop=3),
        Column("retained", "retained", 9, drop=4),
        Column("wasted", "wasted", 9),
        Column("share", "", 4, drop=5),
    )
    orders: ClassVar[tuple[str, ...]] = tuple(SORTS)

    def __init__(self, snapshot: HeapSnapshot) -> None:
        super().__init__("duplicate strings", Order("wasted", reverse=True))
        self._total_bytes = snapshot.total_bytes
        self._strings: DuplicateStrings | None = None
        self.sentence = "… comparing all strings"

    def start(self) -> Want:
        return FindDuplicates(self)

    def found(self, strings: DuplicateStrings) -> None:
        self._strings = strings
        wasted = format_bytes(strings.wasted_bytes)
        self.sentence = f"{wasted} would be saved if each of these texts were there once"

    def wanted(self, first: int, last: int) -> Want | None:
        return super().wanted(first, last) if self._strings is not None else None

    def read_page(self, snapshot: HeapSnapshot, start: int, asked: Asked) -> Read[DuplicateGroup]:  # noqa: ARG002
        order = asked.order or Order("wasted", reverse=True)
        if self._strings is None:
            return 0, ()
        if order.reverse:
            page = self._strings.groups(start, PAGE, sort=SORTS[order.column])
            return page.total, page.rows
        # The smallest first is the same list from its end.
        total = self._strings.groups(0, 0).total
        end = max(0, total - start)
        page = self._strings.groups(max(0, end - PAGE), min(PAGE, end), sort=SORTS[order.column])
        return total, page.rows[::-1]

    def cells(self, index: int) -> Mapping[str, Line]:
        row = self.row(index)
        if row is None:
            return {"text": (Piece(self.awaited, "dim"),)}
        return {
            "text": (Piece(f'"{clean(row.text)}"', "strong"),),
            "count": line(format_count(row.count)),
            "shallow": node_words.size(row.shallow),
            "retained": node_words.size(row.retained),
            "wasted": node_words.size(row.wasted),
            "share": node_words.share(row.wasted, self._total_bytes),
        }

    def words(self, index: int) -> str:
        row = self.row(index)
        if row is None:
            return ""
        return f'{format_count(row.count)} × "{clean(row.text)}", {format_bytes(row.wasted)} wasted'

    def open(self, index: int) -> Want | None:
        row = self.row(index)
        if row is None or self._strings is None:
            return None
        return Show(SameTextRows(row, self._strings, self._total_bytes))


class SameTextRows(NodeRows):
    """The strings of one text, each with who holds it."""

    def __init__(self, group: DuplicateGroup, strings: DuplicateStrings, total_bytes: int) -> None:
        crumb = f'"{clean(group.text, 30)}" {format_count(group.count)}'
        super().__init__(crumb, total_bytes, total=group.count)
        self._key = group.key
        self._strings = strings

    def read_page(self, snapshot: HeapSnapshot, start: int, asked: Asked) -> Read[Node]:  # noqa: ARG002
        page = self._strings.strings(self._key, start, PAGE)
        return page.total, page.nodes
