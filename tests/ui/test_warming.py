"""The helper that compiles the snapshot engine."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from tests.support.processes import wait_until
from tuiinspect.ui.warming import LOWEST_PRIORITY, Warming


def helpers() -> list[psutil.Process]:
    children = psutil.Process().children()
    return [child for child in children if "tuiinspect.heap.warm" in child.cmdline()]


def test_it_runs_at_the_lowest_priority_and_ends_with_us() -> None:
    warming = Warming()
    warming.start()
    helper = wait_until(helpers, what="the helper runs")[0]
    assert helper.nice() == LOWEST_PRIORITY
    grouped = Path(f"/proc/{helper.pid}/autogroup")
    said = grouped.read_text(encoding="ascii") if grouped.exists() else ""
    assert not said or said.endswith(f"nice {LOWEST_PRIORITY}\n")
    warming.stop()
    warming.stop()
    assert not helper.is_running() or helper.status() == psutil.STATUS_ZOMBIE


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
