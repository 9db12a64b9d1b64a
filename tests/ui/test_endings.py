"""However it ends: the terminal is restored and the target is let go."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE_S = 90.0
ALTERNATE_SCREEN_OFF = b"\x1b[?1049l"


class Terminal:
    """A program in a pseudo-terminal of 80 columns."""

    def __init__(self, notes: Path, *words: str) -> None:
        self.notes = notes
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._attributes = termios.tcgetattr(slave)
        self._slave = slave
        self.output = b""
        environment = {**os.environ, "TERM": "xterm-256color", "XDG_STATE_HOME": str(notes.parent)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.terminal_program", str(notes), *words],
            cwd=ROOT,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )

    def read_until(self, words: bytes) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while words not in self.output:
            assert time.monotonic() < deadline, self.output[-2000:]
            self._read(0.1)

    def _read(self, timeout: float) -> None:
        if select.select([self._master], [], [], timeout)[0]:
            self.output += os.read(self._master, 65536)

    def type(self, keys: bytes) -> None:
        os.write(self._master, keys)

    def exit_code(self) -> int:
        deadline = time.monotonic() + PATIENCE_S
        while self.process.poll() is None:
            assert time.monotonic() < deadline, self.output[-2000:]
            self._read(0.05)
        self._read(0.05)
        return self.process.returncode

    def hang_up(self) -> None:
        """The line is lost: nobody reads or writes at the other end any more."""
        os.close(self._slave)
        os.close(self._master)
        self._master = self._slave = -1

    @property
    def restored(self) -> bool:
        return termios.tcgetattr(self._slave) == self._attributes and ALTERNATE_SCREEN_OFF in self.output

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(60)
        if self._master >= 0:
            self.hang_up()


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    started: list[Terminal] = []
    yield started
    for terminal in started:
        terminal.close()


def begun(terminals: list[Terminal], folder: Path, *words: str) -> Terminal:
    terminal = Terminal(folder / "notes.txt", *words)
    terminals.append(terminal)
    return terminal


@pytest.mark.parametrize(("key", "code"), [(b"q", 0), (b"\x03", 0)], ids=["q", "ctrl+c"])
def test_a_key_ends_it(terminals: list[Terminal], tmp_path: Path, key: bytes, code: int) -> None:
    terminal = begun(terminals, tmp_path)
    terminal.read_until(b"presence:*")
    terminal.type(key)
    assert terminal.exit_code() == code
    assert terminal.restored
    assert terminal.notes.read_text() == "let go\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_it(terminals: list[Terminal], tmp_path: Path, number: signal.Signals) -> None:
    terminal = begun(terminals, tmp_path)
    terminal.read_until(b"presence:*")
    terminal.process.send_signal(number)
    assert terminal.exit_code() == 130
    assert terminal.restored
    assert terminal.notes.read_text() == "let go\n"


def test_a_lost_line_ends_it(terminals: list[Terminal], tmp_path: Path) -> None:
    terminal = begun(terminals, tmp_path)
    terminal.read_until(b"presence:*")
    terminal.hang_up()
    assert terminal.process.wait(PATIENCE_S) == 130
    assert terminal.notes.read_text() == "let go\n"


def test_an_error_of_our_own_is_short_and_lets_go(terminals: list[Terminal], tmp_path: Path) -> None:
    terminal = begun(terminals, tmp_path, "crash")
    assert terminal.exit_code() == 70
    assert terminal.restored
    assert terminal.notes.read_text() == "let go\n"
    said = terminal.output.split(ALTERNATE_SCREEN_OFF)[-1]
    assert b"ZeroDivisionError: on purpose" in said
    assert b"Traceback" not in said
    assert "ZeroDivisionError" in (tmp_path / "tuiinspect" / "crash.txt").read_text()


def test_suspended_and_back(terminals: list[Terminal], tmp_path: Path) -> None:
    terminal = begun(terminals, tmp_path)
    terminal.read_until(b"presence:*")
    terminal.type(b"\x1a")
    _, status = os.waitpid(terminal.process.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    terminal.read_until(ALTERNATE_SCREEN_OFF)
    terminal.output = b""
    terminal.process.send_signal(signal.SIGCONT)
    terminal.read_until(b"presence:*")
    terminal.type(b"q")
    assert terminal.exit_code() == 0
