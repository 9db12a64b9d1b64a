"""Rows that a target tells once, and from then on by their numbers."""

from __future__ import annotations

from typing import Generic, TypeVar

import msgspec

from tuiinspect.errors import ScriptFailed
from tuiinspect.probes.answers import Size

R = TypeVar("R")


class Table(msgspec.Struct, Generic[R], frozen=True):
    """The rows of a table in `order`, by number; `rows` are those that were not told before, with `numbers`.

    No row with a number below `oldest` will be spoken of again.
    """

    order: tuple[Size, ...]
    numbers: tuple[Size, ...]
    rows: tuple[R, ...]
    oldest: Size


class Told(Generic[R]):
    """The rows of one table that the target takes for known."""

    def __init__(self) -> None:
        self._rows: dict[int, R] = {}
        self._oldest = 0

    def rows(self, table: Table[R]) -> list[R]:
        """The table as it is now.

        Raises:
            ScriptFailed: it names a row that was never told.
        """
        if table.oldest != self._oldest:
            self._oldest = table.oldest
            self._rows = {number: row for number, row in self._rows.items() if number >= table.oldest}
        self._rows.update(zip(table.numbers, table.rows, strict=False))
        try:
            return [self._rows[number] for number in table.order]
        except KeyError as missing:
            raise ScriptFailed(
                f"our script in the target speaks of row {missing}, which it never told"
            ) from None
