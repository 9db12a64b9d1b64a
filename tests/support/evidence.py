"""What a session brings home from a running program, as the panes would show it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tuiinspect.events import CensusTaken, CollectionsCounted, ListenersCounted, ProbeFailed, SessionEvent
from tuiinspect.history import (
    ClassHistory,
    CollectionHistory,
    GrowthRow,
    ListenerHistory,
    ListenerRow,
    ranked,
)
from tuiinspect.leaks.launcher import DemoProcess
from tuiinspect.session import Session
from tuiinspect.targets.resolve import Pid


class Evidence:
    """Fed by a session, on its threads. `marked` is everything that was ever said to grow."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.marked: set[str] = set()
        self.failures: list[str] = []
        self.samples = 0
        self.censuses = 0
        self._listeners = ListenerHistory()
        self._collections = CollectionHistory()
        self._classes = ClassHistory()
        self._lock = threading.Lock()
        session.subscribe(self._note)

    def growth(self) -> tuple[GrowthRow, ...]:
        """The rows of the pane of classes and collections."""
        with self._lock:
            return ranked(self._classes.rows(), self._collections.rows())

    def listeners(self) -> tuple[ListenerRow, ...]:
        with self._lock:
            return self._listeners.rows()

    def _note(self, event: SessionEvent) -> None:
        with self._lock:
            match event:
                case ListenersCounted(sample):
                    self._listeners.add(sample)
                case CollectionsCounted(collections):
                    self._collections.add(collections)
                    self._classes.add_survivors(collections.survivors)
                    self.samples += 1
                case CensusTaken(census):
                    self._listeners.add(census.listeners)
                    self._collections.add_census(census)
                    self._classes.add(census)
                    self.censuses += 1
                case ProbeFailed(probe, why):
                    self.failures.append(f"{probe}: {why}")
                case _:
                    return
            self.marked |= {
                f"{row.count.class_name} {row.count.event!r}" for row in self._listeners.rows() if row.grows
            }
            self.marked |= {
                f"{row.count}" for row in ranked(self._classes.rows(), self._collections.rows()) if row.grows
            }


@contextmanager
def watched(program: DemoProcess, *, interval: float = 1.0) -> Iterator[Evidence]:
    """Watch the thread of a bundled program that leaks; let go at the end."""
    worker = 1 if program.leak.name == "worker" else None
    session = Session(Pid(program.pid, worker), interval=interval)
    evidence = Evidence(session)
    try:
        session.attach()
        session.start()
        yield evidence
    finally:
        session.let_go()
