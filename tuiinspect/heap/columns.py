"""The columns a snapshot file is read into."""

from __future__ import annotations

from abc import ABC, abstractmethod
from concurrent.futures import Executor, Future
from typing import ClassVar, Self, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from tuiinspect.heap import shelf
from tuiinspect.heap.arrays import Bytes, Counts, Ids, Ints, Longs, Sizes
from tuiinspect.heap.bulk import read_edges, read_locations, read_nodes
from tuiinspect.heap.head import Head
from tuiinspect.heap.placing import by_node, place_edges, place_locations, place_nodes

T = TypeVar("T", bound=np.generic)

MOST_ROWS = 2**31 - 2
"""Nodes and edges are numbered with int32: a file with more rows would be about 60 GB."""
FINE = -1

_FIRST_ROWS = 1 << 16
_TRUSTED_ROWS = 1 << 22


def starting_rows(announced: int, fields: int, file_size: int | None) -> int:
    """Rows to make room for: what the head announces, if that many fit the file (at two bytes a number).

    A damaged count must not allocate the machine away; rows that turn out to be more only cost a copy.
    """
    possible = _TRUSTED_ROWS if file_size is None else file_size // (2 * fields) + 1
    return max(_FIRST_ROWS, min(announced, possible, MOST_ROWS))


def widened(column: npt.NDArray[T], rows: int) -> npt.NDArray[T]:
    """The column with room for twice as many `rows`; nobody else may look at it meanwhile.

    The kernels rely on it that columns which began with one size go on with one. The allocator moves the
    pages of large columns instead of copying them: there are never two in memory. The shelf copies.
    """
    if column.size >= rows:
        return column
    if shelf.on_shelf(column):
        wider = shelf.empty(2 * rows, column.dtype.type)
        wider[: column.size] = column
        return wider
    column.resize(2 * rows, refcheck=False)
    return column


class _Columns(ABC):
    """Columns of one length, of which `rows` are read. Plain rows are read into them in bulk: two halves of a
    chunk at once, the second apart."""

    parts: ClassVar[tuple[str, ...]]

    def __init__(self, fields: int, most_rows: int) -> None:
        self.rows = 0
        self.owed = 0
        self.fields = fields
        self.most_rows = min(most_rows, MOST_ROWS)
        self._apart: Self | None = None
        self._appending: Future[None] | None = None

    @property
    def room(self) -> int:
        """Rows there is room for in all."""
        return int(getattr(self, self.parts[0]).size)

    @abstractmethod
    def _fresh(self, rows: int) -> Self:
        """Columns of the same kind with room for `rows`."""

    def apart(self, rows: int) -> Self:
        """Columns for `rows` of the same kind, the same ones each time."""
        if self._apart is None or self._apart.room < rows:
            self._apart = self._fresh(rows)
        return self._apart

    def put(self, apart: Self, count: int, helper: Executor) -> bool:
        """Have the helper append the first rows of columns that were read apart; False without room.

        These rows count at once. The columns apart are free again for what the helper does after that.
        """
        first, last = self.rows, self.rows + count
        if last > self.room:
            return False
        self.rows = last
        self._appending = helper.submit(self._copy, apart, first, last)
        return True

    def reserve(self, rows: int) -> None:
        """Make room for `rows` in all."""
        if rows > self.room:
            self._settle()
            for name in self.parts:
                setattr(self, name, widened(getattr(self, name), rows))

    def trim(self) -> None:
        """Leave the rows that were read."""
        self._settle()
        self._apart, self.owed = None, 0
        for name in self.parts:
            setattr(self, name, getattr(self, name)[: self.rows])

    def _settle(self) -> None:
        if self._appending is not None:
            self._appending.result()
            self._appending = None

    def _copy(self, apart: Self, first: int, last: int) -> None:
        for name in self.parts:
            getattr(self, name)[first:last] = getattr(apart, name)[: last - first]


class NodeColumns(_Columns):
    """One row per node: `types` uint8 (places in Head.node_type_names), `names` int32 (string numbers), `ids`
    uint32, `self_sizes` int32 (bytes), `edge_counts` int32, `detachedness` uint8. The first id or size that
    needs it makes its column one of 64 bits."""

    parts = ("types", "names", "ids", "self_sizes", "edge_counts", "detachedness")

    def __init__(self, head: Head, rows: int) -> None:
        super().__init__(head.node_fields, head.node_count)
        self.types: Bytes = np.empty(rows, np.uint8)
        self.names: Ints = np.empty(rows, np.int32)
        self.ids: Ids = shelf.empty(rows, np.uint32)
        self.self_sizes: Sizes = shelf.empty(rows, np.int32)
        self.edge_counts: Ints = np.empty(rows, np.int32)
        # Most files have nothing to put here: pages of zeros that nobody writes to take no memory.
        self.detachedness: Bytes = np.zeros(rows, np.uint8)
        self._offsets = np.array(head.node_offsets, np.int64)
        self._codes = np.array(head.node_type_codes, np.uint8)
        self._head = head

    def read(self, buffer: Bytes, position: int, until: int, end: int, row: int) -> tuple[int, int]:
        """Read the plain rows that begin before `until`, from `row` on; the position and the number of the
        first that is not plain."""
        return read_nodes(
            buffer, position, until, end, row, self.fields, self._offsets, self._codes,
            int(np.iinfo(self.ids.dtype).max), int(np.iinfo(self.self_sizes.dtype).max),
            self.types, self.names, self.ids, self.self_sizes, self.edge_counts, self.detachedness,
        )  # fmt: skip

    def apart(self, rows: int) -> Self:
        apart = super().apart(rows)
        apart.ids = apart.ids.astype(self.ids.dtype, copy=False)
        apart.self_sizes = apart.self_sizes.astype(self.self_sizes.dtype, copy=False)
        return apart

    def _fresh(self, rows: int) -> Self:
        return type(self)(self._head, rows)

    def _copy(self, apart: Self, first: int, last: int) -> None:
        for name in self.parts[:-1]:
            getattr(self, name)[first:last] = getattr(apart, name)[: last - first]
        states = apart.detachedness[: last - first]
        if states.any():
            self.detachedness[first:last] = states

    def add(self, values: Longs, count: int) -> int:
        """Append the rows that `values[:count]` holds; the number of a row that cannot be, or FINE."""
        rows = count // self.fields
        last = self.rows + rows
        self.reserve(last)
        if count and values[:count].max() > np.iinfo(np.int32).max:
            self._settle()
            self._widen(values[:count].reshape(rows, self.fields))
        wrong = place_nodes(
            values, rows, self.fields, self._offsets, self._codes, self.rows,
            self.types, self.names, self.ids, self.self_sizes, self.edge_counts, self.detachedness,
        )  # fmt: skip
        self.rows = last
        return wrong

    def take_edge_counts(self) -> Ints:
        """The column, which is then no longer here: only where edges begin is of use afterwards."""
        counts, self.edge_counts = self.edge_counts, np.empty(0, np.int32)
        return counts

    def _widen(self, values: Longs) -> None:
        if values[:, self._offsets[2]].max() > np.iinfo(self.ids.dtype).max:
            self.ids = self.ids.astype(np.uint64)
        if values[:, self._offsets[3]].max() > np.iinfo(self.self_sizes.dtype).max:
            self.self_sizes = self.self_sizes.astype(np.int64)


