"""Who belongs to a command: whoever it has started, wherever that has moved to, and nobody else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.running.conftest import StartProgram
from tests.support.processes import wait_until
from tuiinspect.running.family import Kin, send
from tuiinspect.running.program import Program
from tuiinspect.targets import procfs


def _commands(program: Program) -> set[str]:
    return {" ".join(procfs.command(kin.pid)) for kin in program.members()}


def test_children_are_found_wherever_they_moved(start_program: StartProgram) -> None:
    started = start_program(
        "sh",
        "-c",
        "sleep 301 & setsid sleep 302 & env -i setsid sleep 303 & (setsid sleep 304 &) & sleep 305",
    )
    wanted = {f"sleep 30{n}" for n in range(1, 6)}
    wait_until(lambda: wanted <= _commands(started), what="all five sleepers")
    assert len(started.members()) == 6
    assert all(kin.pid != os.getpid() for kin in started.members())


def test_a_stranger_is_not_of_the_family(start_program: StartProgram) -> None:
    first, second = start_program("sleep", "301"), start_program("sleep", "302")
    stranger = subprocess.Popen(["sleep", "303"])
    try:
        wait_until(lambda: _commands(first) == {"sleep 301"}, what="the first")
        wait_until(lambda: _commands(second) == {"sleep 302"}, what="the second")
    finally:
        stranger.kill()
        stranger.wait()


def test_what_a_command_leaves_behind_is_its_own(start_program: StartProgram) -> None:
    started = start_program("sh", "-c", "setsid sleep 301 & exit 0")
    wait_until(lambda: started.exit_code == 0, what="the shell's end")
    wait_until(lambda: _commands(started) == {"sleep 301"}, what="the sleeper alone")
    assert started.lives
    assert [send(kin, signal.SIGKILL) for kin in started.members()] == [True]
    wait_until(lambda: not started.lives, what="the sleeper's end")


def test_a_number_that_passed_on_is_not_signalled() -> None:
    bystander = subprocess.Popen(["sleep", "301"])
    try:
        ticks = procfs.start_ticks(bystander.pid)
        assert ticks is not None
        assert not send(Kin(bystander.pid, os.getpid(), ticks - 1), signal.SIGKILL)
        assert bystander.poll() is None
        assert send(Kin(bystander.pid, os.getpid(), ticks), signal.SIGKILL)
        assert bystander.wait() == -signal.SIGKILL
        assert not send(Kin(bystander.pid, os.getpid(), ticks), signal.SIGKILL)
    finally:
        bystander.kill()


def test_parents_come_before_their_children(start_program: StartProgram, tmp_path: Path) -> None:
    script = tmp_path / "nest.py"
    script.write_text("import subprocess; subprocess.run(['sleep', '301'])")
    started = start_program("sh", "-c", f"{sys.executable} {script}; true")
    members = wait_until(lambda: len(found := started.members()) == 3 and found, what="three members")
    assert members
    assert [kin.parent for kin in members][1:] == [kin.pid for kin in members][:2]
