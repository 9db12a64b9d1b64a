"""Columns that rest: large ones live in files without a name, and leave memory while nobody reads them.

What the dominators are worked out from is not needed to name the classes, and the other way round. A column
on the shelf is read and written like any other; after `rest` its pages belong to the system, which keeps them
as long as it has room and fetches them back when they are read. Nothing is put there that finds no disk.
"""

from __future__ import annotations

import mmap
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

T = TypeVar("T", bound=np.generic)

_LARGE = 3 << 20
_IN_MEMORY = frozenset({"tmpfs", "ramfs", "devtmpfs"})
_FOLDERS = ("/var/tmp",)  # noqa: S108 - files there have no name from the start


def empty(rows: int, kind: type[T]) -> npt.NDArray[T]:
    """A column of `rows`, on the shelf when it is large and there is room for it on a disk."""
    size = rows * np.dtype(kind).itemsize
    mapped = _mapped(size) if size >= _LARGE else None
    if mapped is None:
        return np.empty(rows, kind)
    return np.frombuffer(mapped, kind, rows)


def kept(column: npt.NDArray[T]) -> npt.NDArray[T]:
    """The column, or a copy of it on the shelf when it is large and not there yet."""
    if column.nbytes < _LARGE or on_shelf(column):
        return column
    copy = empty(column.size, column.dtype.type)
    copy[:] = column
    return copy


def on_shelf(column: npt.NDArray[T]) -> bool:
    return _map_of(column) is not None


def rest(*columns: npt.NDArray[T]) -> None:
    """Let go of the memory of these columns; to read them takes it again."""
    for column in columns:
        mapped = _map_of(column)
        if mapped is not None:
            mapped.madvise(mmap.MADV_DONTNEED)


def pieces(rows: int, at_once: int, *columns: npt.NDArray[T]) -> Iterator[tuple[int, int]]:
    """Where each piece of at most `at_once` rows begins and ends; behind each of them the `columns` rest."""
    for start in range(0, rows, at_once):
        yield start, min(start + at_once, rows)
        rest(*columns)


def _map_of(column: object) -> mmap.mmap | None:
    while isinstance(column, np.ndarray):
        column = column.base
    if isinstance(column, memoryview):
        column = column.obj
    return column if isinstance(column, mmap.mmap) else None


def _mapped(size: int) -> mmap.mmap | None:
    folder = _folder()
    if folder is None:
        return None
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            # To write to a hole for which there is no room left would end the process.
            os.posix_fallocate(file.fileno(), 0, size)
            return mmap.mmap(file.fileno(), size)
    except OSError:
        return None


def _folder() -> str | None:
    """Where files are on a disk: in a file system that is memory itself nothing would be won."""
    if not sys.platform.startswith("linux"):
        return None
    mounts = _mounts()
    for folder in (tempfile.gettempdir(), *_FOLDERS):
        path = os.path.realpath(folder)
        holding = [mount for mount in mounts if Path(path).is_relative_to(mount)]
        kind = mounts[max(holding, key=len)] if holding else "tmpfs"
        if kind not in _IN_MEMORY and os.access(path, os.W_OK):
            return path
    return None


def _mounts() -> dict[str, str]:
    """File systems by where they are mounted."""
    try:
        lines = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    return {fields[1]: fields[2] for fields in map(str.split, lines) if len(fields) > 2}
