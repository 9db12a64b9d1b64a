"""Programs started as `tuiinspect run` starts them, and gone at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tuiinspect.running.ending import end
from tuiinspect.running.program import Program
from tuiinspect.running.surroundings import surroundings

StartProgram = Callable[..., Program]


@pytest.fixture
def start_program() -> Iterator[StartProgram]:
    """Start a command: `start_program("sh", "-c", …, awaited=…)`; ended at teardown."""
    started: list[Program] = []

    def swallow(line: bytes) -> None:
        """Its last lines are kept anyway."""

    def start(*command: object, awaited: str | None = None, inspect: bool = False) -> Program:
        program = Program(tuple(map(str, command)))
        started.append(program)
        around = surroundings(program.mark, inspect=inspect)
        program.start(around.program, swallow, awaited=awaited)
        return program

    yield start
    for program in started:
        assert end(program, 0.2).left == ()
