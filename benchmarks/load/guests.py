"""Who may be attached to the server while it is measured."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tuiinspect.cdp.connection import Connection
from tuiinspect.events import AllocationsRead, CensusTaken, ListenersCounted, MemorySampled, SessionEvent
from tuiinspect.session import Session
from tuiinspect.targets.attach import attach
from tuiinspect.targets.letgo import let_go
from tuiinspect.targets.resolve import Pid

SETTLING_S = 10.0
"""Attaching looks about in the program once, and V8 compiles that: measured by itself, as `arriving`."""


class Watched:
    """A session as the dashboard has it, and what its probes say that they cost."""

    def __init__(self, pid: int, *, read_only: bool = False) -> None:
        self.session = Session(Pid(pid), read_only=read_only, workers=True)
        self.costs: list[float] = []
        self._sampled = threading.Event()
        self.session.subscribe(self._hear)
        self.session.attach()
        self.session.start()
        if not self._sampled.wait(60):
            raise RuntimeError("no sample came")

    def _hear(self, event: SessionEvent) -> None:
        match event:
            case MemorySampled(sample):
                self.costs.append(sample.cost_s)
                self._sampled.set()
            case ListenersCounted(sample) | AllocationsRead(sample):
                self.costs.append(sample.cost_s)
            case _:
                pass


@contextmanager
def nobody(_pid: int) -> Iterator[None]:
    yield


@contextmanager
def nobody_yet(_pid: int) -> Iterator[None]:
    """As long as it takes others to settle, so that servers get as warm."""
    time.sleep(SETTLING_S)
    yield


@contextmanager
def reading(pid: int) -> Iterator[None]:
    watched = Watched(pid, read_only=True)
    time.sleep(SETTLING_S)
    yield
    watched.session.let_go()


@contextmanager
def watching(pid: int) -> Iterator[None]:
    watched = Watched(pid)
    time.sleep(SETTLING_S)
    yield
    watched.session.let_go()


@contextmanager
def arriving(pid: int) -> Iterator[None]:
    """Attached while it is measured: what is put in, and the first look about in the program."""
    sessions: list[Session] = []

    def arrive() -> None:
        session = Session(Pid(pid), workers=True)
        sessions.append(session)
        session.start()

    timer = threading.Timer(0.5, arrive)
    timer.start()
    yield
    timer.join()
    sessions[0].let_go()


@contextmanager
def sampling(pid: int) -> Iterator[None]:
    watched = Watched(pid)
    watched.session.start_allocations(every=20.0)
    time.sleep(SETTLING_S)
    yield
    watched.session.let_go()


@contextmanager
def counting(pid: int) -> Iterator[None]:
    """A census is taken soon after the window begins, which is a minute."""
    watched = Watched(pid)
    time.sleep(SETTLING_S)
    timer = threading.Timer(0.5, watched.session.take_census)
    timer.start()
    yield
    timer.join()
    watched.session.let_go()


@contextmanager
def _devtools(pid: int) -> Iterator[Connection]:
    """What the front end sends when its Memory panel is opened on a Node process."""
    attachment = attach(Pid(pid))
    connection = attachment.connection
    for method in ("Runtime.enable", "Debugger.enable", "Profiler.enable", "HeapProfiler.enable"):
        connection.call(method, timeout=60)
    time.sleep(SETTLING_S)
    yield connection
    let_go(attachment)


@contextmanager
def devtools(pid: int) -> Iterator[None]:
    with _devtools(pid):
        yield


@contextmanager
def devtools_sampling(pid: int) -> Iterator[None]:
    with _devtools(pid) as connection:
        connection.call("HeapProfiler.startSampling", {"samplingInterval": 32768}, timeout=60)
        yield
        connection.call("HeapProfiler.stopSampling", timeout=60)


@contextmanager
def devtools_timeline(pid: int) -> Iterator[None]:
    with _devtools(pid) as connection:
        connection.call("HeapProfiler.startTrackingHeapObjects", {"trackAllocations": False}, timeout=60)
        yield
        # Ended by the end of the session: asked to stop, it takes a snapshot first.


def take_census(watched: Watched) -> float:
    """The pause that it measured in the target."""
    pauses: list[float] = []
    watched.session.subscribe(
        lambda event: pauses.append(event.census.cost.pause_s) if isinstance(event, CensusTaken) else None
    )
    watched.session.take_census()
    return pauses[0] if pauses else float("nan")


def take_snapshot(pid: int, python: str, file: Path) -> float:
    """With the command, as a user would; the pause that it measured."""
    done = subprocess.run(
        [python, "-m", "tuiinspect", "snapshot", str(pid), "--yes", "--json", "-o", str(file)],
        capture_output=True,
        text=True,
        check=True,
    )
    return float(json.loads(done.stdout)["cost"]["pause_s"])
