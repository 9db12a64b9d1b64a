"""A live Node program that can be asked about itself, and connections to its inspector."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.processes import NodeProcess
from tuiinspect.cdp import domains
from tuiinspect.cdp.connection import Connection
from tuiinspect.probes.agent import Agent
from tuiinspect.probes.scripts import Limits
from tuiinspect.samples import EmitterCount, ListenersSample, Prediction

ANSWERS = Path(__file__).with_name("answers.js")

WALK = Prediction(
    what="census",
    pause_s=0.2,
    memory_bytes=0,
    heap_bytes=0,
    rss_bytes=0,
    host_free_bytes=None,
    container_free_bytes=None,
)


class Target:
    """A test program with an open inspector. It stops itself when the test is over."""

    def __init__(self, process: NodeProcess) -> None:
        self.process = process
        self._numbers = itertools.count(1)
        found = re.search(r"ws://\S+", process.wait_line("ws://"))
        assert found is not None
        self.url = found[0]
        self.connections: list[Connection] = []
        self.connection = self.connect()

    def connect(self) -> Connection:
        connection = Connection.open(self.url)
        self.connections.append(connection)
        return connection

    def ask(self, expression: str) -> Any:
        """What the program says of itself, not through the inspector."""
        number = next(self._numbers)
        self.process.say(json.dumps({"number": number, "expression": expression}))
        line = self.process.wait_line(f"answer {number} ")
        return json.loads(line.partition(f"answer {number} ")[2])

    def evaluate(self, expression: str) -> Any:
        return domains.evaluate(self.connection, expression, by_value=True).value

    def install(self, connection: Connection | None = None, **options: Any) -> Agent:
        # Whatever else the machine does: what can be reached is reached, what is looked for is found.
        patient = Limits(reach_s=2.0, patience=20.0)
        wanted = {"hook": True, "close_inspector_when_orphaned": False, "limits": patient, **options}
        return Agent.install(connection or self.connection, **wanted)


RunTarget = Callable[..., Target]


@pytest.fixture
def run_target(run_node: Callable[..., NodeProcess]) -> Iterator[RunTarget]:
    """Run a program with its inspector open and wait until it says `ready`."""
    targets: list[Target] = []

    def run(program: str | Path = "", *, node: Path | None = None, flags: tuple[str, ...] = ()) -> Target:
        always = ("--inspect=127.0.0.1:0", "--expose-gc", "--no-warnings", "-r", str(ANSWERS))
        script = f"{program}\nconsole.log('ready');\n" if isinstance(program, str) else program
        target = Target(run_node(script, node=node, flags=(*always, *flags)))
        targets.append(target)
        target.process.wait_line("ready")
        return target

    yield run
    for target in targets:
        # Shown when the test failed.
        print(*target.process.lines, sep="\n")
        for connection in target.connections:
            connection.close()


def rows_of(sample: ListenersSample, event: str) -> list[EmitterCount]:
    return [row for row in sample.rows if row.event == event]


def row_of(sample: ListenersSample, event: str) -> EmitterCount:
    (row,) = rows_of(sample, event)
    return row
