"""What was added and removed since an earlier snapshot, class by class, and the objects that were added."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tuiinspect.errors import UsageError
from tuiinspect.text import clean, format_bytes, format_count
from tuiinspect.ui.lines import Line, Piece, line
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.listing import Listing, Order, Show, Want
from tuiinspect.ui.widgets.object_table import SORTS, NodeRows
from tuiinspect.ui.widgets.paged_rows import PAGE, Asked, Read

if TYPE_CHECKING:
    from tuiinspect.heap import Difference, DiffRow, HeapSnapshot, Node

_KEYS: dict[str, Callable[[DiffRow], str | int]] = {
    "delta bytes": lambda row: row.delta_bytes,
    "added bytes": lambda row: row.added_bytes,
    "removed bytes": lambda row: row.removed_bytes,
    "delta": lambda row: row.delta,
    "added": lambda row: row.added,
    "removed": lambda row: row.removed,
    "name": lambda row: row.name.casefold(),
}


@dataclass(frozen=True, slots=True)
class Compare:
    """Compare with the earlier snapshot."""

    rows: ComparedRows

    def read(self, snapshot: HeapSnapshot) -> Difference:
        difference = snapshot.diff(self.rows.base)
        if not snapshot.views.comparable_with(self.rows.base):
            raise UsageError(
                "the two snapshots are not of one process and one inspector session: the same number stands "
                "for different objects in them, so that nobody can say which are new",
                advice="Take both in one sitting.",
            )
        return difference

    def take(self, difference: Difference) -> None:
        self.rows.fill(difference)


class ComparedRows(Listing):
    """One row a class that has changed, what grew most first."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("name", "class", 0, right=False, ends=False),
        Column("added", "added", 9, drop=3),
        Column("removed", "removed", 9, drop=4),
        Column("delta", "delta", 9, drop=2),
        Column("added bytes", "new", 9, drop=5),
        Column("removed bytes", "gone", 9, drop=6),
        Column("delta bytes", "growth", 9),
    )
    orders: ClassVar[tuple[str, ...]] = tuple(_KEYS)
    filtered: ClassVar[bool] = True
    order: Order

    def __init__(self, base: HeapSnapshot, since: str, total_bytes: int) -> None:
        super().__init__(f"new since {since}", Order("delta bytes", reverse=True))
        self.base = base
        self._total_bytes = total_bytes
        self._difference: Difference | None = None
        self._all: tuple[DiffRow, ...] = ()
        self._matching: tuple[DiffRow, ...] = ()

    def start(self) -> Want:
        self.sentence = "… comparing"
        return Compare(self)

    def fill(self, difference: Difference) -> None:
        self._difference = difference
        self._all = difference.rows
        self.sentence = (
            f"{format_bytes(difference.growth_bytes, signed=True)} in all; "
            f"{format_count(len(difference.rows))} classes have new objects or lost some"
        )
        self._match()

    def __len__(self) -> int:
        return len(self._matching)

    @property
    def total(self) -> int:
        return len(self._all)

    def narrow(self, pattern: str) -> None:
        super().narrow(pattern)
        self._match()

    def sort_by(self, order: Order) -> None:
        super().sort_by(order)
        self._match()

    def _match(self) -> None:
        wanted = self.pattern.casefold()
        rows = [row for row in self._all if wanted in row.name.casefold()]
        rows.sort(key=_KEYS[self.order.column], reverse=self.order.reverse)
        self._matching = tuple(rows)

    def cells(self, index: int) -> Mapping[str, Line]:
        row = self._matching[index]
        place = (Piece(f" {clean(row.location)}", "dim"),) if row.location else ()
        return {
            "name": (Piece(clean(row.name) or "(no name)"), *place),
            "added": line(format_count(row.added, signed=True)),
            "removed": line(f"-{format_count(row.removed)}" if row.removed else "0"),
            "delta": line(format_count(row.delta, signed=True)),
            "added bytes": line(format_bytes(row.added_bytes, signed=True)),
            "removed bytes": line(format_bytes(-row.removed_bytes)),
            "delta bytes": line(format_bytes(row.delta_bytes, signed=True)),
        }

    def words(self, index: int) -> str:
        row = self._matching[index]
        return (
            f"{clean(row.name)}: {format_count(row.added)} added, {format_count(row.removed)} removed, "
            f"{format_bytes(row.delta_bytes, signed=True)}"
        )

    def open(self, index: int) -> Want | None:
        row = self._matching[index]
        if self._difference is None or not row.added:
            return None
        return Show(AddedRows(row, self._difference, self._total_bytes))


class AddedRows(NodeRows):
    """The objects of a class that were not there before, largest first."""

    orders: ClassVar[tuple[str, ...]] = tuple(SORTS)

    def __init__(self, row: DiffRow, difference: Difference, total_bytes: int) -> None:
        crumb = f"{clean(row.name, 60)} {format_count(row.added, signed=True)}"
        super().__init__(crumb, total_bytes, Order("retained", reverse=True), row.added)
        self._key = row.key
        self._difference = difference

    def read_page(self, snapshot: HeapSnapshot, start: int, asked: Asked) -> Read[Node]:  # noqa: ARG002
        order = asked.order or Order("retained", reverse=True)
        page = self._difference.added(self._key, start, PAGE, sort=SORTS[order.column], reverse=order.reverse)
        return page.total, page.nodes
