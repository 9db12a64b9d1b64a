"""How many threads contend for the machine of a target, read from outside in a tenth of a second."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import psutil

from tuiinspect.samples import Pressure
from tuiinspect.targets.cgroups import cgroup_cpus
from tuiinspect.targets.reading import CGROUPS, PROC, entries, read

READINGS = 6
APART_S = 0.015


def read_pressure(
    pid: int,
    *,
    proc: Path = PROC,
    cgroups: Path = CGROUPS,
    pause: Callable[[float], None] = time.sleep,
) -> Pressure:
    """What presses on the process, whose own threads do not count, nor does the one that reads.

    What wants to run at the moment counts, and half of what the last minute had more than that: load comes
    and goes, and a pause that has begun is not put off.
    """
    moments: list[int] = []
    own: list[int] = []
    for _ in range(READINGS):
        running = _running(proc)
        if running is not None:
            own.append(_running_of(pid, proc))
            moments.append(running - own[-1] - 1)
            pause(APART_S)
    minute = psutil.getloadavg()[0] - _mean(own)
    now = _mean(moments) if moments else minute
    others = max(now, (now + minute) / 2, 0.0)
    return Pressure(psutil.cpu_count() or 1, others, cgroup_cpus(pid, proc=proc, cgroups=cgroups))


def _mean(numbers: list[int]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.0


def _running(proc: Path) -> int | None:
    """The threads of the whole machine that run or wait for a core."""
    words = (read(proc / "loadavg") or b"").split()
    running = words[3].partition(b"/")[0] if len(words) > 3 else b""
    return int(running) if running.isdigit() else None


def _running_of(pid: int, proc: Path) -> int:
    states = (read(f"{proc}/{pid}/task/{thread}/stat") for thread in entries(f"{proc}/{pid}/task"))
    # The name before the state may have spaces and parentheses of its own.
    return sum((stat or b"").rpartition(b") ")[2].startswith(b"R") for stat in states)
