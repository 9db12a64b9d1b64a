"""What a listener has captured: its variables, scope by scope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from tuiinspect.samples import CapturedScope
from tuiinspect.text import clean, format_count
from tuiinspect.ui.lines import Line, Piece, line, plain
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.listing import Listing


class CapturedRows(Listing):
    """The innermost scope comes first, each under its name."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("variable", "variable, and what it is now", 0, right=False, ends=False),
    )

    def __init__(self, scopes: Sequence[CapturedScope] = ()) -> None:
        super().__init__("")
        self._rows = [row for scope in scopes for row in _rows_of(scope)]

    def __len__(self) -> int:
        return len(self._rows)

    def cells(self, index: int) -> Mapping[str, Line]:
        return {"variable": self._rows[index]}

    def words(self, index: int) -> str:
        return plain(self._rows[index]).strip()


def _rows_of(scope: CapturedScope) -> Iterator[Line]:
    yield line(Piece(f"in {clean(scope.function, 60)}()" if scope.function else "in the module", "dim"))
    for variable in scope.variables:
        yield line(Piece(f"  {clean(variable.name, 60)}: ", "edge"), clean(variable.words, 300))
    left = scope.known - len(scope.variables)
    if left > 0:
        yield line(Piece(f"  … and {format_count(left)} more", "dim"))
