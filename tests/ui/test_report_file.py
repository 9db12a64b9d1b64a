"""What is seen, written down where it can be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.profiles import SAMPLE, profile
from tests.ui.scripted import START, TARGET, story
from tuiinspect.diagnosis.verdict import conclude
from tuiinspect.errors import InspectError, UnreadableFile
from tuiinspect.events import AllocationsRead, AllocationsStarted
from tuiinspect.report.saved import is_saved, read_saved
from tuiinspect.report.triage import triage_document
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


def test_sampled_allocations_are_in_it_when_there_are_some(tmp_path: Path) -> None:
    state = seen()
    _, before = write_report(tmp_path / "before", state, {}, START)
    assert "allocations" not in json.loads(before.read_text())
    state.apply(AllocationsStarted(START, foreign=False))
    state.apply(AllocationsRead(profile(START + 5, retained=10, started=START)))
    state.apply(AllocationsRead(profile(START + 25, retained=110, started=START)))
    text, document = write_report(tmp_path / "findings", state, {}, START)
    found = json.loads(document.read_text())["allocations"]
    assert found["functions"][0]["function"] == "retain"
    assert found["functions"][0]["growth"] == 125 * SAMPLE
    assert found["cost"] == {"pause_s": 0.068, "predicted_s": None, "readings": 2}
    assert "retain at src/sessions.ts:40:5" in text.read_text()


def _growing() -> DashboardState:
    state = DashboardState()
    for event in story(60):
        state.apply(event)
    evidence = state.suspicion.evidence(TARGET)
    assert evidence is not None
    state.suspicion.live = triage_document(conclude(evidence))
    return state


def test_a_report_opens_again_with_all_that_was_in_it(tmp_path: Path) -> None:
    state = _growing()
    state.apply(AllocationsRead(profile(START + 5, retained=10, started=START)))
    state.apply(AllocationsRead(profile(START + 25, retained=110, started=START)))
    text, document = write_report(tmp_path / "report", state, {}, START)
    assert is_saved(document)
    saved = read_saved(document)
    assert saved.text == text.read_text()
    assert saved.verdict == "leak"
    assert saved.text.startswith("leak: ")
    assert "server.js (pid 4242, Node v20.20.2)" in saved.text
    assert "retain at src/sessions.ts:40:5" in saved.text
    assert saved.markdown.startswith("## tuiinspect: leak in server.js")
    assert "### Seen by the dashboard" in saved.markdown
    assert "+472 listeners of 'presence:\\*' on hub" in saved.markdown


def test_a_report_without_a_triage_opens_too(tmp_path: Path) -> None:
    text, document = write_report(tmp_path / "report", seen(), {}, START)
    saved = read_saved(document)
    assert (saved.text, saved.verdict) == (text.read_text(), None)
    assert saved.markdown.startswith("## tuiinspect: server.js\n")


def test_the_report_of_a_dashboard_that_saw_nothing_says_so(tmp_path: Path) -> None:
    _, document = write_report(tmp_path / "report", DashboardState(), {}, START)
    with pytest.raises(UnreadableFile, match="there is nothing to show"):
        read_saved(document)


@pytest.mark.parametrize(
    ("part", "place"), [({"emitters": [{}]}, r"\$\.emitters\[0\]"), ({"triage": {}}, r"\$\.triage")]
)
def test_a_damaged_report_names_the_place(part: dict[str, Any], place: str, tmp_path: Path) -> None:
    _, document = write_report(tmp_path / "report", seen(), {}, START)
    document.write_text(json.dumps({**json.loads(document.read_text()), **part}))
    with pytest.raises(UnreadableFile, match=place):
        read_saved(document)


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
