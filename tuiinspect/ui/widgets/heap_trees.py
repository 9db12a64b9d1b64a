"""The whole heap as a tree from its root: by what owns what, and by what holds what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from tuiinspect.ui.lines import Line, Piece
from tuiinspect.ui.widgets import node_words
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.reading import HeldPage, read_dominated, read_held
from tuiinspect.ui.widgets.tree_rows import TreeRows

if TYPE_CHECKING:
    from tuiinspect.heap import HeapSnapshot, Node


class _HeapTree(TreeRows):
    def __init__(self, crumb: str, snapshot: HeapSnapshot) -> None:
        super().__init__(crumb, snapshot.at(snapshot.root))
        self._total_bytes = snapshot.total_bytes

    def label(self, node: Node) -> Line:
        if node.ordinal == self.root.node.ordinal:
            return (Piece("the whole heap", "strong"),)
        return super().label(node)

    def cells(self, index: int) -> Mapping[str, Line]:
        node = self.node(index)
        if node is None:
            return super().cells(index)
        return {**super().cells(index), "share": node_words.share(node.retained_size, self._total_bytes)}


class DominatorRows(_HeapTree):
    """What is big and who owns it: below each object what would go with it, largest first."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("object", "owned, largest first", 0, right=False),
        Column("distance", "dist", 5, drop=4),
        Column("shallow", "shallow", 9, drop=3),
        Column("retained", "retained", 9),
        Column("share", "", 4, drop=2),
    )

    def __init__(self, snapshot: HeapSnapshot) -> None:
        super().__init__("owners", snapshot)

    def page(self, snapshot: HeapSnapshot, ordinal: int, start: int) -> HeldPage:
        return read_dominated(snapshot, ordinal, start)


class ContainmentRows(_HeapTree):
    """What each object holds, in the order of the file, from the root on."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("object", "holds", 0, right=False),
        Column("distance", "dist", 5, drop=2),
        Column("shallow", "shallow", 9, drop=3),
        Column("retained", "retained", 9, drop=1),
    )

    def __init__(self, snapshot: HeapSnapshot) -> None:
        super().__init__("from the root", snapshot)

    def page(self, snapshot: HeapSnapshot, ordinal: int, start: int) -> HeldPage:
        return read_held(snapshot, ordinal, start)