class EdgeColumns(_Columns):
    """One row per edge: `types` uint8 (places in Head.edge_type_names), `names` uint32 (string number, or the
    index itself for `element` and `hidden`), `targets` int32 (node ordinals)."""

    parts = ("types", "names", "targets")

    def __init__(self, head: Head, rows: int) -> None:
        super().__init__(head.edge_fields, head.edge_count)
        self.types: Bytes = np.empty(rows, np.uint8)
        self.names: Counts = shelf.empty(rows, np.uint32)
        self.targets: Ints = shelf.empty(rows, np.int32)
        self._offsets = np.array(head.edge_offsets, np.int64)
        self._codes = np.array(head.edge_type_codes, np.uint8)
        self._as_written = head.edge_fields == 3 and tuple(head.edge_offsets) == (0, 1, 2)
        self._head = head

    def read(self, buffer: Bytes, position: int, until: int, end: int, row: int) -> tuple[int, int]:
        """Read the plain rows that begin before `until`, from `row` on; the position and the number of the
        first that is not plain."""
        if not self._as_written:
            return position, row
        return read_edges(
            buffer, position, until, end, row, self._codes, self._head.node_fields,
            self.types, self.names, self.targets,
        )  # fmt: skip

    def _fresh(self, rows: int) -> Self:
        return type(self)(self._head, rows)

    def add(self, values: Longs, count: int) -> int:
        """Append the rows that `values[:count]` holds; the number of a row that cannot be, or FINE."""
        rows = count // self.fields
        last = self.rows + rows
        self.reserve(last)
        wrong = place_edges(
            values, rows, self.fields, self._offsets, self._codes, self._head.node_fields, self.rows,
            self.types, self.names, self.targets,
        )  # fmt: skip
        self.rows = last
        return wrong


class LocationColumns(_Columns):
    """One row per located object: `nodes` (ordinals), `scripts`, `lines`, `columns`, all int32, from 0. They
    are in the order of the file until `by_node` is asked for, in that of their nodes afterwards."""

    parts = ("nodes", "scripts", "lines", "columns")

    def __init__(self, head: Head, rows: int = 0) -> None:
        super().__init__(max(1, head.location_fields), MOST_ROWS)
        self.nodes: Ints = np.empty(rows, np.int32)
        self.scripts: Ints = np.empty(rows, np.int32)
        self.lines: Ints = np.empty(rows, np.int32)
        self.columns: Ints = np.empty(rows, np.int32)
        self._offsets = np.array(head.location_offsets, np.int64)
        self._head = head

    def read(self, buffer: Bytes, position: int, until: int, end: int, row: int) -> tuple[int, int]:
        """Read the plain rows that begin before `until`, from `row` on; the position and the number of the
        first that is not plain."""
        return read_locations(
            buffer, position, until, end, row, self.fields, self._offsets, self._head.node_fields,
            self.nodes, self.scripts, self.lines, self.columns,
        )  # fmt: skip

    def _fresh(self, rows: int) -> Self:
        return type(self)(self._head, rows)

    def add(self, values: Longs, count: int) -> int:
        """Append the rows that `values[:count]` holds; the number of a row that cannot be, or FINE."""
        rows = count // self.fields
        last = self.rows + rows
        self.reserve(last)
        wrong = place_locations(
            values, rows, self.fields, self._offsets, self._head.node_fields, self.rows,
            self.nodes, self.scripts, self.lines, self.columns,
        )  # fmt: skip
        self.rows = last
        return wrong

    def trim(self) -> None:
        super().trim()
        for name in self.parts:
            setattr(self, name, getattr(self, name).copy())

    def by_node(self, node_count: int) -> Ints:
        """Put the rows in the order of their nodes; int32[N]: each node's row, -1 for none.

        Of several places of one node the last is kept, as DevTools keeps it.
        """
        place = np.full(node_count, -1, np.int32)
        self.rows, *columns = by_node(self.nodes, self.scripts, self.lines, self.columns, place)
        for name, column in zip(self.parts, columns, strict=True):
            setattr(self, name, column[: self.rows])
        return place


Columns: TypeAlias = NodeColumns | EdgeColumns | LocationColumns
