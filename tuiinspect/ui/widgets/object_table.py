"""The objects of one class, read page by page as they come into view."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Literal

from tuiinspect.text import clean, format_count
from tuiinspect.ui.lines import Line, Piece
from tuiinspect.ui.widgets import node_words
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.listing import Order, RetainersOf, Want
from tuiinspect.ui.widgets.paged_rows import PAGE, Asked, PagedRows, Read

if TYPE_CHECKING:
    from tuiinspect.heap import ClassRow, HeapSnapshot, Node

Sort = Literal["retained", "shallow", "distance", "id"]
SORTS: dict[str, Sort] = {"retained": "retained", "shallow": "shallow", "distance": "distance", "id": "id"}


class NodeRows(PagedRows["Node"]):
    """One row an object; enter shows who retains it."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("id", "object", 0, right=False),
        Column("distance", "dist", 5, drop=2),
        Column("shallow", "shallow", 9, drop=3),
        Column("retained", "retained", 9),
        Column("share", "", 4, drop=4),
    )
    of_objects: ClassVar[bool] = True
    tracks_path: ClassVar[bool] = True

    def __init__(self, crumb: str, total_bytes: int, order: Order | None = None, total: int = 1) -> None:
        super().__init__(crumb, order, total)
        self._total_bytes = total_bytes

    def node(self, index: int) -> Node | None:
        return self.row(index)

    def cells(self, index: int) -> Mapping[str, Line]:
        node = self.node(index)
        if node is None:
            return {"id": (Piece(self.awaited, "dim"),)}
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


class ObjectRows(NodeRows):
    """The objects of a class, largest first; a filter looks through all of them."""

    filtered: ClassVar[bool] = True
    orders: ClassVar[tuple[str, ...]] = tuple(SORTS)

    def __init__(self, row: ClassRow, total_bytes: int) -> None:
        crumb = f"{clean(row.name, 60)} {format_count(row.count)}"
        super().__init__(crumb, total_bytes, Order("retained", reverse=True), row.count)
        self.class_key = row.key

    def read_page(self, snapshot: HeapSnapshot, start: int, asked: Asked) -> Read[Node]:
        order = asked.order or Order("retained", reverse=True)
        if asked.pattern:
            found = snapshot.views.search(
                self.class_key, asked.pattern, start, PAGE, sort=SORTS[order.column], reverse=order.reverse
            )
            return found.total, found.nodes
        page = snapshot.views.program.objects(
            self.class_key, start, PAGE, sort=SORTS[order.column], reverse=order.reverse
        )
        return page.total, page.nodes
