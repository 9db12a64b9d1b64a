"""The objects of one class, read page by page as they come into view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from tuiinspect.text import clean, format_count
from tuiinspect.ui.lines import Line, Piece
from tuiinspect.ui.widgets import node_words
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.listing import Listing, Order, RetainersOf, Want

if TYPE_CHECKING:
    from tuiinspect.heap import ClassRow, HeapSnapshot, Node, Page

PAGE = 200
_PAGES_KEPT = 50
Sort = Literal["retained", "shallow", "distance", "id"]
SORTS: dict[str, Sort] = {"retained": "retained", "shallow": "shallow", "distance": "distance", "id": "id"}


@dataclass(frozen=True, slots=True)
class MoreObjects:
    """The page of a class's objects that begins at `start`, in one order."""

    rows: ObjectRows
    start: int
    order: Order

    def read(self, snapshot: HeapSnapshot) -> Page:
        key, order = self.rows.class_key, self.order
        return snapshot.objects(key, self.start, PAGE, sort=SORTS[order.column], reverse=order.reverse)

    def take(self, page: Page) -> None:
        self.rows.fill(page, self.order)


class ObjectRows(Listing):
    """One row an object, largest first; only the pages that were looked at are in memory."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("id", "object", 0, right=False),
        Column("distance", "dist", 5, drop=2),
        Column("shallow", "shallow", 9, drop=3),
        Column("retained", "retained", 9),
        Column("share", "", 4, drop=4),
    )
    orders: ClassVar[tuple[str, ...]] = tuple(SORTS)
    order: Order
    tracks_path: ClassVar[bool] = True

    def __init__(self, row: ClassRow, total_bytes: int) -> None:
        super().__init__(f"{clean(row.name, 60)} {format_count(row.count)}", Order("retained", reverse=True))
        self.class_key = row.key
        self._total = row.count
        self._total_bytes = total_bytes
        self._pages: dict[int, tuple[Node, ...]] = {}
        self._asked: set[int] = set()

    def __len__(self) -> int:
        return self._total

    def sort_by(self, order: Order) -> None:
        super().sort_by(order)
        self._pages.clear()
        self._asked.clear()

    def wanted(self, first: int, last: int) -> Want | None:
        for start in range(first - first % PAGE, last, PAGE):
            if start not in self._pages and start not in self._asked:
                self._asked.add(start)
                return MoreObjects(self, start, self.order)
        return None

    def fill(self, page: Page, order: Order) -> None:
        """Take a page that was read; one that was read for another order comes too late."""
        if order != self.order:
            return
        self._asked.discard(page.start)
        while len(self._pages) >= _PAGES_KEPT:
            del self._pages[next(iter(self._pages))]
        self._pages[page.start] = page.nodes
        self._total = page.total

    def node(self, index: int) -> Node | None:
        page = self._pages.get(index - index % PAGE, ())
        return page[index % PAGE] if index % PAGE < len(page) else None

    def cells(self, index: int) -> Mapping[str, Line]:
        node = self.node(index)
        if node is None:
            return {"id": (Piece("…", "dim"),)}
        return {
            "id": node_words.label(node),
            "distance": node_words.distance(node.shown_distance),
            "shallow": node_words.size(node.self_size),
            "retained": node_words.size(node.retained_size),
            "share": node_words.share(node.retained_size, self._total_bytes),
        }

    def words(self, index: int) -> str:
        node = self.node(index)
        return node_words.plain(node) if node else ""

    def open(self, index: int) -> Want | None:
        node = self.node(index)
        return RetainersOf(node) if node else None
