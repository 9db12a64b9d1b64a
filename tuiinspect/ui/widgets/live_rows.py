"""What an object of the snapshot is at this moment: the inspector's words for it, property by property."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from tuiinspect.samples import LiveObject, LiveProperty
from tuiinspect.text import clean, format_duration
from tuiinspect.ui.lines import Line, Piece, line, plain
from tuiinspect.ui.widgets import node_words
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.listing import Listing, RetainersOf, Want

if TYPE_CHECKING:
    from tuiinspect.heap import Node

_GETTER = "a getter, which was not called"


def said_of(node: Node, live: LiveObject) -> str:
    """The object in a sentence, with what it cost to find it."""
    place = f", written at {live.at}" if live.at else ""
    cost = f"the process stood still for {format_duration(live.pause_s)}"
    return f"@{node.id} lives: {live.words}{place}; {cost}"


def property_line(found: LiveProperty) -> Line:
    """`name: 'Ada'`, `key 'a' → Map(2)`."""
    link = " → " if found.kind == "entry" else ": "
    if found.kind == "getter":
        return line(Piece(found.name, "edge"), Piece(link, "edge"), Piece(_GETTER, "dim"))
    return line(Piece(found.name, "edge"), Piece(link, "edge"), found.value)


class LiveRows(Listing):
    """The first row is the object itself."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("property", "now", 0, right=False),
        Column("kind", "", 9, drop=1, right=False),
    )
    of_objects: ClassVar[bool] = True

    def __init__(self, node: Node, live: LiveObject) -> None:
        super().__init__(f"{clean(node_words.plain(node), 60)} now")
        self._node = node
        self._live = live
        self.sentence = said_of(node, live)

    def __len__(self) -> int:
        return 1 + len(self._live.properties) + self._live.more

    def cells(self, index: int) -> Mapping[str, Line]:
        if index == 0:
            place = (Piece(f"  {self._live.at}", "dim"),) if self._live.at else ()
            return {"property": line(Piece("itself: ", "edge"), Piece(self._live.words, "strong"), *place)}
        if index > len(self._live.properties):
            return {"property": line(Piece("… and more, which were not asked for", "dim"))}
        found = self._live.properties[index - 1]
        return {"property": property_line(found), "kind": line(Piece(found.kind, "dim"))}

    def words(self, index: int) -> str:
        return self.sentence if index == 0 else plain(self.cells(index)["property"])

    def node(self, index: int) -> Node | None:
        return self._node if index == 0 else None

    def open(self, index: int) -> Want | None:
        return RetainersOf(self._node) if index == 0 else None
