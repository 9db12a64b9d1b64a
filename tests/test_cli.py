"""The command line: words and exit codes instead of tracebacks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tuiinspect import __version__
from tuiinspect.cli import COMMANDS, run


def tuiinspect(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tuiinspect", *arguments],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def test_version() -> None:
    answer = tuiinspect("--version")
    assert answer.returncode == 0
    assert __version__ in answer.stdout


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"  {name} " in shown for name in COMMANDS)


def test_an_unknown_word_is_a_target_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["watch", "no-such-program-anywhere", "--for", "1s"]) == 3
    said = capsys.readouterr()
    assert "no-such-program-anywhere" in said.err
    assert said.out == ""


def test_a_pid_that_is_not_node_is_refused_and_unharmed(capsys: pytest.CaptureFixture[str]) -> None:
    bystander = subprocess.Popen(["sleep", "60"])
    try:
        assert run(["watch", str(bystander.pid), "--for", "1s"]) == 3
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("span", ["soon", "-3s", "0", "3 fortnights"])
def test_a_bad_span_is_usage(span: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["watch", "1", "--for", span]) == 2
    assert "time" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["1"], ["demo"], ["attach", "1"]])
def test_screens_need_a_terminal(arguments: list[str]) -> None:
    answer = tuiinspect(*arguments)
    assert answer.returncode == 2
    assert "terminal" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_the_leaks_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo", "--list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 9


def test_an_unknown_leak_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo", "listenrs"]) == 2
    assert "listeners" in capsys.readouterr().err


def test_a_file_that_is_no_snapshot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for text in ("", "hello", '{"snapshot":'):
        file = tmp_path / "x.heapsnapshot"
        file.write_text(text)
        assert run(["summary", str(file)]) == 2
        said = capsys.readouterr().err
        assert "x.heapsnapshot" in said
        assert "Traceback" not in said
    assert run(["summary", str(tmp_path / "absent")]) == 2


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"{sys.executable} -m tuiinspect --help | true"
    answer = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0
    assert answer.stderr == ""
