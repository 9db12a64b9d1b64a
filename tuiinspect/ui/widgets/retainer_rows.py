"""Who retains an object, and who retains those: the tree upwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tuiinspect.text import clean
from tuiinspect.ui.widgets import node_words
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.listing import Want
from tuiinspect.ui.widgets.reading import HeldPage, read_retainers
from tuiinspect.ui.widgets.tree_rows import TreeRows

if TYPE_CHECKING:
    from tuiinspect.heap import HeapSnapshot, Node


class RetainerRows(TreeRows):
    """Nearest to a root first; the runtime's own objects in between are looked through, or not."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("object", "retained by", 0, right=False),
        Column("distance", "dist", 5, drop=2),
        Column("shallow", "shallow", 9, drop=3),
        Column("retained", "retained", 9, drop=1),
    )
    foldable: ClassVar[bool] = True
    joint: ClassVar[str] = " in "
    leaf: ClassVar[tuple[str, str, str]] = ("■", " held by the roots", "good")

    def __init__(self, node: Node, *, folded: bool = True) -> None:
        super().__init__(clean(node_words.plain(node), 60), node)
        self.folded = folded

    def page(self, snapshot: HeapSnapshot, ordinal: int, start: int) -> HeldPage:
        return read_retainers(snapshot, ordinal, start, folded=self.folded)

    def refold(self) -> Want:
        """Show the runtime's own objects in between, or leave them out: the tree begins anew."""
        self.folded = not self.folded
        return self.begin_anew()
