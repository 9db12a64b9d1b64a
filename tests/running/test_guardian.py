"""What is left when we are killed: nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from tests.support.processes import wait_until
from tuiinspect.running.family import MARK, Family
from tuiinspect.running.guardian import Guardian
from tuiinspect.running.guardian_process import watched
from tuiinspect.targets import procfs

PARENT = """
import sys, time
from tuiinspect.running.guardian import Guardian
from tuiinspect.running.program import Program
from tuiinspect.running.surroundings import surroundings
guardian = Guardian()
guardian.start()
command = ("sh", "-c", "trap '' HUP; setsid sleep 301 & sleep 302; true")
programs = [Program(command, guardian) for _ in range(2)]
for program in programs:
    program.start(surroundings(program.mark, inspect=False).program, lambda line: None)
print(*(program.mark for program in programs), guardian._process.pid, flush=True)
time.sleep(600)
"""


def test_a_kill_of_us_ends_everything() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    *marks, pid = parent.stdout.readline().split()
    families = [Family(mark) for mark in marks]
    wait_until(lambda: all(len(family.members()) == 3 for family in families), what="both programs")
    parent.send_signal(signal.SIGKILL)
    parent.communicate()
    wait_until(lambda: not any(family.members() for family in families), timeout=30.0, what="their end")
    wait_until(lambda: not procfs.is_process(int(pid)), timeout=30.0, what="the guardian's end")


def test_whom_it_was_told_to_leave_it_leaves() -> None:
    sleeper = subprocess.Popen(["sleep", "301"], env={**os.environ, MARK: "guarded"})
    guardian = Guardian()
    guardian.start()
    try:
        guardian.watch("guarded", sleeper.pid)
        guardian.leave("guarded")
        guardian.dismiss()
        assert sleeper.poll() is None
        again = Guardian()
        again.start()
        again.watch("guarded", sleeper.pid)
        again.dismiss()
        assert sleeper.wait(30) == -signal.SIGTERM
    finally:
        sleeper.kill()
        sleeper.wait()


def test_the_lines_it_is_told() -> None:
    own = os.getpid()
    (left,) = watched([f"watch a {own}\n", "expect b\n", f"watch b {own}\n", "leave a\n", "leave c\n"])
    assert left.founded
    (left,) = watched(["expect a\n", "expect b\n", "leave b\n"])
    assert not left.founded


def test_what_is_being_started_when_we_are_killed_is_ended_too() -> None:
    guardian = Guardian()
    guardian.start()
    guardian.expect("awaited")
    sleeper = subprocess.Popen(["sleep", "301"], env={**os.environ, MARK: "awaited"})
    try:
        guardian.dismiss()
        assert sleeper.wait(30) == -signal.SIGTERM
    finally:
        sleeper.kill()
        sleeper.wait()
