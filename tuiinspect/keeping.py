"""What stays in the state folder: the newest snapshots within bounds, and whatever somebody is using."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

MOST_SNAPSHOTS: Final = 5
MOST_BYTES: Final = 2_000_000_000

# The time is what our own names end in; a file that the user has given another name is the user's.
_OURS: Final = re.compile(r".+-\d{8}-\d{6}(-\d+)?\.heapsnapshot")
_SETTLED_S: Final = 600.0

_held: dict[Path, int] = {}
"""Descriptors whose locks say that we use these, until we end in whatever way."""


def hold(path: Path) -> None:
    """Keep a file or folder from being removed for as long as this process lives, or until it is let go."""
    path = path.absolute()
    if path in _held:
        return
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        _held[path] = descriptor
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)


def let_go(path: Path) -> None:
    """Nobody here needs it any more."""
    descriptor = _held.pop(path.absolute(), None)
    if descriptor is not None:
        os.close(descriptor)


def prune(folder: Path, *, most: int = MOST_SNAPSHOTS, most_bytes: int = MOST_BYTES) -> tuple[Path, ...]:
    """Remove the oldest of the snapshots that we have named, until the rest keeps the bounds.

    The newest stays however large it is; one that somebody uses stays too, and counts.
    """
    files = sorted(_snapshots(folder), reverse=True)
    removed: list[Path] = []
    kept = size = 0
    for place, (_, path, length) in enumerate(files):
        fits = kept < most and size + length <= most_bytes
        if place == 0 or fits or _in_use(path):
            kept, size = kept + 1, size + length
            continue
        with suppress(OSError):
            path.unlink()
            removed.append(path)
    return tuple(removed)


def sweep(folder: Path, prefix: str) -> None:
    """Remove the folders of that name which those who made them can no longer need, since they have ended."""
    for path in folder.glob(f"{prefix}*"):
        # Whoever has just made one needs a moment to hold it.
        settled = time.time() - path.lstat().st_mtime > _SETTLED_S
        if settled and path.is_dir() and not path.is_symlink() and not _in_use(path):
            shutil.rmtree(path, ignore_errors=True)


def _snapshots(folder: Path) -> Iterator[tuple[int, Path, int]]:
    """When each was written, in nanoseconds, and its size."""
    for path in folder.glob("*.heapsnapshot"):
        with suppress(OSError):
            status = path.lstat()
            if _OURS.fullmatch(path.name) and not path.is_symlink() and path.is_file():
                yield status.st_mtime_ns, path, status.st_size


def _in_use(path: Path) -> bool:
    """Whether some process holds it, or has it open; what cannot be asked about counts as used."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        finally:
            os.close(descriptor)
    except OSError:
        return True
    return os.path.realpath(path) in _open_files()


def _open_files() -> Iterator[str]:
    """What the processes have open whose descriptors we may see."""
    for descriptors in Path("/proc").glob("[0-9]*/fd"):
        with suppress(OSError):
            for name in os.listdir(descriptors):  # noqa: PTH208 - as names, of which there are many
                with suppress(OSError):
                    yield str((descriptors / name).readlink())
