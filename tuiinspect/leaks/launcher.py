"""Starts a bundled program as a child that cannot outlive us and never writes on our terminal."""

from __future__ import annotations

import contextlib
import json
import shlex
import subprocess
import threading
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from tuiinspect.errors import InspectError
from tuiinspect.leaks.catalogue import Leak
from tuiinspect.text import clean

_START_TIMEOUT = 30.0
_STOP_TIMEOUT = 5.0
_LINES_KEPT = 50


class DemoProcess:
    """A running bundled program. Use it as a context manager, or call `stop()`.

    Its stdin is a pipe that only we hold: when we end, in whatever way, it reads the end and exits.
    """

    def __init__(self, leak: Leak, command: list[str]) -> None:
        self.leak = leak
        self._command = command
        self.rate = 0.0
        self.healthy = False
        self.port = 0
        # A session of its own: what is typed on our terminal (ctrl+c, ctrl+z) is not meant for it.
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
        self._lines: deque[str] = deque(maxlen=_LINES_KEPT)
        self._answers: dict[str, str] = {}
        self._news = threading.Condition()
        # Its output is drained for as long as it runs: a full pipe would stop it.
        self._reader = threading.Thread(target=self._read, name=f"output of {leak.name}", daemon=True)
        self._reader.start()

    def __enter__(self) -> DemoProcess:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    @property
    def last_lines(self) -> tuple[str, ...]:
        """The latest lines it wrote on stdout and stderr, made harmless."""
        with self._news:
            return tuple(clean(line) for line in self._lines)

    def wait_ready(self, timeout: float = _START_TIMEOUT) -> None:
        """Wait until it serves.

        Raises:
            InspectError: it ended, or said nothing in time.
        """
        facts = json.loads(self._answer("ready", timeout))
        self.rate, self.healthy, self.port = facts["rate"], facts["healthy"], facts["port"]

    def count(self, timeout: float = 10.0) -> dict[str, object]:
        """Ask the program what it holds, as it counts itself.

        Raises:
            InspectError: it ended, or did not answer in time.
        """
        with self._news:
            self._answers.pop("count", None)
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # it has ended: the answer that is missing says so
            self._process.stdin.write("count\n")
            self._process.stdin.flush()
        counted: dict[str, object] = json.loads(self._answer("count", timeout))
        return counted

    def stop(self, timeout: float = _STOP_TIMEOUT) -> int:
        """End it, by force if SIGTERM does not do; return its exit code (negative: the signal)."""
        if self.alive:
            self._process.terminate()
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(timeout)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        return self._process.returncode

    def _answer(self, word: str, timeout: float) -> str:
        with self._news:
            self._news.wait_for(lambda: word in self._answers or not self._reader.is_alive(), timeout)
            if word in self._answers:
                return self._answers[word]
        raise InspectError(
            f"the bundled program '{self.leak.name}' {self._fate(timeout)}",
            advice=f"Try it by hand: {shlex.join(self._command)}",
        )

    def _fate(self, timeout: float) -> str:
        if self._reader.is_alive():
            return f"said nothing in {timeout:g} s"
        code = self._process.wait()
        how = f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"
        said = [line for line in self.last_lines if line.strip()]
        return f"{how}; its last line: {said[-1]}" if said else f"{how} and said nothing"

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            word, _, facts = line.rstrip("\n").partition(" ")
            with self._news:
                if word in {"ready", "count"}:
                    self._answers[word] = facts
                else:
                    self._lines.append(line.rstrip("\n"))
                self._news.notify_all()
        with self._news:
            self._news.notify_all()


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
        program.wait_ready(_START_TIMEOUT + heap_mb / 20)
    except BaseException:
        program.stop()
        raise
    return program
