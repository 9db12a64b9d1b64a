"""A tree as a flat list of rows: an object on top, below it what hangs on it, page by page."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, ClassVar

from tuiinspect.text import clean, format_count
from tuiinspect.ui.lines import Line, Piece, plain
from tuiinspect.ui.widgets import node_words
from tuiinspect.ui.widgets.listing import Listing, Want
from tuiinspect.ui.widgets.reading import Held, HeldPage, marked

if TYPE_CHECKING:
    from tuiinspect.heap import HeapSnapshot, Node

_INDENT = 2
_DEEPEST_INDENT = 24
"""Deeper rows are not moved further right: their depth is written instead."""


class State(Enum):
    CLOSED = "closed"
    READING = "reading"
    OPEN = "open"
    LEAF = "leaf"
    CYCLE = "cycle"
    IGNORED = "ignored"


_LOOKS = {
    State.CLOSED: ("▸", "", ""),
    State.READING: ("▸", " …", "dim"),
    State.OPEN: ("▾", "", ""),
    State.LEAF: ("·", "", "dim"),
    State.CYCLE: ("↻", " already above", "warn"),
    State.IGNORED: ("✕", " ignored", "warn"),
}


@dataclass(slots=True, eq=False)
class Branch:
    """One object in the tree. `read` of the `total` rows below it are there once it was opened."""

    node: Node
    words: str = ""
    through: int = 0
    inserted: bool = False
    depth: int = 0
    parent: Branch | None = None
    state: State = State.CLOSED
    read: int = 0
    total: int = 0


@dataclass(slots=True, eq=False)
class More:
    """The row that stands for the rows below `branch` that were not read yet."""

    branch: Branch
    reading: bool = field(default=False)

    @property
    def depth(self) -> int:
        return self.branch.depth + 1


@dataclass(frozen=True, slots=True)
class MoreBelow:
    """The next page below a branch."""

    rows: TreeRows
    branch: Branch
    start: int

    def read(self, snapshot: HeapSnapshot) -> HeldPage:
        return marked(snapshot, self.rows.page(snapshot, self.branch.node.ordinal, self.start))

    def take(self, page: HeldPage) -> None:
        self.rows.fill(self.branch, page)


class TreeRows(Listing):
    """Opening reads one page and closing forgets it: the list is as long as what is shown."""

    room: ClassVar[int] = 36
    filtered: ClassVar[bool] = True
    of_objects: ClassVar[bool] = True
    tracks_path: ClassVar[bool] = True
    joint: ClassVar[str] = ": "
    """Stands between the words of an edge and the object at its end."""
    leaf: ClassVar[tuple[str, str, str]] = _LOOKS[State.LEAF]
    """Mark, note and style of an object with nothing below it."""

    def __init__(self, crumb: str, node: Node) -> None:
        super().__init__(crumb)
        self.root = Branch(node)
        self._rows: list[Branch | More] = [self.root]
        self._shown = self._rows

    @abstractmethod
    def page(self, snapshot: HeapSnapshot, ordinal: int, start: int) -> HeldPage:
        """Read what is below an object; may run on any thread."""

    def __len__(self) -> int:
        return len(self._shown)

    @property
    def total(self) -> int:
        return len(self._rows)

    def start(self) -> Want | None:
        """Ask for the first page below the object."""
        return self._read(self.root)

    def begin_anew(self) -> Want:
        """Forget what was read and read it again."""
        self.root = Branch(self.root.node)
        self._rows = [self.root]
        self._lay_out()
        self.place.cursor = self.place.offset = 0
        return self._read(self.root)

    def narrow(self, pattern: str) -> None:
        """Of what was read, show what contains `pattern` and what leads there."""
        super().narrow(pattern)
        self._lay_out()

    def _lay_out(self) -> None:
        if not self.pattern:
            self._shown = self._rows
            return
        wanted = self.pattern.casefold()
        kept: set[Branch] = set()
        for row in self._rows:
            if isinstance(row, Branch) and wanted in self._text(row):
                above: Branch | None = row
                while above is not None and above not in kept:
                    kept.add(above)
                    above = above.parent
        self._shown = [row for row in self._rows if (row.branch if isinstance(row, More) else row) in kept]

    @staticmethod
    def _text(row: Branch) -> str:
        return f"{row.words} {node_words.plain(row.node)} {row.node.class_name}".casefold()

    def open(self, index: int) -> Want | None:
        row = self._shown[index]
        if isinstance(row, Branch) and row.state is State.OPEN:
            self._close(row)
            return None
        return self.expand(index)

    def expand(self, index: int) -> Want | None:
        row = self._shown[index]
        if isinstance(row, Branch):
            return self._read(row) if row.state is State.CLOSED else None
        if row.reading:
            return None
        row.reading = True
        return MoreBelow(self, row.branch, row.branch.read)

    def collapse(self, index: int) -> Want | None:
        row = self._shown[index]
        if isinstance(row, Branch) and row.state is State.OPEN:
            self._close(row)
        else:
            above = row.branch if isinstance(row, More) else row.parent
            self.place.cursor = self._shown.index(above) if above else index
        return None

    def _read(self, branch: Branch) -> Want:
        branch.state = State.READING
        return MoreBelow(self, branch, 0)

    def _close(self, branch: Branch) -> None:
        begin = end = self._rows.index(branch) + 1
        while end < len(self._rows) and self._rows[end].depth > branch.depth:
            end += 1
        del self._rows[begin:end]
        branch.state = State.CLOSED
        branch.read = 0
        self._lay_out()

    def fill(self, branch: Branch, page: HeldPage) -> None:
        """Put a page that was read below its branch, unless the branch is gone or has it already."""
        if page.start != branch.read or branch not in self._rows:
            return
        branch.total = page.total
        if not page.rows:
            branch.state = State.LEAF
            return
        branch.state = State.OPEN
        above = self._ancestors(branch)
        new: list[Branch | More] = [self._row(held, branch, above) for held in page.rows]
        branch.read = page.end
        if branch.read < branch.total:
            new.append(More(branch))
        at, replaced = self._insertion(branch)
        self._rows[at : at + replaced] = new
        self._lay_out()

    def _insertion(self, branch: Branch) -> tuple[int, int]:
        """Where new rows go, and how many (the row of what was not read) they replace."""
        at = self._rows.index(branch) + 1
        while at < len(self._rows) and self._rows[at].depth > branch.depth:
            row = self._rows[at]
            if isinstance(row, More) and row.branch is branch:
                return at, 1
            at += 1
        return at, 0

    @staticmethod
    def _ancestors(branch: Branch) -> frozenset[int]:
        ordinals = []
        above: Branch | None = branch
        while above is not None:
            ordinals.append(above.node.ordinal)
            above = above.parent
        return frozenset(ordinals)

    @staticmethod
    def _row(held: Held, branch: Branch, above: frozenset[int]) -> Branch:
        state = State.LEAF if held.leaf else State.CLOSED
        if held.ignored:
            state = State.IGNORED
        elif held.node.ordinal in above:
            state = State.CYCLE
        return Branch(held.node, held.words, held.through, held.inserted, branch.depth + 1, branch, state)

    def cells(self, index: int) -> Mapping[str, Line]:
        row = self._shown[index]
        if isinstance(row, More):
            return {"object": (Piece(self._indent(row.depth)), self._more(row))}
        return {
            "object": self._object(row),
            "distance": node_words.distance(row.node.shown_distance),
            "shallow": node_words.size(row.node.self_size),
            "retained": node_words.size(row.node.retained_size),
        }

    @staticmethod
    def _more(row: More) -> Piece:
        left = format_count(row.branch.total - row.branch.read)
        return Piece(f"… {left} more ({'reading' if row.reading else 'enter'})", "warn")

    def _object(self, row: Branch) -> Line:
        mark, note, style = self.leaf if row.state is State.LEAF else _LOOKS[row.state]
        pieces = [Piece(self._indent(row.depth)), Piece(f"{mark} ", style)]
        if row.words:
            pieces += (Piece(clean(row.words), "edge"), Piece(self.joint, "edge"))
        pieces += self.label(row.node)
        if row.through:
            pieces.append(Piece(f" +{row.through} internal", "dim"))
        if row.inserted:
            pieces.append(Piece(" (inspector)", "mark"))
        return (*pieces, Piece(note, style))

    def label(self, node: Node) -> Line:
        """What an object is called."""
        return node_words.label(node)

    @staticmethod
    def _indent(depth: int) -> str:
        if depth * _INDENT <= _DEEPEST_INDENT:
            return " " * (depth * _INDENT)
        return f"{depth}".ljust(_DEEPEST_INDENT)

    def node(self, index: int) -> Node | None:
        row = self._shown[index] if index < len(self._shown) else None
        return row.node if isinstance(row, Branch) else None

    def words(self, index: int) -> str:
        node = self.node(index)
        return plain(self.label(node)) if node else ""
