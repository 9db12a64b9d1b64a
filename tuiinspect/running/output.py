"""What a started program writes: passed on as it comes, and its last lines kept to be told."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import IO

from tuiinspect.text import clean

Sink = Callable[[bytes], None]

_LINES_KEPT = 200
# A program that never ends its line is passed on in pieces of this size.
_LONGEST_LINE = 64 * 1024
# What Node says of an inspector that we open is ours and not the program's; its address is a secret, too.
_OF_THE_INSPECTOR = (
    b"Debugger listening on ws://",
    b"For help, see: https://nodejs.org/",
    b"Debugger attached.",
    b"Debugger ending on ws://",
    b"Waiting for the debugger to disconnect...",
)


class Output:
    """Drains a pipe for as long as anybody writes to it: a full pipe would stop the program."""

    def __init__(self, pipe: IO[bytes], sink: Sink, *, name: str, awaited: str | None = None) -> None:
        """`sink` gets whole lines with their ends; `awaited` is a text to look out for."""
        self._pipe = pipe
        self._sink = sink
        self._awaited = awaited
        self._lines: deque[str] = deque(maxlen=_LINES_KEPT)
        self._lock = threading.Lock()
        self.seen = threading.Event()
        self._reader = threading.Thread(target=self._drain, name=f"output of {name}", daemon=True)
        self._reader.start()

    def last_lines(self, count: int) -> tuple[str, ...]:
        """The latest lines that say anything, made harmless."""
        with self._lock:
            told = [line for line in self._lines if line.strip()]
        return tuple(clean(line) for line in told[-count:])

    def close(self, timeout: float) -> None:
        """Wait for what is still in the pipe; a stranger who kept the other end is not waited for."""
        self._reader.join(timeout)

    def _drain(self) -> None:
        with self._pipe:
            while line := self._pipe.readline(_LONGEST_LINE):
                if line.startswith(_OF_THE_INSPECTOR):
                    continue
                text = line.decode("utf-8", "replace").rstrip("\r\n")
                with self._lock:
                    self._lines.append(text)
                if self._awaited is not None and self._awaited in text:
                    self.seen.set()
                self._sink(line)
