"""A program of ours as a child: its output drained, its answers kept apart, and never on our terminal."""

from __future__ import annotations

import contextlib
import shlex
import subprocess
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tuiinspect.errors import InspectError
from tuiinspect.text import clean

START_TIMEOUT = 30.0
_STOP_TIMEOUT = 5.0
_LINES_KEPT = 50


class Child:
    """A running program. Use it as a context manager, or call `stop()`.

    Its stdin is a pipe that only we hold: when we end, in whatever way, it reads the end and exits. A line
    that begins with one of the `answers` is kept for who asks for it; of what else it writes only the latest
    lines are, so that a program that complains much loses no answer.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        answers: Sequence[str],
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._name = name
        self._command = command
        # A session of its own: what is typed on our terminal (ctrl+c, ctrl+z) is not meant for it.
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
        self._lines: deque[str] = deque(maxlen=_LINES_KEPT)
        self._answers: dict[str, list[str]] = {word: [] for word in answers}
        self._news = threading.Condition()
        # Its output is drained for as long as it runs: a full pipe would stop it.
        self._reader = threading.Thread(target=self._read, name=f"output of {name}", daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
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

    def answered(self, word: str) -> int:
        """How many such answers it has given."""
        with self._news:
            return len(self._answers[word])

    def answer(self, word: str, timeout: float = START_TIMEOUT, *, seen: int = 0) -> str:
        """What follows `word` on the first line that begins with it after `seen` such lines.

        Raises:
            InspectError: it ended, or said nothing of the kind in time.
        """
        given = self._answers[word]
        with self._news:
            self._news.wait_for(lambda: len(given) > seen or not self._reader.is_alive(), timeout)
            if len(given) > seen:
                return given[seen]
        raise InspectError(
            f"{self._name} {self._fate(timeout)}",
            advice=f"Try it by hand: {shlex.join(self._command)}",
        )

    def tell(self, line: str) -> None:
        """Write a line on its stdin."""
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # it has ended: the answer that is missing says so
            self._process.stdin.write(f"{line}\n")
            self._process.stdin.flush()

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
                if word in self._answers:
                    self._answers[word].append(facts)
                else:
                    self._lines.append(line.rstrip("\n"))
                self._news.notify_all()
        with self._news:
            self._news.notify_all()
