"""The memory of a process's worker threads, read beside that of its main thread."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from tuiinspect.cdp.connection import Connection
from tuiinspect.cdp.workers import Worker, Workers
from tuiinspect.errors import ConnectionLost, InspectError, LeaseExpired
from tuiinspect.events import MemorySampled, ProbeFailed, SessionEvent
from tuiinspect.probes.watcher import Watcher
from tuiinspect.targets.exit_guard import major

PATIENCE_S = 0.2
LEAVE_S = 0.5
FAILURES_TO_TELL = 3
FIRST_STURDY = 22

Publish = Callable[[SessionEvent], None]


class WorkerReadings:
    """Follows the worker threads as they come and go. `poll` and `leave` are for one thread at a time."""

    def __init__(self, workers: Workers, *, by_handle: bool) -> None:
        self._workers = workers
        self._by_handle = by_handle
        self._lock = threading.Lock()
        self._watchers: dict[Worker, Watcher | None] = {}
        self._failures: Counter[int] = Counter()
        self._left = False

    @classmethod
    def begin(cls, connection: Connection, node_version: str) -> WorkerReadings:
        """Ask the process for its worker threads.

        Raises:
            InspectError: it does not answer, or does not know any.
        """
        return cls(Workers.enable(connection), by_handle=asked_by_handle(node_version))

    @property
    def number(self) -> int:
        """How many there are at the moment, whether they answer or not."""
        return len(self._workers.present)

    def poll(self, publish: Publish) -> None:
        """Publish a sample of each worker that answers; a busy one's comes with a later poll."""
        self._follow(publish)
        with self._lock:
            watched = [(worker, watcher) for worker, watcher in self._watchers.items() if watcher is not None]
        for _, watcher in watched:
            watcher.ask()
        deadline = time.monotonic() + PATIENCE_S
        for worker, watcher in watched:
            try:
                sample = watcher.read(max(0.0, deadline - time.monotonic()))
            except (ConnectionLost, LeaseExpired):
                self._forget(worker)
            except InspectError as error:
                self._complain(worker, error, publish)
            else:
                if sample is not None:
                    publish(MemorySampled(replace(sample, thread=f"worker:{worker.number}")))

    def leave(self) -> bool:
        """Take everything out of all workers; True when each of them confirmed it."""
        with self._lock:
            self._left = True
            watchers = [watcher for watcher in self._watchers.values() if watcher is not None]
            self._watchers.clear()
        removals = [watcher.start_removal() for watcher in watchers]
        deadline = time.monotonic() + LEAVE_S
        removed = [removal(max(0.0, deadline - time.monotonic())) for removal in removals]
        return self._workers.disable() and all(removed)

    def _follow(self, publish: Publish) -> None:
        """Move in where somebody is new, each in a thread of its own: a busy worker answers late."""
        present = set(self._workers.present)
        with self._lock:
            for gone in self._watchers.keys() - present:
                del self._watchers[gone]
            new = present - self._watchers.keys()
            self._watchers.update(dict.fromkeys(new))
        for worker in new:
            threading.Thread(
                target=self._move_in, args=(worker, publish), name="worker-watcher", daemon=True
            ).start()

    def _move_in(self, worker: Worker, publish: Publish) -> None:
        try:
            watcher = Watcher.install(worker.session, by_handle=self._by_handle)
        except InspectError as error:
            self._forget(worker)
            if not worker.session.closed:
                self._complain(worker, error, publish)
            return
        with self._lock:
            if not self._left:
                self._watchers[worker] = watcher
                return
        watcher.start_removal()

    def _forget(self, worker: Worker) -> None:
        with self._lock:
            self._watchers.pop(worker, None)

    def _complain(self, worker: Worker, error: InspectError, publish: Publish) -> None:
        """Once, and not of a worker that is just starting or ending: it is tried again and again."""
        self._failures[worker.number] += 1
        if self._failures[worker.number] == FAILURES_TO_TELL:
            publish(ProbeFailed(f"worker {worker.number}", error.what))


def asked_by_handle(node_version: str) -> bool:
    """Whether the threads of this Node are to be asked by handle, see `put_in`."""
    return major(node_version) < FIRST_STURDY
