"""Snapshots through the capture process, on a live Node."""

from __future__ import annotations

import os
import signal
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.support.captures import (
    Target,
    gone,
    node_ids,
    read_snapshot,
    start_target,
    wait_for_size,
)
from tests.support.processes import NodeProcess, wait_until
from tests.support.relay import Relay
from tuiinspect.errors import (
    Cancelled,
    ConnectionLost,
    InspectError,
    NoSuchTarget,
    Refused,
    UnwritableFile,
)
from tuiinspect.probes.capture import Capture, CaptureSession
from tuiinspect.samples import CaptureProgress

OBJECTS = 20_000
# Enough for a pause in which a test gets its word in.
MANY_OBJECTS = 60_000
PATIENCE = 300.0


@pytest.fixture
def target(run_node: Callable[..., NodeProcess], node: Path) -> Target:
    return start_target(run_node, node, objects=OBJECTS, flag="--inspect=127.0.0.1:0")


@pytest.fixture
def slow_target(run_node: Callable[..., NodeProcess], node: Path) -> Target:
    return start_target(run_node, node, objects=MANY_OBJECTS, flag="--inspect=127.0.0.1:0")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "taken.heapsnapshot"


def capture(
    target: Target,
    path: Path,
    on_progress: Callable[[CaptureProgress], None] = lambda _progress: None,
    *,
    url: str | None = None,
) -> Capture:
    return Capture.start(
        url=url or target.url,
        path=path,
        pid=target.pid,
        node_version=target.version,
        prediction=target.prediction(path),
        close_inspector_when_orphaned=False,
        on_progress=on_progress,
    )


def session(target: Target) -> CaptureSession:
    return CaptureSession.start(
        url=target.url, pid=target.pid, node_version=target.version, close_inspector_when_orphaned=False
    )


def ignore(_progress: CaptureProgress) -> None:
    pass


def check_complete_snapshot(target: Target, path: Path) -> None:
    heard: list[CaptureProgress] = []
    under_way = capture(target, path, heard.append)
    captured = under_way.wait(PATIENCE)

    document = read_snapshot(path)
    width = len(document["snapshot"]["meta"]["node_fields"])
    assert captured.path == str(path)
    assert captured.bytes_written == path.stat().st_size
    assert captured.nodes == document["snapshot"]["node_count"] == len(document["nodes"]) / width
    assert captured.nodes > OBJECTS
    assert 'ünïcode → "quoted"' in document["strings"]
    assert len(node_ids(document, "Landmark")) == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o600

    order = ["waiting", "generating", "streaming"]
    phases = [progress.phase for progress in heard]
    assert phases[0] == "waiting"
    assert phases == sorted(phases, key=order.index)
    assert [progress.elapsed_s for progress in heard] == sorted(progress.elapsed_s for progress in heard)
    assert heard[-1].total >= heard[-1].done

    cost = captured.cost
    assert cost.what == "snapshot"
    assert 0 < cost.pause_s < heard[-1].elapsed_s + PATIENCE
    assert cost.predicted_s == target.prediction(path).pause_s
    assert cost.rss_peak is not None
    assert 0 < cost.rss_before < cost.rss_after <= cost.rss_peak
    assert target.serves()
    assert under_way.session.ended.wait(PATIENCE)


def test_a_complete_snapshot_arrives_with_its_progress_and_its_cost(target: Target, path: Path) -> None:
    check_complete_snapshot(target, path)


@pytest.mark.every_node
def test_a_complete_snapshot_arrives_from_every_node(
    run_node: Callable[..., NodeProcess], every_node: Path, path: Path
) -> None:
    target = start_target(run_node, every_node, objects=OBJECTS, flag="--inspect=127.0.0.1:0")
    check_complete_snapshot(target, path)


def test_the_pause_is_what_the_target_itself_measures(target: Target, path: Path) -> None:
    # The target's own view: its loop stood still from before the snapshot to after it.
    start = len(target.process.lines)
    target.process.say("watch")
    target.process.wait_line("watching", start=start)
    cost = capture(target, path).wait(PATIENCE).cost
    target.process.say("report")
    stood_still = float(target.process.wait_line("longest", start=start).split()[1])
    assert cost.pause_s == pytest.approx(stood_still, rel=0.25, abs=0.1)


def test_a_snapshot_that_is_called_off_is_drained_and_leaves_nothing(slow_target: Target, path: Path) -> None:
    size = capture(slow_target, path.with_name("whole")).wait(PATIENCE).bytes_written
    relay = Relay(slow_target.url)
    under_way = capture(slow_target, path, url=relay.url)
    wait_for_size(path, 0)
    under_way.cancel()
    with pytest.raises(Cancelled, match="called off"):
        under_way.wait(PATIENCE)
    assert not path.exists()
    assert relay.passed > 0.9 * size
    assert slow_target.serves()
    assert under_way.session.ended.wait(PATIENCE)
    assert slow_target.listens()


def test_two_snapshots_of_one_session_know_an_object_by_the_same_id(target: Target, tmp_path: Path) -> None:
    both = session(target)
    found = []
    for name in ("first", "second"):
        path = tmp_path / name
        both.take(path, target.prediction(path), ignore).wait(PATIENCE)
        found.append(node_ids(read_snapshot(path), "Landmark"))
    assert found[0] == found[1]
    assert len(found[0]) == 1
    both.end()
    assert both.ended.wait(PATIENCE)
    with pytest.raises(InspectError, match="has ended"):
        both.take(tmp_path / "third", target.prediction(tmp_path), ignore)


