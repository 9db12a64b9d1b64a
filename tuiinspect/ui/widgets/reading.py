"""What the lists read from a snapshot; pure, so that it may run on any thread."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tuiinspect.heap import HeapSnapshot, Node, Retainer, RetainerPage, RetainerPath

PAGE = 100
LONGEST_FOLD = 100


class Holding(Protocol):
    """Who holds what: a snapshot as it is, or as if some objects held nothing."""

    def retainers(self, ordinal: int, start: int = 0, count: int = 100) -> RetainerPage: ...

    def paths(self, ordinal: int, count: int) -> tuple[RetainerPath, ...]: ...


@dataclass(frozen=True, slots=True)
class Held:
    """One row of a tree as it was read: the edge in words, the object, and how much was looked through.

    `leaf` says that there is nothing below it to look at, `ignored` that the reader does not want to,
    `inserted` that it is the inspector's or our own.
    """

    words: str
    node: Node
    through: int = 0
    leaf: bool = False
    ignored: bool = False
    inserted: bool = False


@dataclass(frozen=True, slots=True)
class HeldPage:
    """`rows` stand for what is in the snapshot from `start` up to `end`, of `total`."""

    start: int
    end: int
    total: int
    rows: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class FoundPath:
    """The shortest way from an object to a root; without steps for a root."""

    node: Node
    path: RetainerPath
    holding: Holding


def read_retainers(
    holding: Holding, ordinal: int, start: int, *, folded: bool, ignored: Collection[int] = ()
) -> HeldPage:
    """One page of who retains an object; `folded` looks through the runtime's own objects."""
    page = holding.retainers(ordinal, start, PAGE)
    rows = _looked_through_all(holding, page.rows) if folded else [_as_is(row) for row in page.rows]
    rows = [replace(row, ignored=True) if row.node.ordinal in ignored else row for row in rows]
    return HeldPage(start, start + len(page.rows), page.total, tuple(rows))


def marked(snapshot: HeapSnapshot, page: HeldPage) -> HeldPage:
    """The same rows, with those marked that only the inspector or tuiinspect itself keeps."""
    inserted = snapshot.views.inserted
    rows = tuple(replace(row, inserted=True) if inserted[row.node.ordinal] else row for row in page.rows)
    return replace(page, rows=rows)


def read_dominated(snapshot: HeapSnapshot, ordinal: int, start: int) -> HeldPage:
    """One page of what an object alone keeps alive, largest first."""
    page = snapshot.views.dominated(ordinal, start, PAGE)
    from_root = ordinal == snapshot.root
    rows = (
        # What the root calls its edges are numbers.
        Held("" if from_root else row.edge_words, row.node, leaf=_adds_nothing(row.node))
        for row in page.rows
    )
    return HeldPage(start, start + len(page.rows), page.total, tuple(rows))


def _adds_nothing(node: Node) -> bool:
    return node.retained_size == node.self_size


def read_held(snapshot: HeapSnapshot, ordinal: int, start: int) -> HeldPage:
    """One page of what an object holds."""
    page = snapshot.children(ordinal, start, PAGE)
    return HeldPage(start, start + len(page.rows), page.total, tuple(map(_as_is, page.rows)))


def _as_is(row: Retainer) -> Held:
    return Held(row.edge_words, row.node, ignored=row.ignored)


def _looked_through_all(holding: Holding, rows: Iterable[Retainer]) -> list[Held]:
    """What only leads, through its backing store, to a holder that is there already is left out."""
    held = [_looked_through(holding, row) for row in rows]
    direct = {row.node.ordinal for row in held if not row.through}
    return [row for row in held if not row.through or row.node.ordinal not in direct]


def _looked_through(holding: Holding, row: Retainer) -> Held:
    """Go on from an internal object to its retainer as long as it has only one."""
    node = row.node
    seen = {node.ordinal}
    while is_internal(node) and len(seen) < LONGEST_FOLD:
        above = holding.retainers(node.ordinal, 0, 1)
        if above.total != 1 or above.rows[0].node.ordinal in seen:
            break
        node = above.rows[0].node
        seen.add(node.ordinal)
    return Held(row.edge_words, node, len(seen) - 1, ignored=row.ignored)


def is_internal(node: Node) -> bool:
    """Whether an object is the runtime's own and not in the program's text: backing stores, contexts."""
    return node.type in _INTERNAL or node.name.startswith("system / ")


_INTERNAL = frozenset({"hidden", "array", "object shape", "code"})


def largest_of(snapshot: HeapSnapshot, class_key: int) -> Node | None:
    """The object of a class that retains most."""
    page = snapshot.objects(class_key, 0, 1)
    return page.nodes[0] if page.nodes else None


def find_path(holding: Holding, node: Node) -> FoundPath:
    return FoundPath(node, holding.paths(node.ordinal, 1)[0], holding)
