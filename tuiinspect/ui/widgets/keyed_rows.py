"""A filtered, sorted table whose rows are known by a key, so that each is found again when it has moved."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, ClassVar, Generic, TypeVar

from tuiinspect.ui.lines import Line
from tuiinspect.ui.widgets.listing import Listing, Order

Row = TypeVar("Row")


class KeyedRows(Listing, Generic[Row]):
    """Subclasses say what a filter looks at, what a row is sorted by, and how it reads."""

    sorted_by: ClassVar[Mapping[str, Callable[[Any], Any]]]
    """What a row is sorted by in each column that has an order."""

    def __init__(self, rows: Iterable[Row], order: Order, pattern: str = "") -> None:
        """`rows` that compare equal in the column of `order` stay in the order they come in."""
        super().__init__("", order)
        rows, wanted = list(rows), pattern.casefold()
        kept = [row for row in rows if wanted in self.searched(row).casefold()]
        self._total = len(rows)
        self._rows = sorted(kept, key=self.sorted_by[order.column], reverse=order.reverse)

    @staticmethod
    @abstractmethod
    def searched(row: Row) -> str:
        """What a filter looks at."""

    @staticmethod
    @abstractmethod
    def key_of(row: Row) -> Hashable:
        """What the row is known by."""

    @abstractmethod
    def row_cells(self, row: Row) -> Mapping[str, Line]: ...

    @staticmethod
    @abstractmethod
    def row_words(row: Row) -> str:
        """The row as a sentence, for the clipboard."""

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def total(self) -> int:
        return self._total

    def row(self, index: int) -> Row | None:
        return self._rows[index] if 0 <= index < len(self._rows) else None

    def key(self, index: int) -> Hashable | None:
        """What the row is known by, None when there is no such row."""
        row = self.row(index)
        return None if row is None else self.key_of(row)

    def index_of(self, key: Hashable) -> int | None:
        return next((index for index, row in enumerate(self._rows) if self.key_of(row) == key), None)

    def cells(self, index: int) -> Mapping[str, Line]:
        return self.row_cells(self._rows[index])

    def words(self, index: int) -> str:
        return self.row_words(self._rows[index])
