"""The snapshots of a session: where they are, and which of the older ones stay."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.session.conftest import Watched
from tuiinspect import keeping, paths
from tuiinspect.events import CaptureFinished, MemorySampled


def test_the_oldest_make_room_for_a_new_one(
    watch: Callable[..., Watched], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    folder = paths.state_dir() / "snapshots"
    folder.mkdir()
    older = [folder / f"server-{age}-20260101-12000{age}.heapsnapshot" for age in range(6)]
    for age, path in enumerate(older):
        path.write_text("old")
        os.utime(path, (1_700_000_000 - age, 1_700_000_000 - age))
    (folder / "mine.heapsnapshot").write_text("kept")
    watched = watch()
    watched.wait(MemorySampled)
    watched.session.take_snapshot()
    captured = watched.wait(CaptureFinished, timeout=60).captured
    assert captured.removed == 2
    assert sorted(folder.iterdir()) == sorted([folder / "mine.heapsnapshot", Path(captured.path), *older[:4]])
    os.utime(captured.path, (1, 1))
    assert keeping.prune(folder, most=0) == tuple(older[1:4]), "what the session has taken is in use"
    keeping.let_go(Path(captured.path))
