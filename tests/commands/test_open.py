"""`tuiinspect open` where there is no terminal."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.diagnosis.evidences import listeners, quiet
from tuiinspect.cli import run
from tuiinspect.commands.findings import save_findings
from tuiinspect.diagnosis.verdict import conclude
from tuiinspect.report.triage import triage_document
from tuiinspect.report.triage_text import triage_markdown, triage_text


def test_without_a_terminal_it_names_the_commands_that_need_none(tmp_path: Path) -> None:
    file = tmp_path / "any.heapsnapshot"
    file.write_text("{}")
    done = subprocess.run(
        [sys.executable, "-m", "tuiinspect", "open", str(file)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert "summary FILE" in done.stderr
    assert "retainers FILE ID" in done.stderr


def test_findings_are_text_where_there_is_no_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = triage_document(conclude(quiet(listeners=(listeners(lambda t: 10 + 8 * t),))))
    file = tmp_path / "found.json"
    save_findings(document, file)
    assert run(["open", str(file)]) == 0
    assert capsys.readouterr().out == triage_text(document)
    assert run(["open", "--markdown", str(file)]) == 0
    assert capsys.readouterr().out == triage_markdown(document)
    assert run(["open", str(file), str(file)]) == 2
    assert "two at a time" in capsys.readouterr().err


def test_damaged_findings_are_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "found.json"
    file.write_text('{"schema":1,"verdict":"leak"}')
    assert run(["open", str(file)]) == 2
    said = capsys.readouterr()
    assert "found.json holds no whole findings" in said.err
    assert said.out == ""


def test_markdown_is_not_made_of_anything_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.heapsnapshot"
    file.write_text("{}")
    assert run(["open", "--markdown", str(file)]) == 2
    assert "--markdown is for saved findings" in capsys.readouterr().err


def test_findings_that_are_text_already_say_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "found.md"
    file.write_text("Findings")
    assert run(["open", str(file)]) == 2
    assert "is text already" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["gone.heapsnapshot", "gone.heapprofile", "gone.json", "gone.md"])
def test_a_file_that_is_not_there_is_what_it_says(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["open", str(tmp_path / name)]) == 2
    said = capsys.readouterr().err
    assert f"{name}: No such file or directory" in said
    assert "terminal" not in said


def test_the_newer_of_two_is_looked_for_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    older = tmp_path / "older.heapsnapshot"
    older.write_text("{}")
    assert run(["open", str(older), str(tmp_path / "newer.heapsnapshot")]) == 2
    assert "newer.heapsnapshot: No such file or directory" in capsys.readouterr().err
