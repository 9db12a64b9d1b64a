"""The strings of a snapshot: what there is of them, longest first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from tuiinspect.ui.lines import Line, Piece
from tuiinspect.ui.widgets import node_words
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.object_table import NodeRows
from tuiinspect.ui.widgets.paged_rows import PAGE, Asked, Read

if TYPE_CHECKING:
    from tuiinspect.heap import HeapSnapshot, Node


class LongestRows(NodeRows):
    """Every string by its own size, with its beginning; a filter looks through all of them."""

    filtered: ClassVar[bool] = True
    columns: ClassVar[tuple[Column, ...]] = (
        Column("id", "string", 0, right=False),
        Column("distance", "dist", 5, drop=3),
        Column("retained", "retained", 9, drop=2),
        Column("shallow", "size", 9),
        Column("share", "", 4, drop=4),
    )

    def __init__(self, snapshot: HeapSnapshot) -> None:
        super().__init__("longest strings", snapshot.total_bytes)

    def read_page(self, snapshot: HeapSnapshot, start: int, asked: Asked) -> Read[Node]:
        views = snapshot.views
        if asked.pattern:
            page = views.search(None, asked.pattern, start, PAGE, sort="shallow")
        else:
            page = views.longest_strings(start, PAGE)
        return page.total, page.nodes

    def cells(self, index: int) -> Mapping[str, Line]:
        node = self.node(index)
        if node is None:
            return super().cells(index)
        share = node_words.share(node.self_size, self._total_bytes)
        kind = (Piece(f" {node.type.split()[0]}", "dim"),) if node.type != "string" else ()
        return {**super().cells(index), "id": (*node_words.label(node), *kind), "share": share}
