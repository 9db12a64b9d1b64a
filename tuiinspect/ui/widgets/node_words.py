"""Objects of a snapshot in words: name and id, sizes, distance, share of the heap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuiinspect.text import clean, format_bytes
from tuiinspect.ui.lines import Line, Piece, line

if TYPE_CHECKING:
    from tuiinspect.heap import Node

_STRINGS = frozenset({"string", "concatenated string", "sliced string"})


def label(node: Node) -> Line:
    """Name and id of an object: `Session @4711`, `deliver() @12`, `"user-1" @77`."""
    return (Piece(title(node), "strong"), Piece(f" @{node.id}", "dim"))


def title(node: Node) -> str:
    """An object's name as its kind is written in JavaScript."""
    if node.type in _STRINGS:
        return f'"{clean(node.name)}"'
    if node.type == "closure":
        return f"{clean(node.name)}()" if node.name else "(anonymous function)"
    return clean(node.name) or clean(node.class_name) or "(no name)"


def plain(node: Node) -> str:
    return f"{title(node)} @{node.id}"


def size(amount: int) -> Line:
    return line(format_bytes(amount))


def distance(hops: int | None) -> Line:
    """Hops from a root; a dash for what only the engine itself holds."""
    return line("–" if hops is None else str(hops))


def share(part: int, whole: int) -> Line:
    """A part of the heap in per cent; nothing where it rounds to 0 %."""
    percent = 100 * part / whole if whole > 0 else 0
    return (Piece(f"{percent:.0f}%", "dim"),) if percent >= 0.5 else ()
