"""Where the output of a program and of its load goes: our stderr, or a file."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, TextIO

from tuiinspect.errors import UnwritableFile
from tuiinspect.running.output import Sink
from tuiinspect.text import clean

_LONGEST_SHOWN = 2000
_ERASE_LINE = "\r\x1b[K"


class LineSink:
    """Whole lines, from several threads, onto one stream. A stream that is gone swallows the rest."""

    def __init__(self, stream: BinaryIO, *, terminal: bool = False) -> None:
        self._stream = stream
        self._terminal = terminal
        self._lock = threading.Lock()
        self._gone = False

    def lines(self, prefix: str = "") -> Sink:
        def write(line: bytes) -> None:
            self._write(prefix, line)

        return write

    def _write(self, prefix: str, line: bytes) -> None:
        if self._terminal:
            # What the program says is data: it may not act on our terminal, nor write into our progress.
            text = clean(line.decode("utf-8", "replace").rstrip("\r\n"), _LONGEST_SHOWN)
            line = f"{_ERASE_LINE}{prefix}{text}\n".encode()
        else:
            line = prefix.encode() + line
        with self._lock:
            if self._gone:
                return
            try:
                self._stream.write(line)
                self._stream.flush()
            except (OSError, ValueError):
                self._gone = True


@contextlib.contextmanager
def program_output(log: Path | None, stderr: TextIO) -> Iterator[LineSink]:
    """The sink for everything: the file `log`, else `stderr`.

    Raises:
        UnwritableFile: the file cannot be made.
    """
    if log is None:
        stderr.flush()
        yield LineSink(stderr.buffer, terminal=stderr.isatty())
        return
    try:
        opened = log.open("wb")
    except OSError as error:
        raise UnwritableFile(f"cannot write {clean(str(log))}: {error.strerror or error}") from None
    with opened:
        yield LineSink(opened)
