"""What the main thread of a process is at, seen from outside: asking it costs it something each time."""

from __future__ import annotations

from pathlib import Path

from tuiinspect.targets.reading import PROC, read

# How kernels call the place where a thread waits for events, which Node's event loop does.
_WAITS_FOR_EVENTS = (b"ep_poll", b"do_epoll_wait")
# What the kernel says of a thread that runs, and of all threads where it does not tell.
_NOWHERE = (b"0", b"")


def has_work(pid: int, *, proc: Path = PROC) -> bool:
    """Whether it can be seen to run or to wait in its event loop; False as well where nothing can be seen."""
    place = read(f"{proc}/{pid}/wchan")
    if place is None:
        return False
    return place in _WAITS_FOR_EVENTS or (place in _NOWHERE and _runs(pid, proc))


def _runs(pid: int, proc: Path) -> bool:
    # The name in parentheses may itself hold spaces and parentheses.
    fields = (read(f"{proc}/{pid}/stat") or b"").rpartition(b")")[2].split()
    return fields[:1] == [b"R"]
