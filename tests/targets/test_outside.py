"""A process from outside: memory, threads, open files."""

from __future__ import annotations

import threading
from pathlib import Path

import psutil
import pytest

from tuiinspect.targets import outside


def test_it_agrees_with_the_system(tmp_path: Path) -> None:
    me = psutil.Process()
    waiting = threading.Event()
    threading.Thread(target=waiting.wait, daemon=True).start()
    with (tmp_path / "open").open("w"):
        seen = outside.look_at(me.pid)
    waiting.set()
    assert seen is not None
    assert seen.threads >= 2
    assert abs(seen.rss - me.memory_info().rss) < 20_000_000
    assert seen.anonymous is not None
    assert 0 < seen.anonymous < seen.rss
    assert seen.fds is not None
    assert abs(seen.fds - me.num_fds()) <= 2


def test_each_open_file_counts(tmp_path: Path) -> None:
    me = psutil.Process().pid
    before = outside.look_at(me)
    files = [(tmp_path / str(number)).open("w") for number in range(50)]
    after = outside.look_at(me)
    for file in files:
        file.close()
    assert before is not None
    assert after is not None
    assert (before.fds, after.fds) == (before.fds, (before.fds or 0) + 50)


def test_what_is_gone_or_not_ours(tmp_path: Path) -> None:
    assert outside.look_at(1, proc=tmp_path) is None
    folder = tmp_path / "7"
    folder.mkdir()
    (folder / "status").write_text("Name:\tnode\nVmRSS:\t  2000 kB\nThreads:\t11\n")
    seen = outside.look_at(7, proc=tmp_path)
    assert seen is not None
    assert (seen.rss, seen.anonymous, seen.threads, seen.fds) == (2_048_000, None, 11, None)


def test_without_proc_the_system_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "HAS_PROC", False)
    me = psutil.Process()
    seen = outside.look_at(me.pid)
    assert seen is not None
    assert seen.anonymous is None
    assert abs(seen.rss - me.memory_info().rss) < 20_000_000
    assert outside.look_at(2**22 + 1) is None
