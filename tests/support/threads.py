"""A Node program whose worker threads come, go, leak and look at themselves when told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.support.processes import NodeProcess
from tuiinspect.targets import procfs

PROGRAM = Path(__file__).with_suffix(".js")


class Threads:
    """The running program; its first worker, number 1, is called renderer."""

    def __init__(self, process: NodeProcess) -> None:
        self.process = process
        process.wait_line("started 1")

    @property
    def pid(self) -> int:
        return self.process.pid

    def ask(self, line: str, answer: str) -> str:
        start = len(self.process.lines)
        self.process.say(line)
        return self.process.wait_line(answer, start=start)

    def start_worker(self, name: str) -> int:
        return int(self.ask(f"start {name}", "started").split()[1])

    def stop_worker(self, number: int) -> None:
        self.ask(f"stop {number}", f"stopped {number}")

    def is_clean(self, number: int) -> bool:
        return self.ask(f"traces {number}", "clean") == "clean true"

    def serves(self) -> bool:
        return bool(self.ask("still there", "pong still there"))

    def listens(self) -> bool:
        return bool(procfs.listening(self.pid))


def run_threads(run_node: Callable[..., NodeProcess], *, node: Path | None = None) -> Threads:
    return Threads(run_node(PROGRAM, node=node, flags=("--inspect-port=0",)))
