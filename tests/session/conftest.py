"""A program to watch, and a session whose events can be waited for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.support.processes import NodeProcess, wait_until
from tuiinspect.events import SessionEvent
from tuiinspect.session import Session
from tuiinspect.targets import procfs
from tuiinspect.targets.resolve import Pid

PROGRAM = Path(__file__).with_name("program.js")
E = TypeVar("E", bound=SessionEvent)


class Watched:
    """A session on a running program; `wait` returns the first event of a kind from a place on."""

    def __init__(self, program: NodeProcess, **options: Any) -> None:
        self.program = program
        self.events: list[SessionEvent] = []
        self.session = Session(Pid(program.pid), interval=0.1, **options)
        self.session.subscribe(self.events.append)

    def wait(
        self,
        kind: type[E],
        *,
        start: int = 0,
        timeout: float = 20.0,
        where: Callable[[E], bool] | None = None,
    ) -> E:
        def find() -> E | None:
            return next(
                (
                    event
                    for event in self.events[start:]
                    if isinstance(event, kind) and (where is None or where(event))
                ),
                None,
            )

        found = wait_until(find, timeout=timeout, what=f"{kind.__name__} among {self.events[-5:]}")
        assert found is not None
        return found

    def ask(self, line: str, answer: str) -> str:
        start = len(self.program.lines)
        self.program.say(line)
        return self.program.wait_line(answer, start=start)

    def listens(self) -> bool:
        return bool(procfs.listening(self.program.pid))


@pytest.fixture
def watch(run_node: Callable[..., NodeProcess]) -> Iterator[Callable[..., Watched]]:
    """Start the program (its inspector asleep) and a session on it, which is let go at the end."""
    opened: list[Watched] = []

    def start(
        source: str | Path = PROGRAM, *, node: Path | None = None, flags: tuple[str, ...] = (), **options: Any
    ) -> Watched:
        program = run_node(source, node=node, flags=("--inspect-port=0", *flags))
        program.wait_line("ready")
        watched = Watched(program, **options)
        opened.append(watched)
        watched.session.start()
        return watched

    yield start
    for watched in opened:
        watched.session.let_go()
