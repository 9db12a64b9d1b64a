"""The worker threads of a process, as Node tells of them on the connection to its main thread."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass

import msgspec

from tuiinspect.cdp.connection import Connection, SubSession
from tuiinspect.cdp.domains import (
    WORKER_ATTACHED,
    WORKER_DETACHED,
    WorkerAttached,
    WorkerDetached,
    WorkerInfo,
    disable_workers,
    enable_workers,
)
from tuiinspect.cdp.messages import decode
from tuiinspect.errors import InspectError

_TITLE = re.compile(r"\[?worker (\d+)\]? ?(.*)", re.IGNORECASE | re.DOTALL)
_DISABLE_S = 0.3


@dataclass(frozen=True, slots=True)
class Worker:
    """A living worker thread: `number` is its `threadId`, `name` what its program calls it, if anything."""

    number: int
    name: str
    url: str
    session: SubSession


class Workers:
    """Keeps the list of one connection's worker threads, of workers' own workers too. Thread-safe."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._present: dict[str, Worker] = {}
        self._unsubscribe = (
            connection.subscribe(WORKER_ATTACHED, self._note),
            connection.subscribe(WORKER_DETACHED, self._forget),
        )

    @classmethod
    def enable(cls, connection: Connection) -> Workers:
        """Start to keep the list; those that are there already are in it at once.

        Raises:
            InspectError: the target does not answer, or does not know worker threads.
        """
        workers = cls(connection)
        try:
            enable_workers(connection)
        except InspectError:
            workers._stop_listening()
            raise
        return workers

    @property
    def present(self) -> tuple[Worker, ...]:
        """Those that live, by number."""
        with self._lock:
            return tuple(sorted(self._present.values(), key=lambda worker: worker.number))

    def find(self, number: int) -> Worker | None:
        return next((worker for worker in self.present if worker.number == number), None)

    def disable(self) -> bool:
        """End our sessions in the workers; True when the target said so, or nobody is left to say it."""
        self._stop_listening()
        if self._connection.closed:
            return True
        try:
            disable_workers(self._connection, timeout=_DISABLE_S)
        except InspectError:
            return False
        finally:
            for worker in self.present:
                worker.session.end(None)
        return True

    def _stop_listening(self) -> None:
        for unsubscribe in self._unsubscribe:
            unsubscribe()

    # Both on the reader thread: a worker that ends at once is still met by its session.
    def _note(self, params: msgspec.Raw) -> None:
        known = decode(params, WorkerAttached)
        number, name = thread_of(known.worker_info)
        session = self._connection.sub_session(known.session_id, f"worker {number}")
        with self._lock:
            self._present[known.session_id] = Worker(number, name, known.worker_info.url, session)

    def _forget(self, params: msgspec.Raw) -> None:
        with self._lock:
            self._present.pop(decode(params, WorkerDetached).session_id, None)


def thread_of(info: WorkerInfo) -> tuple[int, str]:
    """A worker's `threadId` and its name.

    The title says both, as `[worker 3] renderer`. The protocol's own `workerId` counts anew, and in any
    order, for each session that asks.
    """
    found = _TITLE.fullmatch(info.title)
    if found is None:
        return int(info.worker_id), info.title
    return int(found[1]), found[2]
