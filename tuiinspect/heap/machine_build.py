"""Write the file that `machine_code` reads, from what numba has compiled in this process.

It is tried before anybody else gets to see it: in a process of its own, which may crash.
"""

from __future__ import annotations

import importlib
import pickle
import pkgutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import tuiinspect.heap as heap
from tuiinspect.heap import machine_code
from tuiinspect.heap.jit import Kernel
from tuiinspect.heap.machine_code import Entry
from tuiinspect.helpers import helper_command, helper_environment

_TRIAL_S = 60.0


def kernels() -> Iterator[Kernel[..., Any]]:
    """Every kernel of every room."""
    for room in pkgutil.iter_modules(heap.__path__):
        name = f"{heap.__name__}.{room.name}"
        for value in vars(importlib.import_module(name)).values():
            if isinstance(value, Kernel) and value.function.__module__ == name:
                yield value


def keep() -> Path | None:
    """Keep what the kernels of this process were compiled to; the file, or None when none could be made."""
    if not machine_code.usable():
        return None
    with suppress(Exception):
        entries = [entry for kernel in kernels() for entry in _entries(kernel)]
        if entries:
            return _published(pickle.dumps(entries))
    return None


def _entries(kernel: Kernel[..., Any]) -> Iterator[Entry]:
    """By way of numba's file cache: it keeps object code, a process that has linked it does not."""
    dispatcher = kernel.dispatcher
    kept = dispatcher._cache
    for kinds, types in kernel.met.items():
        key = kept._index_key(types, dispatcher.targetctx.codegen())
        library, described, environment, *_, referenced = kept._cache_file.load(key)
        _, form, (code, _) = library
        if form != "object":
            raise ValueError(f"{kernel.function.__qualname__}: no object code")
        environments = [(described.env_name, tuple(environment.consts))]
        environments += [(each.env_name, tuple(each.consts)) for each in referenced]
        name = (kernel.function.__module__, kernel.function.__qualname__)
        yield Entry(name, kinds, code, described.llvm_cpython_wrapper_name, tuple(environments))


def _published(body: bytes) -> Path | None:
    for folder in machine_code.folders():
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.NamedTemporaryFile(
                dir=folder, prefix="kernels-", suffix=".new", delete=False
            ) as file:
                file.write(machine_code.head_of(body) + body)
            trial = Path(file.name)
            try:
                if not machine_code.trusted(trial):
                    continue
                return None if not _works(trial) else trial.replace(folder / machine_code.FILE)
            finally:
                trial.unlink(missing_ok=True)
    return None


def _works(path: Path) -> bool:
    """Whether a process that has these kernels only, and no numba, analyses a snapshot with them."""
    try:
        done = subprocess.run(
            helper_command("tuiinspect.heap.machine_trial", str(path)),
            env=helper_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TRIAL_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
