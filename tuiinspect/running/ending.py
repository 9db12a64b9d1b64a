"""The end of a started program: asked first, forced after a grace, and looked after until nothing is left."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Literal

from tuiinspect.running.family import Kin, send
from tuiinspect.running.program import Program

_POLL_S = 0.05
# What was killed is gone at once, unless the kernel holds it in a system call.
_KILLED_S = 5.0
_OURS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program was ended: it had `gone` before, it `stopped` when asked, or it was `killed`.

    `left` are processes that even SIGKILL did not end.
    """

    how: Literal["gone", "stopped", "killed"]
    left: tuple[int, ...] = ()


def end(program: Program, grace_s: float, *, hurry: Callable[[], bool] = lambda: False) -> Ended:
    """SIGTERM to everything that runs because of the program, SIGKILL to what is left after `grace_s`.

    What starts meanwhile is asked too. When `hurry()` turns true, the grace is over.
    """
    ended = end_members(program.members, grace_s, hurry)
    program.release()
    return ended


def end_members(members: Callable[[], list[Kin]], grace_s: float, hurry: Callable[[], bool]) -> Ended:
    """The same for whoever `members` tells to be there still."""
    how: Literal["gone", "stopped", "killed"] = "gone"
    asked = set()
    deadline = time.monotonic() + grace_s
    while (left := members()) and time.monotonic() < deadline and not hurry():
        how = "stopped"
        for kin in left:
            if kin not in asked and send(kin, signal.SIGTERM):
                asked.add(kin)
                # One that is suspended would get it only when it is continued.
                send(kin, signal.SIGCONT)
        time.sleep(_POLL_S)
    deadline = time.monotonic() + _KILLED_S
    while (left := members()) and time.monotonic() < deadline:
        how = "killed"
        for kin in left:
            send(kin, signal.SIGKILL)
        time.sleep(_POLL_S)
    return Ended(how, tuple(kin.pid for kin in left))


@contextmanager
def uninterrupted() -> Iterator[Callable[[], bool]]:
    """Signals to us do not cut the end short: only the patience; the yielded function tells."""
    came = False

    def note(_number: int, _frame: FrameType | None) -> None:
        nonlocal came
        came = True

    before = {number: signal.signal(number, note) for number in _OURS}
    try:
        yield lambda: came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
