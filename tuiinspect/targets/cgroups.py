"""Which container a process lives in, and how much memory and processor time that leaves it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from tuiinspect.targets.reading import CGROUPS, PROC, read

# Docker, containerd, CRI-O and Podman name the group after the container: 64 hex digits, whatever is around.
_CONTAINER_ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_LXC = re.compile(r"/lxc(?:\.payload\.|/)([^/\n]+)")

# cgroup v1 writes the largest page-aligned number for "no limit".
_V1_UNLIMITED = 2**62


def container_id(pid: int | str, *, proc: Path = PROC) -> str | None:
    """The container's id (or LXC name) as its control group tells it; None outside of one."""
    text = (read(f"{proc}/{pid}/cgroup") or b"").decode("utf-8", "replace")
    found = _CONTAINER_ID.findall(text)
    if found:
        return str(found[-1])
    lxc = _LXC.search(text)
    return lxc.group(1) if lxc else None


def cgroup_memory(pid: int, *, proc: Path = PROC, cgroups: Path = CGROUPS) -> tuple[int | None, int | None]:
    """The memory limit (bytes) of the tightest group around the process, and what is used of it.

    The tightest is the one with least room left. File cache that the kernel can drop is not counted as
    used: it does not bring the OOM killer. (None, None) where nothing limits.
    """
    limited = [(limit, used) for limit, used in _levels(pid, proc, cgroups) if limit is not None]
    if not limited:
        return None, None
    return min(limited, key=lambda level: level[0] - (level[1] or 0))


def cgroup_cpus(pid: int, *, proc: Path = PROC, cgroups: Path = CGROUPS) -> float | None:
    """How many cores' time the groups around the process let it use; None where nothing limits."""
    shares = [share for share in _shares(pid, proc, cgroups) if share is not None]
    return min(shares, default=None)


def _levels(pid: int, proc: Path, cgroups: Path) -> Iterator[tuple[int | None, int | None]]:
    for folder, unified in _groups("memory", pid, proc, cgroups):
        if unified:
            yield _usage(folder, "memory.max", "memory.current", "inactive_file")
        else:
            yield _usage(folder, "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")


def _shares(pid: int, proc: Path, cgroups: Path) -> Iterator[float | None]:
    for folder, unified in _groups("cpu", pid, proc, cgroups):
        if unified:
            quota, _, period = (read(folder / "cpu.max") or b"").partition(b" ")
        else:
            quota, period = (read(folder / f"cpu.cfs_{name}_us") or b"" for name in ("quota", "period"))
        # No limit is written as `max`, and as -1.
        limit, every = _number(quota), _number(period)
        yield limit / every if limit and every else None


def _groups(controller: str, pid: int, proc: Path, cgroups: Path) -> Iterator[tuple[Path, bool]]:
    """The folders that may limit the process, and whether each is of version 2."""
    text = (read(f"{proc}/{pid}/cgroup") or b"").decode("utf-8", "replace")
    for line in text.splitlines():
        _, controllers, path = [*line.split(":", 2), "", ""][:3]
        if controllers == "":
            for folder in _upwards(cgroups, path):
                yield folder, True
        elif controller in controllers.split(","):
            for folder in _upwards(cgroups / controller, path):
                yield folder, False


def _upwards(top: Path, path: str) -> Iterator[Path]:
    """The group's folder and those above it; only the top where the path is another namespace's."""
    inner = PurePosixPath(path.lstrip("/"))
    if ".." not in inner.parts and (top / inner).is_dir():
        for part in (inner, *inner.parents):
            yield top / part
    else:
        yield top


def _usage(folder: Path, limit_file: str, used_file: str, cache_key: str) -> tuple[int | None, int | None]:
    limit = _number(read(folder / limit_file))
    used = _number(read(folder / used_file))
    if limit is not None and limit >= _V1_UNLIMITED:
        limit = None
    if used is not None:
        used = max(0, used - _cache(read(folder / "memory.stat"), cache_key))
    return limit, used


def _number(text: bytes | None) -> int | None:
    return int(text) if text and text.strip().isdigit() else None


def _cache(stat: bytes | None, key: str) -> int:
    found = re.search(rb"^" + key.encode() + rb" (\d+)$", stat or b"", re.MULTILINE)
    return int(found.group(1)) if found else 0
