"""The helper that compiles the snapshot engine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.support.processes import wait_until
from tuiinspect import warming as module
from tuiinspect.warming import LOW_PRIORITY, Warming


def helpers() -> list[psutil.Process]:
    children = psutil.Process().children()
    return [child for child in children if "tuiinspect.warming_process" in child.cmdline()]


def test_it_runs_at_a_low_priority_and_ends_with_us() -> None:
    warming = Warming()
    warming.start()
    helper = wait_until(helpers, what="the helper runs")[0]
    assert helper.nice() == LOW_PRIORITY
    grouped = Path(f"/proc/{helper.pid}/autogroup")
    said = grouped.read_text(encoding="ascii") if grouped.exists() else ""
    assert not said or said.endswith(f"nice {LOW_PRIORITY}\n")
    warming.stop()
    warming.stop()
    assert not helper.is_running() or helper.status() == psutil.STATUS_ZOMBIE


def test_it_does_not_outlive_who_was_killed(tmp_path: Path) -> None:
    program = "from tuiinspect.warming import Warming; w = Warming(); w.start(); print('up'); input('ready')"
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-u", "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as starter:
        assert starter.stdout is not None
        starter.stdout.readline()
        (helper,) = psutil.Process(starter.pid).children()
        starter.kill()
    wait_until(lambda: not helper.is_running() or helper.status() == psutil.STATUS_ZOMBIE, what="it is gone")


def test_files_in_the_current_folder_do_not_stand_in_for_the_libraries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The program that is looked at may well have a file of such a name where tuiinspect is started.
    (tmp_path / "numpy.py").write_text("open('taken', 'w')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "cache"))
    warming = Warming()
    warming.start()
    helper = wait_until(helpers, what="the helper runs")[0]
    wait_until(
        lambda: (
            not helper.is_running()
            or helper.status() == psutil.STATUS_ZOMBIE
            or any("numpy" in mapped.path for mapped in helper.memory_maps())
        ),
        timeout=60,
        what="the helper has numpy",
    )
    warming.stop()
    assert not (tmp_path / "taken").exists()


def program(monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    monkeypatch.setattr(module, "helper_command", lambda *_: [sys.executable, "-c", source])


def test_what_is_compiled_once_is_not_waited_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    endless = "import sys; sys.stdin.read()"
    program(monkeypatch, endless)
    with Warming() as first:
        assert not first.over
    program(monkeypatch, "raise SystemExit(3)")
    with Warming() as failing:
        wait_until(lambda: failing.over, what="the helper has failed")
    program(monkeypatch, "")
    with Warming() as succeeding:
        wait_until(lambda: succeeding.over, what="the helper is done")
    program(monkeypatch, endless)
    with Warming() as second:
        assert second.over
    # Where the compiled code is kept somewhere else, it is not there yet.
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "elsewhere"))
    with Warming() as third:
        assert not third.over


def test_it_ends_well_while_its_starter_lives() -> None:
    command = [sys.executable, "-m", "tuiinspect.warming_process"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.wait(300) == 0
        assert process.stderr is not None
        assert process.stderr.read() == b""
