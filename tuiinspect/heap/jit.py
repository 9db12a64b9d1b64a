"""Kernels: functions over arrays, compiled where numba is there; where it is not they just run.

A kernel that was compiled before is called without numba, whose import takes as long as the analysis of a
small snapshot: see `machine_code`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache, update_wrapper
from importlib.util import find_spec
from typing import Any, Generic, ParamSpec, TypeAlias, TypeVar, cast

import numpy as np

from tuiinspect.heap import machine_code

P = ParamSpec("P")
R = TypeVar("R")

COMPILED = find_spec("numba") is not None
"""False where numba has no wheel: every answer is the same, about a hundred times slower."""

NOTICE = (
    "numba is not installed: snapshots are analysed by the Python interpreter, about a hundred times slower"
)

Kinds: TypeAlias = tuple[object, ...]
"""What decides for which types a kernel is compiled, one an argument."""

_CONTIGUOUS_ALIGNED_WRITEABLE = 0x0501
_LEAST_INT, _MOST_INT = -(2**63), 2**63 - 1
_lock = threading.RLock()


class Kernel(Generic[P, R]):
    """A function that is compiled for the types it meets. `met` has those that numba was needed for."""

    def __init__(self, function: Callable[P, R]) -> None:
        update_wrapper(self, function)
        self.function = function
        self.met: dict[Kinds, tuple[Any, ...]] = {}
        self._ready: dict[Kinds, Callable[..., R]] | None = None

    def __call__(self, *args: P.args, **_: P.kwargs) -> R:
        kinds = tuple(map(_kind, args))
        ready = self._ready
        if ready is None:
            ready = self._ready = self._load()
        compiled = ready.get(kinds)
        return compiled(*args) if compiled is not None else self._compile(kinds, args)

    @property
    def dispatcher(self) -> Any:  # noqa: ANN401 - numba has no types
        """numba's own, which compiles without the GIL and keeps the machine code on disk.

        It is kept beside the source, or in the user's cache directory when that is not writable
        (`NUMBA_CACHE_DIR` overrides both). Where neither can be written each process compiles anew.
        """
        with _lock:
            return _dispatcher(self)

    def _load(self) -> dict[Kinds, Callable[..., R]]:
        with _lock:
            found = machine_code.found((self.function.__module__, self.function.__qualname__))
            return cast("dict[Kinds, Callable[..., R]]", dict(found))

    def _compile(self, kinds: Kinds, args: tuple[object, ...]) -> R:
        dispatcher = self.dispatcher
        if kinds not in self.met:
            self.met[kinds] = tuple(map(dispatcher.typeof_pyval, args))
        return cast("R", dispatcher(*args))


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile `function`, when it is first called, for the types of its arguments; these are positional."""
    if COMPILED:
        return Kernel(function)
    # Where the interpreter runs it, numbers without a sign wrap as silently as in machine code.
    return np.errstate(over="ignore")(function)


def _kind(value: object) -> object:
    kind = type(value)
    if kind is np.ndarray:
        array = cast("np.ndarray[Any, Any]", value)
        return array.dtype, array.ndim, array.flags.num & _CONTIGUOUS_ALIGNED_WRITEABLE
    if kind is int:
        return int if _LEAST_INT <= cast("int", value) <= _MOST_INT else None
    return kind


@cache
def _dispatcher(wanted: Kernel[..., Any]) -> Any:  # noqa: ANN401 - numba has no types
    from numba import njit
    from numba.extending import typeof_impl

    # In a kernel that calls another one numba meets what stands for it here.
    typeof_impl.register(Kernel)(lambda met, context: typeof_impl(met.dispatcher, context))
    try:
        return njit(wanted.function, nogil=True, cache=True)
    except RuntimeError:  # numba found no directory for its cache
        return njit(wanted.function, nogil=True)
