"""Fixtures shared by all rooms: a Node binary and Node programs."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.processes import NodeProcess
from tuiinspect.node import find_node

RunNode = Callable[..., NodeProcess]


@pytest.fixture(scope="session")
def node() -> Path:
    """A Node binary: from $TUIINSPECT_NODE, the PATH or the PyPI wheel."""
    return find_node()


def pytest_configure() -> None:
    # A shell starts what runs in its background with SIGINT ignored, and children inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "every_node" in metafunc.fixturenames:
        named = [Path(path) for path in os.environ.get("TUIINSPECT_NODES", "").split(":") if path]
        metafunc.parametrize("every_node", named or [find_node()], ids=lambda path: path.name)


@pytest.fixture
def run_node(node: Path, tmp_path: Path) -> Iterator[RunNode]:
    """Start Node programs: `run_node(source_or_path, *args, node=…, flags=…, env=…)`; stopped at teardown."""
    started: list[NodeProcess] = []
    default = node

    def run(
        program: str | Path,
        *args: str,
        node: Path | None = None,
        flags: tuple[str, ...] = (),
        env: dict[str, str] | None = None,
        suffix: str = ".js",
    ) -> NodeProcess:
        if isinstance(program, str):
            path = tmp_path / f"program{len(started)}{suffix}"
            path.write_text(program, encoding="utf-8")
        else:
            path = program
        command = [str(node or default), *flags, str(path), *args]
        process = NodeProcess(command, env={**os.environ, **env} if env else None)
        started.append(process)
        return process

    yield run
    for process in started:
        process.stop()
