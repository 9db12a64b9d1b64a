"""A worker thread as a target: found among its process's, and left before the process is."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from tuiinspect.cdp.connection import Connection
from tuiinspect.cdp.domains import discard_console
from tuiinspect.cdp.workers import Worker, Workers
from tuiinspect.errors import InspectError, NoSuchTarget
from tuiinspect.text import clean

_LISTED = 10
_DISCARD_S = 0.3
_TOLD_S = 1.0


@dataclass(frozen=True, slots=True)
class Thread:
    """One worker thread that is held by a session in it."""

    worker: Worker
    workers: Workers = field(repr=False)

    def leave(self) -> bool:
        """Drop what V8 kept of the worker's log because of us and end the session in it."""
        try:
            if not self.worker.session.closed:
                discard_console(self.worker.session, timeout=_DISCARD_S)
        except InspectError:
            self.workers.disable()
            return False
        return self.workers.disable()


def find_thread(connection: Connection, number: int, pid: int) -> Thread:
    """Start a session in worker thread `number` of the process at the other end.

    Raises:
        NoSuchTarget: it has no such worker; the message lists those it has.
    """
    workers = Workers.enable(connection)
    deadline = time.monotonic() + _TOLD_S
    while (worker := workers.find(number)) is None and time.monotonic() < deadline:
        # One that is busy, or has only just begun, is told of a moment later.
        time.sleep(_TOLD_S / 20)
    if worker is not None:
        return Thread(worker, workers)
    present = workers.present
    workers.disable()
    if not present:
        raise NoSuchTarget(
            f"process {pid} has no worker threads", advice=f"Attach to the process: tuiinspect {pid}"
        )
    raise NoSuchTarget(
        f"process {pid} has no worker {number}; it has these:", advice="\n".join(_lines(pid, present))
    )


def worker_words(name: str, url: str) -> str:
    """What its program calls a worker, and the script that it runs; safe to print."""
    # Since Node 24 every worker is called so that was given no name.
    given = name if name != "WorkerThread" else ""
    words = (clean(given, 40), clean(PurePosixPath(url).name, 40))
    return " ".join(word for word in words if word) or "a script without a file"


def _lines(pid: int, present: tuple[Worker, ...]) -> list[str]:
    lines = [
        f"  {pid}/worker:{worker.number}  {worker_words(worker.name, worker.url)}"
        for worker in present[:_LISTED]
    ]
    if len(present) > _LISTED:
        lines.append(f"  … and {len(present) - _LISTED} more")
    return lines
