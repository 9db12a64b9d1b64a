"""Rows of any number, of which only the pages that were looked at are in memory."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from tuiinspect.ui.widgets.listing import Listing, Order, Want

if TYPE_CHECKING:
    from tuiinspect.heap import HeapSnapshot

PAGE = 200
_PAGES_KEPT = 50

Row = TypeVar("Row")
Read = tuple[int, Sequence[Row]]
"""How many rows there are, and those of the page."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What decides which rows there are, and in which order."""

    order: Order | None
    pattern: str
    folded: bool


@dataclass(frozen=True, slots=True)
class MorePage(Generic[Row]):
    """The page that begins at `start`; nothing is read for a reader who has asked for something else."""

    rows: PagedRows[Row]
    start: int
    asked: Asked

    def read(self, snapshot: HeapSnapshot) -> Read[Row] | None:
        return self.rows.read_page(snapshot, self.start, self.asked) if self.wanted else None

    def take(self, read: Read[Row] | None) -> None:
        if read is not None and self.wanted:
            self.rows.fill(self.start, *read)

    @property
    def wanted(self) -> bool:
        return self.asked == self.rows.asked


class PagedRows(Listing, Generic[Row]):
    """Until the first page has come there is one row, which says so."""

    awaited: ClassVar[str] = "…"

    def __init__(self, crumb: str, order: Order | None = None, total: int = 1) -> None:
        super().__init__(crumb, order)
        self._every = total
        """How many rows there are without a filter, as far as is known."""
        self._total = total
        self.folded = True
        self._pages: dict[int, Sequence[Row]] = {}
        self._coming: set[int] = set()

    @abstractmethod
    def read_page(self, snapshot: HeapSnapshot, start: int, asked: Asked) -> Read[Row]:
        """Read PAGE rows; may run on any thread."""

    @property
    def asked(self) -> Asked:
        return Asked(self.order, self.pattern, self.folded)

    def __len__(self) -> int:
        return self._total

    @property
    def total(self) -> int:
        return self._every

    def forget(self) -> None:
        """Other rows are wanted now, or the same in another order."""
        self._pages.clear()
        self._coming.clear()

    def sort_by(self, order: Order) -> None:
        super().sort_by(order)
        self.forget()

    def narrow(self, pattern: str) -> None:
        super().narrow(pattern)
        self.forget()
        self._total = 1 if pattern else self._every

    def wanted(self, first: int, last: int) -> Want | None:
        for start in range(first - first % PAGE, last, PAGE):
            if start not in self._pages and start not in self._coming:
                self._coming.add(start)
                return MorePage(self, start, self.asked)
        return None

    def fill(self, start: int, total: int, rows: Sequence[Row]) -> None:
        """Take a page that was read."""
        self._coming.discard(start)
        while len(self._pages) >= _PAGES_KEPT:
            del self._pages[next(iter(self._pages))]
        self._pages[start] = rows
        self._total = total
        if not self.pattern:
            self._every = total

    def row(self, index: int) -> Row | None:
        """The row, if it was read."""
        page = self._pages.get(index - index % PAGE, ())
        return page[index % PAGE] if index % PAGE < len(page) else None
