"""Who retains an object, and who retains those: the tree upwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from tuiinspect.text import clean
from tuiinspect.ui.widgets import node_words
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.listing import Want
from tuiinspect.ui.widgets.reading import HeldPage, read_retainers
from tuiinspect.ui.widgets.tree_rows import TreeRows

if TYPE_CHECKING:
    from tuiinspect.heap import HeapSnapshot, Ignoring, Node

_LONGEST_NAME = 30


@dataclass(frozen=True, slots=True)
class IgnoreThese:
    """Measure all distances as if these objects held nothing; this may take seconds."""

    rows: RetainerRows
    nodes: Sequence[Node]

    def read(self, snapshot: HeapSnapshot) -> Ignoring | None:
        return snapshot.ignoring([node.ordinal for node in self.nodes]) if self.wanted else None

    def take(self, ignoring: Ignoring | None) -> None:
        if ignoring is not None and self.wanted:
            self.rows.read_from(ignoring)

    @property
    def wanted(self) -> bool:
        return self.nodes == self.rows.ignored


class RetainerRows(TreeRows):
    """Nearest to a root first; the runtime's own objects in between are looked through, or not."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("object", "retained by", 0, right=False),
        Column("distance", "dist", 5, drop=2),
        Column("shallow", "shallow", 9, drop=3),
        Column("retained", "retained", 9, drop=1),
    )
    foldable: ClassVar[bool] = True
    ignoring: ClassVar[bool] = True
    joint: ClassVar[str] = " in "
    leaf: ClassVar[tuple[str, str, str]] = ("■", " held by the roots", "good")

    def __init__(self, node: Node, *, folded: bool = True) -> None:
        super().__init__(clean(node_words.plain(node), 60), node)
        self.folded = folded
        self.ignored: tuple[Node, ...] = ()
        self._subject = node
        self._named = self.crumb
        self._anew = False

    def page(self, snapshot: HeapSnapshot, ordinal: int, start: int) -> HeldPage:
        ignored = frozenset(node.ordinal for node in self.ignored)
        return read_retainers(self.holding or snapshot, ordinal, start, folded=self.folded, ignored=ignored)

    def refold(self) -> Want:
        """Show the runtime's own objects in between, or leave them out: the tree begins anew."""
        self.folded = not self.folded
        return self.begin_anew()

    def ignore(self, index: int) -> Want | None:
        node = self.node(index)
        if node is None or node.ordinal in {
            self._subject.ordinal,
            *(known.ordinal for known in self.ignored),
        }:
            return None
        self.ignored = (*self.ignored, node)
        self._name(" …")
        return IgnoreThese(self, self.ignored)

    def ignore_nothing(self) -> Want:
        self.ignored, self.holding = (), None
        self.root.node = self._subject
        self._name()
        return self.begin_anew()

    def _name(self, note: str = "") -> None:
        names = ", ".join(clean(node_words.plain(node), _LONGEST_NAME) for node in self.ignored)
        self.crumb = f"{self._named} without {names}{note}" if names else self._named

    def read_from(self, ignoring: Ignoring) -> None:
        """Go on as if the ignored held nothing: other objects are near now."""
        self.holding = ignoring
        self.root.node = replace(self._subject, distance=int(ignoring.distances[self._subject.ordinal]))
        self._name()
        self._anew = True

    def wanted(self, _first: int, _last: int) -> Want | None:
        """The tree that the newly ignored leave over, once they are known."""
        if not self._anew:
            return None
        self._anew = False
        return self.begin_anew()
