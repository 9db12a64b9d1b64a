"""`tuiinspect completion`, as a shell uses it: the script, and the answers that the script asks for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from tuiinspect.cli import COMMANDS, run


def completions(words: str) -> list[str]:
    """What bash is offered for the last of `words`, by the question that the script asks."""
    asked = {"_TUIINSPECT_COMPLETE": "bash_complete", "COMP_WORDS": words}
    answer = subprocess.run(
        [sys.executable, "-m", "tuiinspect"],
        env={**os.environ, **asked, "COMP_CWORD": str(len(words.split(" ")) - 1)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stderr == ""
    return [line.partition(",")[2] for line in answer.stdout.split()]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_one_of_the_shell(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert f"_TUIINSPECT_COMPLETE={shell}_complete" in script
    if shutil.which(shell):
        assert subprocess.run([shell, "-n"], input=script, text=True, check=False).returncode == 0


def test_an_unknown_shell_is_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", "tcsh"]) == 2
    assert "bash" in capsys.readouterr().err


def test_the_first_word_may_become_any_command() -> None:
    assert completions("tuiinspect ") == sorted(COMMANDS)
    assert completions("tuiinspect re") == sorted(name for name in COMMANDS if name.startswith("re"))


def test_options_are_those_of_the_command() -> None:
    assert completions("tuiinspect watch --int") == ["--interval"]
    assert completions("tuiinspect 4242 --asc") == ["--ascii"]


def test_bash_completes_with_it() -> None:
    if shutil.which("bash") is None:
        pytest.skip("there is no bash here")
    program = (
        f'tuiinspect() {{ {sys.executable} -m tuiinspect "$@"; }}; '
        f'eval "$({sys.executable} -m tuiinspect completion bash)"; '
        "complete -p tuiinspect"
    )
    answer = subprocess.run(["bash", "-c", program], capture_output=True, text=True, check=True)
    assert "_tuiinspect_completion" in answer.stdout
