"""The classes of a snapshot: what there is most of, filtered as you type."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tuiinspect.text import clean, format_bytes, format_count
from tuiinspect.ui.lines import Line, Piece, line
from tuiinspect.ui.widgets import node_words
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.listing import Listing, ObjectsOf, Order, Want
from tuiinspect.ui.widgets.reading import FoundPath, find_path, largest_of

if TYPE_CHECKING:
    from tuiinspect.heap import ClassRow, HeapSnapshot

_KEYS: dict[str, Callable[[ClassRow], str | int]] = {
    "retained": lambda row: row.retained,
    "shallow": lambda row: row.shallow,
    "count": lambda row: row.count,
    "distance": lambda row: row.distance,
    "name": lambda row: row.name.casefold(),
}


@dataclass(frozen=True, slots=True)
class PathOfClass:
    """The way to a root of the object that retains most."""

    class_key: int

    def find(self, snapshot: HeapSnapshot) -> FoundPath | None:
        node = largest_of(snapshot, self.class_key)
        return find_path(snapshot, node) if node else None


class ClassRows(Listing):
    """One row a class, largest retained size first."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("name", "class", 0, right=False, ends=False),
        Column("count", "count", 11, drop=2),
        Column("distance", "dist", 5, drop=4),
        Column("shallow", "shallow", 9, drop=3),
        Column("shallow share", "", 4, drop=6),
        Column("retained", "retained", 9),
        Column("retained share", "", 4, drop=5),
    )
    orders: ClassVar[tuple[str, ...]] = tuple(_KEYS)
    filtered: ClassVar[bool] = True
    order: Order

    def __init__(self, classes: Sequence[ClassRow], total_bytes: int, left_out: int = 0) -> None:
        super().__init__("classes", Order("retained", reverse=True))
        if left_out:
            self.sentence = f"without {format_count(left_out)} objects of the inspector and of tuiinspect"
        self._all = tuple(classes)
        self._folded = {row.key: row.name.casefold() for row in classes}
        self._total_bytes = total_bytes
        self._sorted = self._all
        self.matching: tuple[ClassRow, ...] = self._all

    @property
    def total(self) -> int:
        return len(self._all)

    def __len__(self) -> int:
        return len(self.matching)

    def narrow(self, pattern: str) -> None:
        super().narrow(pattern)
        self._match()

    def sort_by(self, order: Order) -> None:
        super().sort_by(order)
        self._sorted = tuple(sorted(self._all, key=_KEYS[order.column], reverse=order.reverse))
        self._match()

    def _match(self) -> None:
        wanted = self.pattern.casefold()
        self.matching = tuple(row for row in self._sorted if wanted in self._folded[row.key])

    def cells(self, index: int) -> Mapping[str, Line]:
        row = self.matching[index]
        return {
            "name": (*self._name(clean(row.name) or "(no name)"), *self._location(row)),
            "count": line(format_count(row.count)),
            "distance": node_words.distance(row.shown_distance),
            "shallow": node_words.size(row.shallow),
            "shallow share": node_words.share(row.shallow, self._total_bytes),
            "retained": node_words.size(row.retained),
            "retained share": node_words.share(row.retained, self._total_bytes),
        }

    def _name(self, name: str) -> Line:
        at = name.casefold().find(self.pattern.casefold()) if self.pattern else -1
        if at < 0:
            return line(name)
        end = at + len(self.pattern)
        return line(name[:at], Piece(name[at:end], "match"), name[end:])

    @staticmethod
    def _location(row: ClassRow) -> Line:
        return line(Piece(f" {clean(row.location)}", "dim")) if row.location else ()

    def words(self, index: int) -> str:
        row = self.matching[index]
        return (
            f"{clean(row.name)}: {format_count(row.count)} objects, "
            f"shallow {format_bytes(row.shallow)}, retained {format_bytes(row.retained)}"
        )

    def open(self, index: int) -> Want | None:
        return ObjectsOf(self.matching[index]) if self.matching else None

    def path(self, index: int) -> PathOfClass:
        return PathOfClass(self.matching[index].key)
