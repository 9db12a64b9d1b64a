"""What the analysis has done with goes back to the system at once."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_M_MMAP_THRESHOLD = -3
_MADV_DONTNEED = 4
_LARGE = 1 << 20


@cache
def give_back_large_blocks() -> None:
    """Have glibc fetch every block of a megabyte and more by itself, and return it when it is freed.

    Left alone it learns from the first large column that is freed to keep blocks of up to 32 MB for itself:
    a tenth of the peak of a snapshot of 250 MB. Other C libraries have no such habit, or no such call.
    """
    if not sys.platform.startswith("linux"):
        return
    try:
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE)
    except (AttributeError, OSError):
        return


def rest_code(library: str) -> None:
    """Let the code of a shared library leave memory: it is read from its file again should it run again."""
    if not sys.platform.startswith("linux"):
        return
    try:
        for start, size in _code_of(library):
            ctypes.CDLL(None).madvise(ctypes.c_void_p(start), ctypes.c_size_t(size), _MADV_DONTNEED)
    except (AttributeError, OSError):
        return


def _code_of(library: str) -> Iterator[tuple[int, int]]:
    """Where it is, and how large. Nothing is written there, unlike to what the loader has relocated."""
    for line in Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines():
        fields = line.split(maxsplit=5)
        if len(fields) == 6 and fields[1] == "r-xp" and fields[5].endswith(f"/{library}"):
            start, end = (int(place, 16) for place in fields[0].split("-"))
            yield start, end - start
