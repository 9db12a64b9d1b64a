"""Starts a bundled program as a child that cannot outlive us and never writes on our terminal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tuiinspect.errors import InspectError
from tuiinspect.leaks.catalogue import Leak
from tuiinspect.leaks.child import START_TIMEOUT, Child
from tuiinspect.text import clean


class DemoProcess(Child):
    """A running bundled program, which says what it holds when it is asked."""

    def __init__(self, leak: Leak, command: list[str]) -> None:
        self.leak = leak
        self.rate = 0.0
        self.healthy = False
        self.port = 0
        super().__init__(f"the bundled program '{leak.name}'", command, answers=("ready", "count"))

    def wait_ready(self, timeout: float = START_TIMEOUT) -> None:
        """Wait until it serves.

        Raises:
            InspectError: it ended, or said nothing in time.
        """
        facts = json.loads(self.answer("ready", timeout))
        self.rate, self.healthy, self.port = facts["rate"], facts["healthy"], facts["port"]

    def count(self, timeout: float = 10.0) -> dict[str, object]:
        """Ask the program what it holds, as it counts itself.

        Raises:
            InspectError: it ended, or did not answer in time.
        """
        seen = self.answered("count")
        self.tell("count")
        counted: dict[str, object] = json.loads(self.answer("count", timeout, seen=seen))
        return counted


def start(
    leak: Leak,
    *,
    node: Path,
    rate: float | None = None,
    healthy: bool = False,
    heap_mb: int = 0,
    port: int = 0,
    flags: Sequence[str] = (),
) -> DemoProcess:
    """Start `leak` on `node` and return when it serves.

    `rate` is in requests a second, None for the leak's own; `heap_mb` fills the heap with constant,
    honest objects first; `port` 0 takes a free one; `flags` are Node's own, such as `--inspect=0`.

    Raises:
        InspectError: it cannot be started, or ended before it served.
    """
    options = ["--quiet", "--with-parent", f"--heap={heap_mb}", f"--port={port}"]
    if rate is not None:
        options.append(f"--rate={rate:g}")
    if healthy:
        options.append("--healthy")
    try:
        program = DemoProcess(leak, [str(node), *flags, str(leak.path), *options])
    except OSError as error:
        raise InspectError(
            f"cannot start Node at {clean(str(node))}: {error.strerror}",
            advice="Name a Node binary of version 18 or newer in $TUIINSPECT_NODE.",
        ) from error
    try:
        # A slow machine fills 20 MB a second.
        program.wait_ready(START_TIMEOUT + heap_mb / 20)
    except BaseException:
        program.stop()
        raise
    return program