def test_after_one_that_was_called_off_the_session_takes_another(slow_target: Target, tmp_path: Path) -> None:
    both = session(slow_target)
    first = both.take(tmp_path / "first", slow_target.prediction(tmp_path), ignore)
    wait_for_size(tmp_path / "first", 0)
    with pytest.raises(Refused, match="already"):
        both.take(tmp_path / "second", slow_target.prediction(tmp_path), ignore)
    first.cancel()
    with pytest.raises(Cancelled):
        first.wait(PATIENCE)
    second = both.take(tmp_path / "second", slow_target.prediction(tmp_path), ignore)
    assert second.wait(PATIENCE).nodes
    both.end()
    assert both.ended.wait(PATIENCE)


def test_a_full_disk_is_told_in_words_and_the_target_serves_on(target: Target) -> None:
    with pytest.raises(UnwritableFile, match="/dev/full: No space left"):
        capture(target, Path("/dev/full")).wait(PATIENCE)
    assert target.serves()


def test_a_file_that_vanishes_under_way_is_told(slow_target: Target, path: Path) -> None:
    under_way = capture(slow_target, path)
    wait_for_size(path, 0)
    path.unlink()
    with pytest.raises(UnwritableFile, match="removed or replaced"):
        under_way.wait(PATIENCE)
    assert slow_target.serves()


def test_a_file_that_is_there_is_not_overwritten(target: Target, path: Path) -> None:
    path.write_text("precious")
    with pytest.raises(UnwritableFile, match="there already"):
        capture(target, path).wait(PATIENCE)
    assert path.read_text() == "precious"


def test_a_target_that_is_killed_under_way_is_told_and_leaves_no_part(
    slow_target: Target, path: Path
) -> None:
    under_way = capture(slow_target, path)
    wait_for_size(path, 0)
    slow_target.process.process.kill()
    with pytest.raises(ConnectionLost, match="the target ended while the snapshot broke off") as told:
        under_way.wait(PATIENCE)
    assert "RSS was last seen at" in told.value.what
    assert not path.exists()
    assert under_way.session.ended.wait(PATIENCE)


def test_a_line_that_breaks_under_way_is_told_and_leaves_no_part(target: Target, path: Path) -> None:
    relay = Relay(target.url, limit=1_000_000)
    with pytest.raises(ConnectionLost, match=r"the snapshot broke off after .* into the file"):
        capture(target, path, url=relay.url).wait(PATIENCE)
    assert not path.exists()
    assert target.serves()


def test_an_inspector_that_is_not_there_is_told(target: Target, path: Path) -> None:
    with pytest.raises(NoSuchTarget, match=r"127\.0\.0\.1:1"):
        capture(target, path, url="ws://127.0.0.1:1/nothing").wait(PATIENCE)
    assert not path.exists()


def test_a_capture_process_that_is_killed_is_told_and_its_part_removed(target: Target, path: Path) -> None:
    # Stopped, the target sends nothing: it is safe from what the kill would do to it under a stream.
    under_way = session(target)
    first = under_way.take(path, target.prediction(path), ignore)
    first.wait(PATIENCE)
    path.unlink()
    os.kill(target.pid, signal.SIGSTOP)
    begun = threading.Event()
    second = under_way.take(path, target.prediction(path), lambda _progress: begun.set())
    assert begun.wait(PATIENCE)
    os.kill(under_way.pid, signal.SIGKILL)
    with pytest.raises(ConnectionLost, match="was killed by SIGKILL"):
        second.wait(PATIENCE)
    assert not path.exists()


def test_waiting_has_its_limit(target: Target, path: Path) -> None:
    os.kill(target.pid, signal.SIGSTOP)
    under_way = capture(target, path)
    with pytest.raises(TimeoutError, match="under way"):
        under_way.wait(0.01)
    assert not under_way.finished.is_set()
    os.kill(target.pid, signal.SIGCONT)
    assert under_way.wait(PATIENCE).nodes


def test_a_listener_that_fails_does_not_lose_the_snapshot(target: Target, path: Path) -> None:
    def stumble(_progress: CaptureProgress) -> None:
        raise ValueError

    assert capture(target, path, stumble).wait(PATIENCE).nodes


def check_exit(target: Target, path: Path) -> None:
    idle = session(target)
    idle.take(path, target.prediction(path), ignore).wait(PATIENCE)
    target.process.say("exit 7")
    assert target.process.wait_exit() == 7
    assert idle.ended.wait(PATIENCE)
    with pytest.raises(InspectError):
        idle.take(path.with_name("late"), target.prediction(path), ignore)


def test_an_idle_session_does_not_hold_up_a_target_that_exits(target: Target, path: Path) -> None:
    check_exit(target, path)


@pytest.mark.every_node
def test_an_idle_session_holds_up_no_node_that_exits(
    run_node: Callable[..., NodeProcess], every_node: Path, path: Path
) -> None:
    check_exit(start_target(run_node, every_node, objects=1000, flag="--inspect=127.0.0.1:0"), path)


def test_the_inspectors_address_is_not_in_the_process_list(target: Target, path: Path) -> None:
    under_way = session(target)
    command = wait_until(psutil.Process(under_way.pid).cmdline, what="the program has started")
    assert f"the node process {target.pid}" in command[-1]
    secret = target.url.rsplit("/", 1)[1]
    assert not any(secret in word for word in command)
    child = psutil.Process(under_way.pid)
    under_way.end()
    wait_until(lambda: gone(child), what="the capture process is gone")
    assert not path.exists()
