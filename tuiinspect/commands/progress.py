"""How long work is followed on stderr: one line rewritten on a terminal, a few lines anywhere else."""

from __future__ import annotations

import shutil
import threading
from typing import TextIO

from tuiinspect.text import clean

_ERASE_REST = "\x1b[K"


class ProgressLine:
    """Progress may come from another thread than the end. A terminal that is gone is no reason to stop."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._tty = stream.isatty()
        self._phase = ""
        self._open = False
        self._over = False
        self._lock = threading.Lock()

    def show(self, text: str, phase: str) -> None:
        with self._lock:
            if self._over:
                return
            if self._tty:
                width = shutil.get_terminal_size((80, 24)).columns
                self._write(f"\r{clean(text, width - 1)}{_ERASE_REST}")
                self._open = True
            elif phase != self._phase:
                self._write(f"{clean(text)}\n")
            self._phase = phase

    def leave_line(self) -> None:
        """Leave the last state standing, so that something else can be said below it."""
        with self._lock:
            if self._open:
                self._write("\n")
            self._open = False

    def end(self) -> None:
        """Nothing is shown any more."""
        self.leave_line()
        with self._lock:
            self._over = True

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):
            self._over = True
