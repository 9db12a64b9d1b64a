"""Who holds what the newer of two snapshots has more, and what accumulates there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tuiinspect.errors import UsageError
from tuiinspect.report.holders import holder_sentence
from tuiinspect.text import clean, format_bytes, format_count
from tuiinspect.ui.lines import Line, Piece, line
from tuiinspect.ui.widgets import node_words
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.listing import Listing, Show, Want

if TYPE_CHECKING:
    from tuiinspect.heap import HeapSnapshot, Node
    from tuiinspect.heap.growth_rows import Growth, Holder

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class FindHolders:
    """Compare with the earlier snapshot; this may take seconds."""

    rows: HolderRows

    def read(self, snapshot: HeapSnapshot) -> tuple[Growth, tuple[Node, ...]]:
        from tuiinspect.heap.growth import growth

        found = growth(self.rows.base, snapshot)
        if not found.comparable:
            raise UsageError(
                "the two snapshots are not of one process and one inspector session: the same number stands "
                "for different objects in them, so that nobody can say which were there before",
                advice="Take both in one sitting.",
            )
        return found, tuple(snapshot.node(holder.id) for holder in found.holders)

    def take(self, answer: tuple[Growth, tuple[Node, ...]]) -> None:
        self.rows.fill(*answer)


class HolderRows(Listing):
    """One row a holder, the one that gained most first."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("path", "who holds the growth", 0, right=False, ends=False),
        Column("kind", "kind", 12, drop=4, right=False),
        Column("added", "added", 8, drop=2),
        Column("removed", "freed", 7, drop=3),
        Column("growth", "growth", 9),
        Column("share", "", 4, drop=1),
    )
    of_objects: ClassVar[bool] = True
    tracks_path: ClassVar[bool] = True

    def __init__(self, base: HeapSnapshot, since: str) -> None:
        super().__init__(f"holders since {since}")
        self.base = base
        self._holders: tuple[Holder, ...] = ()
        self._nodes: tuple[Node, ...] = ()
        self._growth = 0

    def start(self) -> Want:
        self.sentence = "… comparing"
        return FindHolders(self)

    def fill(self, found: Growth, nodes: tuple[Node, ...]) -> None:
        """`nodes` are the holders' objects in the newer snapshot."""
        self._holders, self._nodes, self._growth = found.holders, nodes, found.growth_bytes
        held = sum(holder.net_bytes for holder in found.holders)
        whole = format_bytes(found.growth_bytes, signed=True)
        self.sentence = f"{whole} in all, of it {format_bytes(held)} here"
        if not found.holders:
            self.sentence = f"{whole} in all; nothing that was there before holds more than it did"

    def __len__(self) -> int:
        return len(self._holders)

    def node(self, index: int) -> Node | None:
        return self._nodes[index] if index < len(self._nodes) else None

    def cells(self, index: int) -> Mapping[str, Line]:
        holder = self._holders[index]
        alike = (Piece(f" × {format_count(holder.group)}", "dim"),) if holder.group > 1 else ()
        return {
            "path": (Piece(clean(holder.path, _LONGEST), "strong"), *alike),
            "kind": line(Piece(holder.kind, "dim")),
            "added": line(format_count(holder.entries_added, signed=True)),
            "removed": line(f"-{format_count(holder.entries_removed)}" if holder.entries_removed else "0"),
            "growth": line(format_bytes(holder.net_bytes, signed=True)),
            "share": node_words.share(holder.net_bytes, self._growth),
        }

    def words(self, index: int) -> str:
        return clean(holder_sentence(self._holders[index]), 2 * _LONGEST)

    def open(self, index: int) -> Want | None:
        return Show(AccumulatedRows(self._holders[index]))


class AccumulatedRows(Listing):
    """What a holder has more of by class, then what else keeps the same objects."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("name", "what accumulates", 0, right=False, ends=False),
        Column("added", "added", 9, drop=1),
        Column("removed", "freed", 9, drop=2),
        Column("bytes", "retained", 9),
    )

    def __init__(self, holder: Holder) -> None:
        super().__init__(clean(holder.path, 60))
        self._rows = holder.accumulates
        self._also = holder.also_held_by
        self.sentence = clean(holder_sentence(holder), 2 * _LONGEST)

    def __len__(self) -> int:
        return len(self._rows) + len(self._also)

    def cells(self, index: int) -> Mapping[str, Line]:
        if index >= len(self._rows):
            also = clean(self._also[index - len(self._rows)], _LONGEST)
            return {"name": line(Piece("also kept by ", "dim"), Piece(also, "strong"))}
        row = self._rows[index]
        place = (Piece(f" {clean(row.location)}", "dim"),) if row.location else ()
        return {
            "name": (Piece(clean(row.class_name), "strong"), *place),
            "added": line(format_count(row.added, signed=True)),
            "removed": line(f"-{format_count(row.removed)}" if row.removed else "0"),
            "bytes": node_words.size(row.bytes),
        }

    def words(self, index: int) -> str:
        if index >= len(self._rows):
            return f"also kept by {clean(self._also[index - len(self._rows)], _LONGEST)}"
        row = self._rows[index]
        where = f" at {clean(row.location)}" if row.location else ""
        added = format_count(row.added - row.removed, signed=True)
        return f"{added} {clean(row.class_name)}{where}, {format_bytes(row.bytes)}"
