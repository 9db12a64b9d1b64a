"""What the lists read from a snapshot; pure, so that it may run on any thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tuiinspect.heap import HeapSnapshot, Node, Retainer, RetainerPath

PAGE = 100
LONGEST_FOLD = 100


@dataclass(frozen=True, slots=True)
class Held:
    """One row of a tree as it was read: the edge in words, the object, and how much was looked through.

    `leaf` says that there is nothing below it to look at.
    """

    words: str
    node: Node
    through: int = 0
    leaf: bool = False


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


def read_retainers(snapshot: HeapSnapshot, ordinal: int, start: int, *, folded: bool) -> HeldPage:
    """One page of who retains an object; `folded` looks through the runtime's own objects."""
    page = snapshot.retainers(ordinal, start, PAGE)
    rows = _looked_through_all(snapshot, page.rows) if folded else map(_as_is, page.rows)
    return HeldPage(start, start + len(page.rows), page.total, tuple(rows))


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
    return Held(row.edge_words, row.node)


def _looked_through_all(snapshot: HeapSnapshot, rows: Iterable[Retainer]) -> list[Held]:
    """What only leads, through its backing store, to a holder that is there already is left out."""
    held = [_looked_through(snapshot, row) for row in rows]
    direct = {row.node.ordinal for row in held if not row.through}
    return [row for row in held if not row.through or row.node.ordinal not in direct]


def _looked_through(snapshot: HeapSnapshot, row: Retainer) -> Held:
    """Go on from an internal object to its retainer as long as it has only one."""
    node = row.node
    seen = {node.ordinal}
    while is_internal(node) and len(seen) < LONGEST_FOLD:
        above = snapshot.retainers(node.ordinal, 0, 1)
        if above.total != 1 or above.rows[0].node.ordinal in seen:
            break
        node = above.rows[0].node
        seen.add(node.ordinal)
    return Held(row.edge_words, node, len(seen) - 1)


def is_internal(node: Node) -> bool:
    """Whether an object is the runtime's own and not in the program's text: backing stores, contexts."""
    return node.type in _INTERNAL or node.name.startswith("system / ")


_INTERNAL = frozenset({"hidden", "array", "object shape", "code"})


def largest_of(snapshot: HeapSnapshot, class_key: int) -> Node | None:
    """The object of a class that retains most."""
    page = snapshot.objects(class_key, 0, 1)
    return page.nodes[0] if page.nodes else None


def find_path(snapshot: HeapSnapshot, node: Node) -> FoundPath:
    return FoundPath(node, snapshot.shortest_path(node.ordinal))
