"""Reads of /proc and /sys that expect the process to vanish, or to be somebody else's, at any moment."""

from __future__ import annotations

from pathlib import Path

PROC = Path("/proc")
CGROUPS = Path("/sys/fs/cgroup")

HAS_PROC = (PROC / "self" / "stat").exists()


def read(path: Path) -> bytes | None:
    """Return the file's bytes, or None when it is gone or not ours to read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def read_link(path: Path) -> str | None:
    """Return where the link points, or None when it is gone or not ours to read."""
    try:
        return str(path.readlink())
    except OSError:
        return None


def entries(folder: Path) -> tuple[str, ...]:
    """Return the folder's names; none when it is gone or not ours to read."""
    try:
        return tuple(entry.name for entry in folder.iterdir())
    except OSError:
        return ()
