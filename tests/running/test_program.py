"""A started command: its words, its output, how it ended."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from tests.running.conftest import StartProgram
from tests.support.processes import wait_until
from tuiinspect.errors import NoSuchTarget
from tuiinspect.running.ending import end
from tuiinspect.running.program import Program
from tuiinspect.running.surroundings import surroundings


def test_a_command_that_is_not_there(start_program: StartProgram) -> None:
    with pytest.raises(NoSuchTarget, match=r"cannot start no-such-command-anywhere: No such file"):
        start_program("no-such-command-anywhere")


def test_all_of_a_lot_of_output_is_passed_on() -> None:
    got = bytearray()
    program = Program((sys.executable, "-c", "import sys; sys.stdout.write(('x' * 99 + '\\n') * 20_000)"))
    program.start(surroundings(program.mark, inspect=False).program, got.extend)
    wait_until(lambda: not program.lives, what="its end")
    end(program, 1.0)
    assert len(got) == 2_000_000
    assert program.last_lines(2) == ("x" * 99, "x" * 99)


def test_the_last_lines_are_harmless_and_say_something(start_program: StartProgram) -> None:
    started = start_program("printf", r"one\n\n\033[31mtwo\033[0m\n   \n")
    wait_until(lambda: not started.lives, what="its end")
    end(started, 1.0)
    assert started.last_lines() == ("one", "·[31mtwo·[0m")
    words = started.with_last_lines(f"{started.words} {started.fate()}")
    assert words.endswith("ended with exit code 0; its last lines:\n    one\n    ·[31mtwo·[0m")


def test_one_that_says_nothing(start_program: StartProgram) -> None:
    started = start_program("sh", "-c", "kill -9 $$")
    wait_until(lambda: not started.lives, what="its end")
    end(started, 1.0)
    assert started.fate() == f"was ended by {signal.SIGKILL.name}"
    assert started.with_last_lines("gone") == "gone; it wrote nothing"


def test_its_input_is_open_for_as_long_as_we_are(start_program: StartProgram) -> None:
    started = start_program("sh", "-c", "echo reading; read line; echo over")
    wait_until(lambda: "reading" in started.last_lines(), what="its first line")
    assert started.lives
    started.release()
    wait_until(lambda: started.last_lines() == ("reading", "over"), what="the end of its input")


def test_what_node_says_of_the_inspector_is_not_passed_on(start_program: StartProgram, node: Path) -> None:
    started = start_program(node, "-e", "console.log('mine'); setInterval(() => {}, 1e3)", inspect=True)
    wait_until(lambda: "mine" in started.last_lines(), what="its own line")
    assert started.last_lines() == ("mine",)
