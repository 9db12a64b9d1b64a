"""Where a snapshot goes when nobody named a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.diagnosis.evidences import TARGET
from tuiinspect.session.capturing import snapshot_path


def test_two_of_one_second_have_two_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr("time.strftime", lambda _form: "20300101-120000")
    taken = []
    for _ in range(3):
        taken.append(snapshot_path(TARGET))
        taken[-1].touch()
    first, second, third = taken
    assert first.name.endswith("-20300101-120000.heapsnapshot")
    assert [second.stem, third.stem] == [f"{first.stem}-2", f"{first.stem}-3"]
