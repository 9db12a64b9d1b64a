"""Snapshots of a worker thread: complete, comparable, and ended in words when the worker ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.captures import node_ids, read_snapshot
from tests.support.processes import NodeProcess
from tests.support.threads import Threads, run_threads
from tuiinspect.errors import InspectError, NoSuchTarget, TargetEnding
from tuiinspect.probes.capture import CaptureSession
from tuiinspect.probes.predict import predict_snapshot
from tuiinspect.samples import Captured, CaptureProgress
from tuiinspect.targets.attach import Attachment, attach
from tuiinspect.targets.letgo import let_go
from tuiinspect.targets.resolve import Pid


class Capturing:
    """A capture session on one worker of a program, and what it told of its progress."""

    def __init__(self, attachment: Attachment, worker: int) -> None:
        self.progress: list[CaptureProgress] = []
        self._info = attachment.info
        self.session = CaptureSession.start(
            url=attachment.url,
            pid=self._info.pid,
            node_version=self._info.node,
            worker=worker,
            close_inspector_when_orphaned=False,
        )

    def take(self, path: Path) -> Captured:
        prediction = predict_snapshot(self._info.node, 5_000_000, 60_000_000, self._info.pid, path)
        return self.session.take(path, prediction, self.progress.append).wait(300)


@pytest.fixture
def threads(run_node: Callable[..., NodeProcess]) -> Threads:
    return run_threads(run_node)


@pytest.fixture
def capture(threads: Threads) -> Iterator[Callable[[int], Capturing]]:
    attachment = attach(Pid(threads.pid))
    started: list[Capturing] = []

    def begin(worker: int) -> Capturing:
        started.append(Capturing(attachment, worker))
        return started[-1]

    yield begin
    for capturing in started:
        capturing.session.end()
        assert capturing.session.ended.wait(300)
    assert let_go(attachment)
    assert not threads.listens()


def test_two_of_one_session_have_the_same_ids(
    threads: Threads, capture: Callable[[int], Capturing], tmp_path: Path
) -> None:
    capturing = capture(1)
    taken = [capturing.take(tmp_path / f"{name}.heapsnapshot") for name in ("first", "second")]
    first, second = (read_snapshot(Path(captured.path)) for captured in taken)
    # The instance, and the prototype, of a class that the worker alone makes.
    assert node_ids(first, "Hub")
    assert node_ids(first, "Hub") == node_ids(second, "Hub")
    assert [captured.nodes for captured in taken] == [
        document["snapshot"]["node_count"] for document in (first, second)
    ]
    assert capturing.progress[-1].bytes_written <= taken[-1].bytes_written
    assert threads.serves()


def test_a_worker_that_is_not_there_is_said_in_words(
    capture: Callable[[int], Capturing], tmp_path: Path
) -> None:
    with pytest.raises(NoSuchTarget, match="has no worker 8"):
        capture(8).take(tmp_path / "none.heapsnapshot")


def test_a_worker_that_has_ended_is_said_in_words(
    threads: Threads, capture: Callable[[int], Capturing], tmp_path: Path
) -> None:
    capturing = capture(1)
    capturing.take(tmp_path / "first.heapsnapshot")
    threads.stop_worker(1)
    assert capturing.session.ended.wait(300)
    with pytest.raises(InspectError, match="worker 1 has ended") as raised:
        capturing.take(tmp_path / "second.heapsnapshot")
    assert isinstance(raised.value, TargetEnding)
    assert threads.serves()
