"""Sessions on worker threads, and on a process whose workers are read beside its main thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.conftest import RunNode
from tests.support.captures import node_ids, read_snapshot
from tests.support.processes import wait_until
from tests.support.threads import Threads, run_threads
from tuiinspect.events import (
    Attached,
    CaptureFinished,
    ListenersCounted,
    MemorySampled,
    SessionEvent,
    TargetEnded,
)
from tuiinspect.session import Session
from tuiinspect.targets.resolve import Pid

E = TypeVar("E", bound=SessionEvent)


class Watched:
    """A session on a program with worker threads, and what it told."""

    def __init__(self, threads: Threads, *, worker: int | None = None, **options: Any) -> None:
        self.threads = threads
        self.events: list[SessionEvent] = []
        self.session = Session(Pid(threads.pid, worker), interval=0.1, **options)
        self.session.subscribe(self.events.append)
        self.session.start()

    def of_kind(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    def threads_since(self, start: int) -> set[str]:
        return {event.sample.thread for event in self.events[start:] if isinstance(event, MemorySampled)}


Watch = Callable[..., Watched]


@pytest.fixture(autouse=True)
def _own_state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def watch(run_node: RunNode) -> Iterator[Watch]:
    opened: list[Watched] = []

    def start(*, node: Path | None = None, **options: Any) -> Watched:
        opened.append(Watched(run_threads(run_node, node=node), **options))
        return opened[-1]

    yield start
    for watched in opened:
        watched.session.let_go()


def _hub_seen(watched: Watched) -> list[int]:
    rows = [row for event in watched.of_kind(ListenersCounted) for row in event.sample.rows]
    return [row.count for row in rows if row.class_name == "Hub"]


def test_a_worker_is_watched_hooked_and_left(watch: Watch) -> None:
    watched = watch(worker=1)
    threads = watched.threads
    wait_until(lambda: watched.of_kind(ListenersCounted))
    assert watched.of_kind(Attached)[0].target.thread == "worker:1"
    assert {event.sample.thread for event in watched.of_kind(MemorySampled)} == {"worker:1"}
    threads.ask("leak 1 12", "leaked 12")
    wait_until(lambda: 12 in _hub_seen(watched))
    assert watched.session.let_go()
    assert threads.is_clean(1)
    assert not threads.listens()
    assert threads.serves()


def test_the_end_of_the_worker_ends_the_session_and_lets_the_process_go(watch: Watch) -> None:
    watched = watch(worker=1)
    wait_until(lambda: watched.of_kind(MemorySampled))
    watched.threads.stop_worker(1)
    wait_until(lambda: watched.of_kind(TargetEnded))
    assert watched.of_kind(TargetEnded)[0].why == "worker 1 has ended"
    assert not watched.threads.listens()
    assert watched.threads.serves()
    assert watched.session.let_go()


def test_a_snapshot_is_of_the_worker(watch: Watch) -> None:
    watched = watch(worker=1)
    wait_until(lambda: watched.of_kind(MemorySampled))
    watched.session.take_snapshot()
    wait_until(lambda: watched.of_kind(CaptureFinished), timeout=60)
    captured = watched.of_kind(CaptureFinished)[0].captured
    assert f"-{watched.threads.pid}-worker-1-" in captured.path
    # The worker alone makes one.
    assert node_ids(read_snapshot(Path(captured.path)), "Hub")
    assert watched.session.let_go()
    assert not watched.threads.listens()


def test_workers_are_read_as_they_come_and_dropped_as_they_go(watch: Watch) -> None:
    watched = watch(workers=True)
    threads = watched.threads
    wait_until(lambda: watched.threads_since(0) == {"main", "worker:1"})
    assert watched.session.worker_threads == 1
    number = threads.start_worker("late")
    wait_until(lambda: f"worker:{number}" in watched.threads_since(0))
    threads.stop_worker(1)
    # The poll under way may still tell of it: four events, of two kinds for the main thread.
    start = len(watched.events) + 4
    wait_until(lambda: watched.threads_since(start) == {"main", f"worker:{number}"})
    assert not watched.of_kind(TargetEnded)
    assert watched.session.let_go()
    assert threads.is_clean(number)
    assert not threads.listens()


def test_other_threads_are_left_alone_unless_asked_for(watch: Watch) -> None:
    watched = watch()
    wait_until(lambda: len(watched.of_kind(MemorySampled)) > 3)
    assert watched.threads_since(0) == {"main"}


@pytest.mark.every_node
def test_workers_are_left_on_every_node(watch: Watch, every_node: Path) -> None:
    watched = watch(node=every_node, worker=1)
    wait_until(lambda: watched.of_kind(ListenersCounted))
    watched.threads.ask("leak 1 12", "leaked 12")
    wait_until(lambda: 12 in _hub_seen(watched))
    assert watched.session.let_go()
    assert watched.threads.is_clean(1)
    assert not watched.threads.listens()
    assert watched.threads.serves()


@pytest.mark.every_node
def test_workers_of_a_whole_process_are_read_on_every_node(watch: Watch, every_node: Path) -> None:
    watched = watch(node=every_node, workers=True)
    wait_until(lambda: watched.threads_since(0) == {"main", "worker:1"})
    assert watched.session.worker_threads == 1
    assert watched.session.let_go()
    assert watched.threads.is_clean(1)
    assert not watched.threads.listens()
