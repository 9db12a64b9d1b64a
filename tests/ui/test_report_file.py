"""What is seen, written down where it can be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.ui.scripted import START, story
from tuiinspect.errors import InspectError
from tuiinspect.ui.report_file import write_report, write_text
from tuiinspect.ui.state import DashboardState


def seen() -> DashboardState:
    state = DashboardState()
    for event in story(20):
        state.apply(event)
    return state


def test_text_and_json_say_the_same(tmp_path: Path) -> None:
    text, document = write_report(tmp_path / "findings", seen(), {}, START)
    assert (text.name, document.name) == ("findings.txt", "findings.json")
    assert "+152 listeners of 'presence:*' on hub (Hub)" in text.read_text()
    assert json.loads(document.read_text())["target"]["pid"] == 4242


def test_without_a_state_folder_it_goes_where_we_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    monkeypatch.chdir(tmp_path)
    assert write_text("copied.txt", "words") == tmp_path / "copied.txt"


def test_nowhere_to_write_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "copied.txt").mkdir()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InspectError, match=r"cannot write copied\.txt"):
        write_text("copied.txt", "words")
