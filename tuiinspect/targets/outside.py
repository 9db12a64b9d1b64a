"""A process from outside: its memory, threads and open files, at no cost to it."""

from __future__ import annotations

import os
import re
from pathlib import Path

import psutil

from tuiinspect.samples import ProcessReading
from tuiinspect.targets.reading import HAS_PROC, PROC, read

_SIZES = re.compile(rb"^(VmRSS|RssAnon|Threads):\s*(\d+)", re.MULTILINE)


def look_at(pid: int, *, proc: Path = PROC) -> ProcessReading | None:
    """Read it now; None when it is gone, or not ours to see."""
    return _from_proc(pid, proc) if HAS_PROC or proc != PROC else _from_system(pid)


def _from_proc(pid: int, proc: Path) -> ProcessReading | None:
    content = read(f"{proc}/{pid}/status")
    fields = dict(_SIZES.findall(content or b""))
    if b"VmRSS" not in fields:
        return None
    anonymous = fields.get(b"RssAnon")
    return ProcessReading(
        rss=int(fields[b"VmRSS"]) * 1024,
        anonymous=int(anonymous) * 1024 if anonymous is not None else None,
        threads=int(fields.get(b"Threads", 1)),
        fds=_open_files(f"{proc}/{pid}/fd"),
    )


def _open_files(folder: str) -> int | None:
    """Since Linux 6.2 the folder's size is their number; before, and in containers of old, it is 0."""
    try:
        return os.stat(folder).st_size or len(os.listdir(folder))  # noqa: PTH116, PTH208
    except OSError:
        return None


def _from_system(pid: int) -> ProcessReading | None:
    try:
        process = psutil.Process(pid)
        with process.oneshot():
            return ProcessReading(process.memory_info().rss, None, process.num_threads(), process.num_fds())
    except (psutil.Error, OSError):
        return None
