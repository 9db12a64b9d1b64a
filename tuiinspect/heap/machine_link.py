"""LLVM's loader, which numba's dependency llvmlite brings, called without llvmlite's own Python.

To import that takes as long as to find the dominators of half a million objects. The functions are those
that llvmlite calls itself, and none that it promises to keep: where one is missing numba does all of it, and
what is brought in was tried in a process of its own with the llvmlite that is there (see `machine_build`).
"""

from __future__ import annotations

import ctypes
import platform
import sys
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_LIBRARIES = {"darwin": "libllvmlite.dylib", "win32": "llvmlite.dll"}
_OWN_MEMORY = frozenset({"arm64", "aarch64"})
"""Processors for which llvmlite asks for its own allocation of code, within reach of relative calls."""
_OPTIMISED = 2

_Text = ctypes.POINTER(ctypes.c_char_p)
_REFERENCE, _WORDS, _NUMBER = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
_FUNCTIONS: dict[str, tuple[Any, ...]] = {
    "AddSymbol": (None, _WORDS, _REFERENCE),
    "GetHostCPUName": (None, _Text),
    "GetHostCPUFeatures": (_NUMBER, _Text),
    "GetProcessTriple": (None, _Text),
    "GetTargetFromTriple": (_REFERENCE, _WORDS, _Text),
    "CreateTargetMachine": (
        *(_REFERENCE, _REFERENCE, _WORDS, _WORDS, _WORDS, _NUMBER),
        *(_WORDS, _WORDS, _NUMBER, _NUMBER, _WORDS),
    ),
    "ContextCreate": (_REFERENCE,),
    "ParseAssembly": (_REFERENCE, _REFERENCE, _WORDS, _Text),
    "CreateMCJITCompiler": (_REFERENCE, _REFERENCE, _REFERENCE, ctypes.c_bool, _Text),
    "CreateObjectFile": (_REFERENCE, _WORDS, ctypes.c_size_t),
    "MCJITAddObjectFile": (None, _REFERENCE, _REFERENCE),
    "FinalizeObject": (None, _REFERENCE),
    "GetFunctionAddress": (ctypes.c_uint64, _REFERENCE, _WORDS),
    "GetGlobalValueAddress": (ctypes.c_uint64, _REFERENCE, _WORDS),
}
"""What is called, without the prefix of llvmlite's: what it returns, and what it takes."""


class Code:
    """Object code in this process, for good. ValueError when LLVM cannot make anything of it.

    It has a context of its own: numba may compile in another thread meanwhile.
    """

    def __init__(self, objects: list[bytes]) -> None:
        self._objects = objects
        machine = _required(_target_machine(), "target machine")
        module = _required(_llvm("ParseAssembly")(_llvm("ContextCreate")(), b"", _said()), "module")
        own_memory = platform.machine().lower() in _OWN_MEMORY
        self._engine = _required(
            _llvm("CreateMCJITCompiler")(module, machine, own_memory, _said()), "execution engine"
        )
        for code in objects:
            found = _required(_llvm("CreateObjectFile")(code, len(code)), "object file")
            _llvm("MCJITAddObjectFile")(self._engine, found)
        _llvm("FinalizeObject")(self._engine)

    def function(self, symbol: str) -> int:
        """Where a function is; ValueError when there is none."""
        return _required(_llvm("GetFunctionAddress")(self._engine, symbol.encode("ascii")), symbol)

    def variable(self, symbol: str) -> int | None:
        """Where a variable is; None for one that nothing uses."""
        return _llvm("GetGlobalValueAddress")(self._engine, symbol.encode("ascii")) or None


def add_symbol(name: str, address: int) -> None:
    """Where code that is brought in later finds what it calls by this name."""
    _llvm("AddSymbol")(name.encode("ascii"), address)


def processor() -> str:
    """What this processor is called and can do: code made for it may crash another."""
    name, features = _said(), _said()
    _llvm("GetHostCPUName")(name)
    _llvm("GetHostCPUFeatures")(features)
    return f"{_text(name)!r} {_text(features)!r}"


def package(name: str) -> Path:
    """The folder of a package, which is not imported for that; ValueError when it is not there."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ValueError(f"{name} is not there")
    return Path(spec.origin).parent


@cache
def _llvm(name: str) -> Callable[..., Any]:
    returned, *taken = _FUNCTIONS[name]
    function = getattr(_loaded(), f"LLVMPY_{name}")
    function.restype, function.argtypes = returned, taken
    return function  # type: ignore[no-any-return]


@cache
def _loaded() -> ctypes.CDLL:
    library = package("llvmlite") / "binding" / _LIBRARIES.get(sys.platform, "libllvmlite.so")
    loaded = ctypes.CDLL(str(library))
    loaded.LLVMPY_InitializeNativeTarget()
    loaded.LLVMPY_InitializeNativeAsmPrinter()
    return loaded


def _target_machine() -> int | None:
    triple = _said()
    _llvm("GetProcessTriple")(triple)
    words = _text(triple)
    target = _required(_llvm("GetTargetFromTriple")(words, _said()), "target")
    made: int | None = _llvm("CreateTargetMachine")(
        *(target, words, b"", b"", _OPTIMISED, b"default", b"jitdefault", 0, 1, b"")
    )
    return made


def _said() -> Any:  # noqa: ANN401 - a pointer to a pointer
    return ctypes.pointer(ctypes.c_char_p(None))


def _text(said: Any) -> bytes:  # noqa: ANN401 - as above
    # A few hundred bytes that LLVM allocated stay where they are.
    return said.contents.value or b""


def _required(made: int | None, what: str) -> int:
    if not made:
        raise ValueError(f"LLVM has no {what}")
    return made
