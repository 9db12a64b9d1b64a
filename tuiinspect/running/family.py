"""The processes that came of one command: its children, whatever they start, and whoever moved out.

A runner starts a shell that starts the program, and a program may daemonise. So a process belongs to the
family when it descends from the command, shares its session, or carries its mark in the environment.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tuiinspect.targets import procfs
from tuiinspect.targets.reading import PROC, read

MARK = "TUIINSPECT_RUN"


@dataclass(frozen=True, slots=True)
class Kin:
    """One process of the family: with its start it is this one, whatever becomes of the number."""

    pid: int
    parent: int
    started: int


class Family:
    """Everything that runs because of one command, which was given `mark` in its environment."""

    def __init__(self, mark: str, *, proc: Path = PROC) -> None:
        self._proc = proc
        self._mark = f"{MARK}={mark}".encode()
        self._root: int | None = None
        self._root_started: int | None = None

    def founded_by(self, pid: int) -> None:
        """Name the command's own process, which must not have been reaped yet."""
        self._root_started = procfs.start_ticks(pid, proc=self._proc)
        self._root = pid

    @property
    def founded(self) -> bool:
        """Whether the command's own process is known."""
        return self._root is not None

    def members(self) -> list[Kin]:
        """Who of the family lives, parents before their children."""
        everyone = {seen.pid: seen for seen in map(self._look_at, procfs.pids(proc=self._proc)) if seen}
        founded = self._root is not None and self._root_in(everyone)
        found = {}
        for seen in everyone.values():
            if self._carries_mark(seen.pid) or (founded and self._is_in_session(seen)):
                found[seen.pid] = seen.kin
        return sorted(_with_descendants(found, everyone), key=lambda kin: (kin.started, kin.pid))

    def _root_in(self, everyone: dict[int, _Seen]) -> bool:
        """Whether the session still is the command's: its number may have passed on to a stranger."""
        assert self._root is not None
        leader = everyone.get(self._root)
        return leader is None or leader.started == self._root_started

    def _is_in_session(self, seen: _Seen) -> bool:
        return self._root in (seen.pid, seen.session)

    def _carries_mark(self, pid: int) -> bool:
        return self._mark in (read(f"{self._proc}/{pid}/environ") or b"").split(b"\0")

    def _look_at(self, pid: int) -> _Seen | None:
        content = read(f"{self._proc}/{pid}/stat")
        # The name in parentheses may itself hold spaces and parentheses.
        fields = content.rpartition(b")")[2].split() if content else []
        if len(fields) < 20 or fields[0] in (b"Z", b"X"):
            return None
        return _Seen(pid, int(fields[1]), int(fields[19]), session=int(fields[3]))


@dataclass(frozen=True, slots=True)
class _Seen:
    pid: int
    parent: int
    started: int
    session: int

    @property
    def kin(self) -> Kin:
        return Kin(self.pid, self.parent, self.started)


def _with_descendants(found: dict[int, Kin], everyone: dict[int, _Seen]) -> Iterable[Kin]:
    """A child that was started with an environment and a session of its own is found by its parent."""
    while True:
        more = {
            seen.pid: seen.kin
            for seen in everyone.values()
            if seen.parent in found and seen.pid not in found and seen.pid != os.getpid()
        }
        if not more:
            return found.values()
        found.update(more)


def send(kin: Kin, number: signal.Signals, *, proc: Path = PROC) -> bool:
    """Signal that very process, never a successor of the same number; False when it has ended."""
    with suppress(OSError):
        handle = os.pidfd_open(kin.pid)
        try:
            if procfs.start_ticks(kin.pid, proc=proc) == kin.started:
                signal.pidfd_send_signal(handle, number)
                return True
        finally:
            os.close(handle)
    return False
