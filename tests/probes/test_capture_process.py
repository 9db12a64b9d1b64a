"""Whatever becomes of those who want a snapshot, the process that reads it drains it and tidies up."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psutil
import pytest

from tests.support.captures import Parent, Target, gone, start_target, wait_for_size
from tests.support.processes import NodeProcess, wait_until
from tests.support.relay import Relay
from tuiinspect.errors import Cancelled
from tuiinspect.probes.capture import Capture

KILLS = 20
SOME = 60_000
PATIENCE = 300.0
CLOSED = "--inspect-port=127.0.0.1:0"
OPEN = "--inspect=127.0.0.1:0"


def capture(target: Target, path: Path, *, close: bool = False) -> Capture:
    return Capture.start(
        url=target.url,
        path=path,
        pid=target.pid,
        node_version=target.version,
        prediction=target.prediction(path),
        close_inspector_when_orphaned=close,
        on_progress=lambda _progress: None,
    )


def check_kills(target: Target, folder: Path) -> None:
    """Kill the parent at a random point of the stream, again and again, and look what is left each time."""
    target.open_inspector()
    size = capture(target, folder / "whole").wait(PATIENCE).bytes_written
    chance = random.Random(20)
    kills = 0
    while kills < KILLS:
        if not target.listens():
            target.open_inspector()
        path = folder / f"{chance.random()}.heapsnapshot"
        parent = Parent(target, path, close=True)
        # A third of the way or so nothing has been written yet: the target still walks its heap.
        wait_for_size(path, int(size * max(0.0, chance.uniform(-0.3, 0.9))))
        parent.kill()
        wait_until(partial(gone, parent.child), timeout=PATIENCE, what="the capture process is gone")
        assert target.serves()
        if not parent.was_done:
            kills += 1
            assert not target.listens()
            # A stream that ended in the very moment of the kill leaves a complete file.
            assert not path.exists() or path.stat().st_size > 0.99 * size


def test_the_target_outlives_twenty_kills_of_the_parent(
    run_node: Callable[..., NodeProcess], node: Path, tmp_path: Path
) -> None:
    check_kills(start_target(run_node, node, objects=40_000, flag=CLOSED), tmp_path)


@pytest.mark.every_node
def test_every_node_outlives_twenty_kills_of_the_parent(
    run_node: Callable[..., NodeProcess], every_node: Path, tmp_path: Path
) -> None:
    check_kills(start_target(run_node, every_node, objects=100_000, flag=CLOSED), tmp_path)


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_what_ends_the_parents_group_does_not_reach_the_process(
    run_node: Callable[..., NodeProcess], node: Path, tmp_path: Path, number: int
) -> None:
    target = start_target(run_node, node, objects=SOME, flag=OPEN)
    size = capture(target, tmp_path / "whole").wait(PATIENCE).bytes_written
    path = tmp_path / "taken"
    relay = Relay(target.url)
    parent = Parent(target, path, close=False, url=relay.url)
    wait_for_size(path, 0)
    assert os.getsid(parent.child.pid) == parent.child.pid
    parent.kill(number)
    wait_until(lambda: gone(parent.child), timeout=PATIENCE, what="the capture process is gone")
    assert relay.passed > 0.9 * size
    assert not path.exists()
    assert target.listens()
    assert target.serves()


def test_the_process_itself_is_deaf_to_hang_ups_and_interrupts(
    run_node: Callable[..., NodeProcess], node: Path, tmp_path: Path
) -> None:
    target = start_target(run_node, node, objects=SOME, flag=OPEN)
    under_way = capture(target, tmp_path / "taken")
    wait_for_size(tmp_path / "taken", 0)
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGPIPE):
        os.kill(under_way.session.pid, number)
    assert under_way.wait(PATIENCE).bytes_written == (tmp_path / "taken").stat().st_size


def test_asked_to_terminate_it_drains_first(
    run_node: Callable[..., NodeProcess], node: Path, tmp_path: Path
) -> None:
    target = start_target(run_node, node, objects=SOME, flag=OPEN)
    under_way = capture(target, tmp_path / "taken")
    wait_for_size(tmp_path / "taken", 0)
    os.kill(under_way.session.pid, signal.SIGTERM)
    with pytest.raises(Cancelled):
        under_way.wait(PATIENCE)
    assert not (tmp_path / "taken").exists()
    assert under_way.session.ended.wait(PATIENCE)
    assert target.serves()


def test_abandoned_it_is_the_last_one_out(
    run_node: Callable[..., NodeProcess], node: Path, tmp_path: Path
) -> None:
    target = start_target(run_node, node, objects=SOME, flag=OPEN)
    under_way = capture(target, tmp_path / "taken", close=True)
    wait_for_size(tmp_path / "taken", 0)
    child = psutil.Process(under_way.session.pid)
    under_way.abandon()
    with pytest.raises(Cancelled):
        under_way.wait(PATIENCE)
    wait_until(lambda: gone(child), timeout=PATIENCE, what="the capture process is gone")
    assert not (tmp_path / "taken").exists()
    assert not target.listens()
    assert target.serves()


def test_a_parent_that_has_let_go_leaves_the_inspector_to_itself(
    run_node: Callable[..., NodeProcess], node: Path, tmp_path: Path
) -> None:
    target = start_target(run_node, node, objects=SOME, flag=OPEN)
    under_way = capture(target, tmp_path / "taken", close=True)
    wait_for_size(tmp_path / "taken", 0)
    under_way.session.end()
    under_way.session.abandon()
    with pytest.raises(Cancelled):
        under_way.wait(PATIENCE)
    assert under_way.session.ended.wait(PATIENCE)
    assert target.listens()
    assert target.serves()
