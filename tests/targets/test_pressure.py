"""Who wants to run beside a target: of a made-up machine, and of this one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.support.processes import wait_until
from tests.targets.fake_proc import FakeProc
from tuiinspect.targets.pressure import READINGS, read_pressure


def machine(folder: Path, loadavg: str, *states: str) -> FakeProc:
    fake = FakeProc(folder / "proc")
    fake.add(4242, cgroup="0::/app\n")
    (fake.root / "loadavg").write_text(loadavg)
    for number, state in enumerate(states):
        thread = fake.root / "4242" / "task" / str(4242 + number)
        thread.mkdir(parents=True)
        (thread / "stat").write_text(f"{4242 + number} (node) R (x) {state} 1 1")
    return fake


@pytest.mark.parametrize(
    ("running", "states", "minute", "others"),
    [
        ("1", "SSS", 0.0, 0.0),
        ("4", "SSS", 0.0, 3.0),
        ("4", "RRS", 0.0, 1.0),
        ("1", "SSS", 4.0, 2.0),
        ("1", "RSS", 4.0, 1.0),
        ("nonsense", "SSS", 4.0, 4.0),
    ],
)
def test_what_runs_now_counts_and_half_of_what_ran_before(
    running: str, states: str, minute: float, others: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(psutil, "getloadavg", lambda: (minute, 0.0, 0.0))
    fake = machine(tmp_path, f"9.9 9.9 9.9 {running}/125 999\n", *states)
    waited: list[float] = []
    pressure = read_pressure(4242, proc=fake.root, cgroups=tmp_path, pause=waited.append)
    assert pressure.others == others
    assert (pressure.cores, pressure.quota) == (psutil.cpu_count(), None)
    assert len(waited) == (READINGS if running.isdigit() else 0)


def test_what_its_container_may_use_is_read_too(tmp_path: Path) -> None:
    fake = machine(tmp_path, "0.0 0.0 0.0 1/125 999\n", "S")
    (tmp_path / "groups" / "app").mkdir(parents=True)
    (tmp_path / "groups" / "app" / "cpu.max").write_text("150000 100000\n")
    assert read_pressure(4242, proc=fake.root, cgroups=tmp_path / "groups").quota == 1.5


def test_a_busy_thread_of_this_machine_is_seen_and_the_targets_own_is_not() -> None:
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as busy:
        try:
            wait_until(lambda: read_pressure(os.getpid()).others >= 1, what="a busy process")
            wait_until(lambda: _seen_besides(busy.pid), what="a reading in which only it is left out")
        finally:
            busy.kill()


def _seen_besides(pid: int) -> bool:
    """Others come and go meanwhile: one pair of readings that differs by the process is enough."""
    return read_pressure(os.getpid()).others >= read_pressure(pid).others + 0.5
