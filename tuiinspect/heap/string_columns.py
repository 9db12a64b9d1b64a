"""The columns that a file's strings are read into, and what is told of a string as soon as it is there.

Strings come last in a file. What waits for them waits for the end of a capture: so each is looked at when its
bytes come in, while the next ones are still on their way.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from tuiinspect.heap import scan, shelf
from tuiinspect.heap.arrays import Bytes, Longs, Shorts
from tuiinspect.heap.ephemerons import Ephemerons, PairNames
from tuiinspect.heap.strings import StringTable, mark

T = TypeVar("T", bound=np.generic)

_FIRST_BLOB = 1 << 26
_FIRST_STRINGS = 1 << 20
"""Bytes and strings that there is room for at once: what nobody writes to takes no memory."""


class StringColumns:
    """Strings as they come in, with room for more."""

    def __init__(self) -> None:
        self._pairs = PairNames()
        self._blob: Bytes = np.empty(_FIRST_BLOB, np.uint8)
        self._ends: Longs = np.empty(_FIRST_STRINGS, np.int64)
        self._marks: Shorts = np.empty(_FIRST_STRINGS, np.uint16)
        self._state = np.zeros(scan.STATE_SIZE, np.int64)
        self._count = 0
        self._used = 0

    def expect(self, size: int) -> None:
        """Make room for the strings of a file that has `size` bytes left, before the first is read."""
        self._blob = shelf.empty(size, np.uint8)

    def read(self, buffer: Bytes, position: int, end: int) -> tuple[int, int]:
        """Read what there is of the array in `buffer[position:end]`; how far it came, and how it ended as
        `scan` says."""
        outcome = scan.FULL
        while outcome == scan.FULL:
            self._blob = _with_room(self._blob, self._used, end - position)
            first = self._count
            position, self._count, self._used, outcome = scan.read_strings(
                buffer, position, end, self._state, self._blob, self._ends, first, self._used
            )
            mark(self._blob, self._ends, first, self._count, self._marks)
            self._pairs.read(self._blob, self._ends, self._count)
            if outcome == scan.FULL:
                self._ends = _with_room(self._ends, self._count, 1)
                self._marks = _with_room(self._marks, self._count, 1)
        return position, outcome

    def table(self) -> StringTable:
        """The strings that were read."""
        blob, ends = shelf.kept(self._blob[: self._used]), shelf.kept(self._ends[: self._count])
        return StringTable(blob, ends, self._marks[: self._count])

    def ephemerons(self) -> Ephemerons:
        """The pairs in WeakMaps that the strings name."""
        return self._pairs.ephemerons()


def _with_room(column: npt.NDArray[T], used: int, more: int) -> npt.NDArray[T]:
    """The column, or a copy of its `used` part with room for `more` behind it and as much again.

    To resize it, as the columns of nodes and edges are, would fill what is new with zeros: memory, for what
    may never come.
    """
    if used + more <= column.size:
        return column
    wider = np.empty(2 * (used + more), column.dtype)
    wider[:used] = column[:used]
    return wider
