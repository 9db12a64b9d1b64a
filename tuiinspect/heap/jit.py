"""One place that knows whether numba is there: with it kernels are compiled, without it they just run."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

njit: Callable[..., object] | None
try:
    from numba import njit
except ImportError:
    njit = None

COMPILED = njit is not None
"""False where numba has no wheel: every answer is the same, about a hundred times slower."""

NOTICE = (
    "numba is not installed: snapshots are analysed by the Python interpreter, about a hundred times slower"
)


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile `function` without the GIL, its machine code cached on disk.

    numba keeps the cache beside the source, or in the user's cache directory when that is not writable
    (`NUMBA_CACHE_DIR` overrides both). Where neither can be written a kernel is compiled in every process.
    """
    if njit is None:
        return function
    try:
        compiled = njit(function, nogil=True, cache=True)
    except RuntimeError:  # numba found no directory for its cache
        compiled = njit(function, nogil=True)
    return cast("Callable[P, R]", compiled)
