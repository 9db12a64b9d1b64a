"""Reads of /proc and /sys that expect the process to vanish, or to be somebody else's, at any moment."""

from __future__ import annotations

import os
from pathlib import Path

PROC = Path("/proc")
CGROUPS = Path("/sys/fs/cgroup")

HAS_PROC = (PROC / "self" / "stat").exists()


# A listing makes thousands of these reads: path objects would take half of its time.
Name = str | Path


def read(file: Name) -> bytes | None:
    """Return the file's bytes, or None when it is gone or not ours to read."""
    try:
        with open(file, "rb", buffering=0) as opened:  # noqa: PTH123
            return opened.read()
    except OSError:
        return None


def read_link(link: Name) -> str | None:
    """Return where the link points, or None when it is gone or not ours to read."""
    try:
        return os.readlink(link)  # noqa: PTH115
    except OSError:
        return None


def entries(folder: Name) -> list[str]:
    """Return the folder's names; none when it is gone or not ours to read."""
    try:
        return os.listdir(folder)  # noqa: PTH208
    except OSError:
        return []
