"""Compiled kernels, called without their compiler.

numba keeps what it compiled, but needs all of itself to call it. Its object code is whole, though: LLVM's
loader and three C modules of numba that the code calls (to unpack arrays and to allocate them) are enough.
One file has the object code of all kernels; `machine_build` writes it. It is used when it was made from this
source, by these versions, for this processor, and is nobody else's to write; otherwise numba does all of it.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import platform
import stat
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader
from importlib.util import find_spec, module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

from msgspec import Struct

from tuiinspect.heap.machine_link import Code, add_symbol, package, processor
from tuiinspect.heap.memory import rest_code

Name: TypeAlias = tuple[str, str]
"""A kernel's module and qualified name."""
Ready: TypeAlias = Mapping[tuple[object, ...], Callable[..., Any]]
"""What is called, by the kinds of its arguments."""

FILE = f"kernels-{sys.implementation.cache_tag}.bin"
_HERE = Path(__file__).parent
_HEAD = 4
_FREE = frozenset({"NUMBA_CACHE_DIR"})
_WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH
_pickled: dict[int, object] = {}
_alive: list[object] = []
"""What the machine code needs as long as the process lives: engines, and the environments it points to."""


class Entry(Struct, frozen=True):
    """One kernel for arguments of one set of kinds.

    `symbol` is its entry for Python; `environments` are symbols of the code, each with the constants that it
    must find there.
    """

    kernel: Name
    kinds: tuple[object, ...]
    code: bytes
    symbol: str
    environments: tuple[tuple[str, tuple[object, ...]], ...]


def folders() -> Iterator[Path]:
    """Where the file may be, in numba's own order of choice."""
    named = os.environ.get("NUMBA_CACHE_DIR")
    if named:
        yield Path(named) / "tuiinspect"
        return
    yield _HERE / "__pycache__"
    with suppress(RuntimeError):
        yield Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tuiinspect"


def usable() -> bool:
    """Whether numba is there, and is told nothing that changes the code it makes."""
    told = {name for name in os.environ if name.startswith("NUMBA_")} - _FREE
    return not told and sys.implementation.name == "cpython" and find_spec("numba") is not None


def made_of() -> str:
    """What the code depends on: it is another text when any of that is another."""
    parts = [platform.python_version(), platform.machine(), sys.platform, processor()]
    versions = (("numba", "_version.py"), ("llvmlite", "_version.py"), ("numpy", "version.py"))
    parts += [(package(name) / file).read_text() for name, file in versions]
    for source in sorted(_HERE.glob("*.py")):
        known = source.stat()
        parts.append(f"{source.name} {known.st_mtime_ns} {known.st_size}")
    return "\n".join(parts)


@cache
def kept() -> Kept | None:
    """The first file that is to be trusted and fits; None when there is no such file."""
    if usable():
        for folder in folders():
            # Whatever is wrong with it: numba can do without.
            with suppress(Exception):
                if trusted(folder / FILE):
                    return load(folder / FILE)
    return None


def found(kernel: Name) -> Ready:
    """A kernel by the kinds of its arguments, ready to be called; empty when it is not kept."""
    known = kept()
    # As above; what could not be brought in is not there.
    with suppress(Exception):
        return known.of(kernel) if known else {}
    return {}


def trusted(path: Path) -> bool:
    """Whether nobody but this user and the administrator can have written it."""
    known = [path.stat(), path.parent.stat()]
    return all(each.st_uid in (0, os.geteuid()) and not each.st_mode & _WRITABLE_BY_OTHERS for each in known)


def load(path: Path) -> Kept:
    """The kernels of one file; ValueError when they were made of something else.

    A damaged file must not come as far as LLVM, which ends the process.
    """
    whole = path.read_bytes()
    if whole[:_HEAD] != head_of(whole[_HEAD:]):
        raise ValueError(f"{path}: damaged, or made of another version")
    return Kept(pickle.loads(whole[_HEAD:]))  # noqa: S301 - only this user can have written it


class Kept:
    """The kernels of one file. Those of rooms that are imported are brought in together, when the first of
    them is called: who loads a snapshot calls half of them."""

    def __init__(self, entries: list[Entry]) -> None:
        self._waiting = entries
        self._ready: dict[Name, dict[tuple[object, ...], Callable[..., Any]]] = {}

    def of(self, kernel: Name) -> Ready:
        """The kernel by the kinds of its arguments; empty when it is not among them."""
        if kernel not in self._ready:
            imported = set(sys.modules)
            wanted = [entry for entry in self._waiting if entry.kernel[0] in imported]
            self._waiting = [entry for entry in self._waiting if entry.kernel[0] not in imported]
            for entry, function in zip(wanted, linked(wanted), strict=True) if wanted else ():
                self._ready.setdefault(entry.kernel, {})[entry.kinds] = function
        return self._ready.get(kernel, {})


def head_of(body: bytes) -> bytes:
    """What stands before the pickled entries in the file: it finds damage, `trusted` is for what is meant."""
    return zlib.crc32(body, zlib.crc32(made_of().encode())).to_bytes(_HEAD, "big")


def linked(entries: list[Entry]) -> list[Callable[..., Any]]:
    """Bring object code into the process, with the helpers of numba that it calls."""
    objects = _helpers()
    code = Code([entry.code for entry in entries])
    functions = []
    for entry in entries:
        made = [_environment(objects, code, *each) for each in entry.environments]
        address = code.function(entry.symbol)
        functions.append(
            objects.make_function(sys.modules[__name__], entry.kernel[1], "compiled", address, made[0], made)
        )
    _alive.append(code)
    # A sixth of the peak of a small snapshot, and it has done its work.
    rest_code("libllvmlite.so")
    return functions


@cache
def _helpers() -> ModuleType:
    """What makes functions of code, when LLVM knows the helpers that the code calls."""
    objects, helpers, runtime = (
        _extension(name) for name in ("_dynfunc", "_helperlib", "core.runtime._nrt_python")
    )
    for module in (helpers, objects):
        for name, address in module.c_helpers.items():
            add_symbol(f"numba_{name}", address)
    for name, address in runtime.c_helpers.items():
        add_symbol(name if name.startswith("_") else f"NRT_{name}", address)
    add_symbol("numba_unpickle", ctypes.cast(_UNPICKLE, ctypes.c_void_p).value or 0)
    return objects


def _unpickled(data: int, size: int, _hashed: int) -> object:
    """What the code has pickled in it: the type of arrays it returns. numba's own imports all of numba."""
    if data not in _pickled:
        _pickled[data] = pickle.loads(ctypes.string_at(data, size))  # noqa: S301 - as the code around it
    return _pickled[data]


_UNPICKLE = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(_unpickled)


def _environment(
    objects: ModuleType,
    code: Code,
    symbol: str,
    constants: tuple[object, ...],
) -> object:
    made = objects.Environment(globals())
    made.consts.extend(constants)
    place = code.variable(symbol)
    if place is not None:
        ctypes.c_void_p.from_address(place).value = id(made)
    _alive.append(made)
    return made


def _extension(name: str) -> ModuleType:
    """A C module of numba's, without numba: under its own name, so that numba finds it when it comes."""
    path = package("numba").joinpath(*name.split(".")[:-1], name.rsplit(".", 1)[-1] + EXTENSION_SUFFIXES[0])
    loader = ExtensionFileLoader(f"numba.{name}", str(path))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module
