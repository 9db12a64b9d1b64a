"""What the analysis has done with goes back to the system at once."""

from __future__ import annotations

import ctypes
import sys
from functools import cache

_M_MMAP_THRESHOLD = -3
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
