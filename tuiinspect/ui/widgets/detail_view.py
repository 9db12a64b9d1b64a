"""One object in full: itself, then its entries, elements, variables and fields with their values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tuiinspect.text import clean, format_bytes, format_count
from tuiinspect.ui.lines import Line, Piece, plain
from tuiinspect.ui.widgets import node_words
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.listing import RetainersOf, Want
from tuiinspect.ui.widgets.paged_rows import PAGE, Asked, PagedRows, Read

if TYPE_CHECKING:
    from tuiinspect.heap import Detail, HeapSnapshot, Node, Part

_LONGEST = 1_000
_NO_OBJECT = "a number or another primitive, which the file leaves out"


def said_of(detail: Detail) -> str:
    """The object in a sentence; a string in full, as far as V8 writes it."""
    node = detail.node
    facts = [f"{format_bytes(node.self_size)}, retains {format_bytes(node.retained_size)}"]
    if detail.source:
        facts.append(detail.source if node.type == "closure" else f"its class is at {detail.source}")
    facts += (f"{format_count(count)} {words}" for words, count in detail.counts)
    if detail.parent:
        facts.append(f"a part of string @{detail.parent.id} of {format_bytes(detail.parent.self_size)}")
    kind = f"{node.type}; " if node.type not in ("object", "closure") else ""
    words = f"{node_words.plain(node)}: {kind}{'; '.join(facts)}"
    return f"{words}. {clean(node.name, _LONGEST)}" if "string" in node.type else words


def part_line(part: Part) -> Line:
    """`.user: User @12`, `'key' → value`, `connection: Socket @7  of listen() at server.js:3`."""
    name: Line = (Piece(clean(part.words), "edge"), Piece(": ", "edge"))
    if part.key is not None:
        name = (*node_words.label(part.key), Piece(" → ", "edge"))
    scope = (Piece(f"  of {part.scope}", "dim"),) if part.scope else ()
    return (*name, *_value(part), *scope)


def _value(part: Part) -> Line:
    if part.node is None:
        return (Piece(_NO_OBJECT, "dim"),)
    if part.number is not None:
        return (Piece(clean(part.number), "strong"),)
    return node_words.label(part.node)


@dataclass(frozen=True, slots=True)
class SaidOf:
    """What there is to say of the object itself."""

    rows: DetailRows

    def read(self, snapshot: HeapSnapshot) -> Detail:
        return snapshot.views.detail(self.rows.subject.ordinal)

    def take(self, detail: Detail) -> None:
        self.rows.sentence = said_of(detail)


class DetailRows(PagedRows["Part | None"]):
    """The first row is the object itself, the others are its parts."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("part", "holds", 0, right=False),
        Column("kind", "", 9, drop=2, right=False),
        Column("shallow", "shallow", 9, drop=3),
        Column("retained", "retained", 9, drop=1),
    )
    room: ClassVar[int] = 36
    foldable: ClassVar[bool] = True
    of_objects: ClassVar[bool] = True
    tracks_path: ClassVar[bool] = True

    def __init__(self, subject: Node) -> None:
        super().__init__(f"inside {clean(node_words.plain(subject), 60)}")
        self.subject = subject
        self.sentence = ""

    def start(self) -> Want:
        return SaidOf(self)

    def refold(self) -> None:
        """Show what only the engine sees, too, or leave it out."""
        self.folded = not self.folded
        self.forget()
        self.place.cursor = self.place.offset = 0

    def read_page(self, snapshot: HeapSnapshot, start: int, asked: Asked) -> Read[Part | None]:
        inside = not asked.folded
        itself: tuple[None, ...] = (None,) if start == 0 else ()
        page = snapshot.views.parts(
            self.subject.ordinal, max(0, start - 1), PAGE - len(itself), internals=inside
        )
        return page.total + 1, (*itself, *page.rows)

    def _part(self, index: int) -> Part | None:
        return self.row(index) if index else None

    def node(self, index: int) -> Node | None:
        if index == 0:
            return self.subject
        part = self._part(index)
        return part.node if part else None

    def cells(self, index: int) -> Mapping[str, Line]:
        part = self._part(index)
        node = self.node(index)
        if index and part is None:
            return {"part": (Piece(self.awaited, "dim"),)}
        line = part_line(part) if part else (Piece("itself: ", "edge"), *node_words.label(self.subject))
        cells = {"part": line, "kind": (Piece(part.kind if part else "", "dim"),)}
        if node is not None:
            cells["shallow"] = node_words.size(node.self_size)
            cells["retained"] = node_words.size(node.retained_size)
        return cells

    def words(self, index: int) -> str:
        part = self._part(index)
        return plain(part_line(part)) if part else clean(self.sentence, _LONGEST)

    def open(self, index: int) -> Want | None:
        node = self.node(index)
        return RetainersOf(node) if node else None
