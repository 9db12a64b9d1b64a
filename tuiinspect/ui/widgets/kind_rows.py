"""What the heap is made of, by kind: bytes and bars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tuiinspect.text import format_bytes
from tuiinspect.ui.lines import Line, Piece, line
from tuiinspect.ui.widgets import node_words
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.listing import Listing, Want
from tuiinspect.ui.widgets.waiting import bar

if TYPE_CHECKING:
    from tuiinspect.heap import HeapSnapshot, Statistics

_BAR = 30


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its name, what belongs to it, its bytes; `part` of another kind, which counts them too."""

    name: str
    what: str
    amount: int
    part: bool = False


def kinds(statistics: Statistics) -> tuple[Kind, ...]:
    """Largest first, a part below its whole; they add up to the total."""
    told = statistics
    heap = told.code + told.strings + told.js_arrays + told.system
    whole = (
        Kind("native memory", "buffers and what Node's own code allocates", told.native),
        Kind("code", "compiled functions", told.code),
        Kind("strings", "texts of the program and of its source", told.strings),
        Kind("arrays", "Array objects and their elements", told.js_arrays),
        Kind("system", "shapes, contexts and other objects of the engine", told.system),
        Kind("objects", "everything else that a program makes", told.total - told.native - heap),
    )
    typed = Kind("of it ArrayBuffers", "contents of typed arrays and Buffers", told.typed_arrays, part=True)
    rows: list[Kind] = []
    for kind in sorted(whole, key=lambda kind: -kind.amount):
        rows.append(kind)
        if kind.name == "native memory":
            rows.append(typed)
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class CountedKinds:
    """Sum up the kinds."""

    rows: KindRows

    def read(self, snapshot: HeapSnapshot) -> Statistics:
        return snapshot.statistics()

    def take(self, statistics: Statistics) -> None:
        self.rows.fill(statistics)


class KindRows(Listing):
    """One row a kind."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("name", "kind", 0, right=False, ends=False),
        Column("size", "bytes", 9),
        Column("share", "", 5),
        Column("bar", "", _BAR, drop=1, right=False),
    )

    def __init__(self) -> None:
        super().__init__("kinds")
        self._kinds: tuple[Kind, ...] = ()
        self._total = 0

    def start(self) -> Want:
        return CountedKinds(self)

    def fill(self, statistics: Statistics) -> None:
        self._kinds = kinds(statistics)
        self._total = statistics.total

    def __len__(self) -> int:
        return len(self._kinds)

    def cells(self, index: int) -> Mapping[str, Line]:
        kind = self._kinds[index]
        fraction = kind.amount / self._total if self._total else 0.0
        done, left = bar(fraction, _BAR)
        return {
            "name": line("  " * kind.part + kind.name, Piece(f"  {kind.what}", "dim")),
            "size": node_words.size(kind.amount),
            "share": line(f"{fraction:.1%}"),
            "bar": line(Piece(done, "floor"), Piece(left, "dim")),
        }

    def words(self, index: int) -> str:
        kind = self._kinds[index]
        return f"{kind.name}: {format_bytes(kind.amount)} of {format_bytes(self._total)}"
