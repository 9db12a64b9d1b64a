"""The end of a program: asked first, forced after the grace, nothing left."""

from __future__ import annotations

import os
import signal

from tests.running.conftest import StartProgram
from tests.support.processes import wait_until
from tuiinspect.running.ending import Ended, end, uninterrupted
from tuiinspect.targets import procfs

IGNORES = "trap '' TERM; echo ready; while :; do sleep 0.1; done"


def test_one_that_listens_stops_by_itself(start_program: StartProgram) -> None:
    started = start_program(
        "sh", "-c", "trap 'echo bye; exit 7' TERM; echo ready; while :; do sleep 0.1; done"
    )
    wait_until(lambda: "ready" in started.last_lines(), what="the trap")
    assert end(started, 20.0) == Ended("stopped")
    assert started.exit_code == 7
    assert "bye" in started.last_lines()


def test_one_that_does_not_is_killed_with_its_children(start_program: StartProgram) -> None:
    started = start_program("sh", "-c", f'(setsid sh -c "{IGNORES}") & {IGNORES}')
    wait_until(lambda: started.last_lines() == ("ready", "ready"), what="both traps")
    members = started.members()
    assert end(started, 0.3) == Ended("killed")
    assert started.exit_code == -signal.SIGKILL
    assert not any(procfs.is_process(kin.pid) for kin in members)


def test_hurry_ends_the_grace(start_program: StartProgram) -> None:
    started = start_program("sh", "-c", IGNORES)
    wait_until(lambda: "ready" in started.last_lines(), what="the trap")
    with uninterrupted() as hurry:
        os.kill(os.getpid(), signal.SIGINT)
        assert end(started, 3600.0, hurry=hurry) == Ended("killed")


def test_one_that_was_stopped_is_woken_to_end(start_program: StartProgram) -> None:
    started = start_program("sleep", "301")
    (kin,) = started.members()
    os.kill(kin.pid, signal.SIGSTOP)
    wait_until(lambda: (known := procfs.status(kin.pid)) and known.state == "T", what="the stop")
    assert end(started, 20.0) == Ended("stopped")
    assert started.exit_code == -signal.SIGTERM


def test_one_that_is_gone_needs_nothing(start_program: StartProgram) -> None:
    started = start_program("sh", "-c", "exit 3")
    wait_until(lambda: not started.lives, what="its end")
    assert end(started, 20.0) == Ended("gone")
    assert started.fate() == "ended with exit code 3"
