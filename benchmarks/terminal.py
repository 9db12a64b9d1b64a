"""A program in a terminal of its own: what is typed, what it writes, and when."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import struct
import termios
import time
from contextlib import suppress
from pathlib import Path

_QUIET_S = 0.35
_LATEST_CHARACTERS = 1 << 14
_ESCAPES = re.compile(r"\x1b(?:\[[0-9;?<>=]*[a-zA-Z]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[=>78])")


class Terminal:
    """The program in a terminal; what it writes, with the time it came."""

    def __init__(self, command: list[str], columns: int = 120, rows: int = 36) -> None:
        self._began = time.monotonic()
        self._size = columns, rows
        self._written: list[tuple[float, str]] = []
        self._latest = ""
        self.pid, self._line = pty.fork()
        if self.pid == 0:
            os.execve(command[0], command, {**os.environ, "TERM": "xterm-256color"})
        fcntl.ioctl(self._line, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def press(self, keys: str) -> None:
        os.write(self._line, keys.encode())

    def answer(self, pattern: str, patience: float, *, quiet: float = _QUIET_S) -> float | None:
        """Seconds until the picture that shows `pattern` was complete; None when it did not come.

        Complete is what nothing more follows for `quiet` seconds, which are not counted.
        """
        asked = time.monotonic()
        seen, latest, found = "", asked, False
        wanted = re.compile(pattern)
        while time.monotonic() - asked < patience:
            if found and time.monotonic() - latest >= quiet:
                return latest - asked
            text = self._read(0.02)
            if text:
                latest = time.monotonic()
                seen += text
                found = found or wanted.search(seen) is not None
        return None

    def listen(self, seconds: float) -> None:
        """Take what is written for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._read(left)

    def has_shown(self, pattern: str) -> bool:
        """Whether one of the latest pictures had that pattern."""
        return re.search(pattern, self._latest) is not None

    def _read(self, patience: float) -> str:
        """What is written within `patience` seconds, without its escape codes."""
        if not select.select([self._line], [], [], patience)[0]:
            return ""
        try:
            text = os.read(self._line, 1 << 16).decode("utf-8", "replace")
        except OSError:
            return ""
        self._written.append((time.monotonic() - self._began, text))
        text = _ESCAPES.sub("", text)
        self._latest = (self._latest + text)[-_LATEST_CHARACTERS:]
        return text

    def end(self, keys: str = "q", patience: float = 10.0) -> None:
        """Press `keys`, which end the program, and wait until it has ended."""
        with suppress(OSError):
            self.press(keys)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and os.waitpid(self.pid, os.WNOHANG)[0] == 0:
            self._read(0.05)

    def peak_bytes(self) -> int:
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8")
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        return int(found[1]) * 1024 if found else 0

    def keep(self, path: Path) -> None:
        """The recording as asciicast, version 2."""
        columns, rows = self._size
        head = {"version": 2, "width": columns, "height": rows}
        lines = [json.dumps(head), *(json.dumps([round(at, 3), "o", text]) for at, text in self._written)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
