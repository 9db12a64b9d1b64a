"""A running capture process as its parent sees it: requests go in, news come out, and one day it is gone."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from tuiinspect.errors import Cancelled, ConnectionLost, InspectError
from tuiinspect.helpers import helper_command, helper_environment
from tuiinspect.probes.capture_lines import News, Request, line, read_news
from tuiinspect.text import clean

# Named, not imported: the process stands above this room and is a program of its own.
_PROGRAM = "tuiinspect.capture_process"


class CapturePipe:
    """Any thread may send; one thread reads the news and, after the last, learns how it ended."""

    def __init__(self, process: subprocess.Popen[bytes], log: BinaryIO) -> None:
        self._process = process
        self._log = log
        self._lock = threading.Lock()

    @classmethod
    def open(cls, pid: int | None) -> CapturePipe:
        """Start the process; `pid` is the target's, for the words that warn from killing it.

        Raises:
            InspectError: it could not be started.
        """
        warning = f"do not kill -9: while a snapshot streams that can crash the node process {pid or ''}"
        try:
            log = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
            process = subprocess.Popen(
                helper_command(_PROGRAM, warning.strip()),
                env=helper_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )
        except OSError as error:
            raise InspectError(f"the capture process could not be started: {error.strerror}") from error
        return cls(process, log)

    @property
    def pid(self) -> int:
        return self._process.pid

    def send(self, request: Request) -> None:
        """To a process that is gone, or hung up on, nothing is sent."""
        with self._lock:
            assert self._process.stdin is not None
            if self._process.stdin.closed:
                return
            try:
                self._process.stdin.write(line(request))
                self._process.stdin.flush()
            except BrokenPipeError:
                return  # the thread that reads the news learns how it ended

    def hang_up(self) -> None:
        """To the process, this is the end of its parent."""
        with self._lock:
            assert self._process.stdin is not None
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()

    def news(self) -> Iterator[News]:
        """What the process says, until it is gone or talks nonsense."""
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for text in lines:
                try:
                    yield read_news(text)
                except msgspec.MsgspecError:
                    return

    def cause_of_death(self) -> InspectError:
        """Wait for the end of the process, and say what kind of end it was."""
        code = self._process.wait()
        with self._log:
            self._log.seek(0)
            words = self._log.read().decode("utf-8", "replace").strip().splitlines()
        if code == 0:
            return Cancelled("the capture session has ended")
        if code < 0:
            how = f"was killed by {_signal_name(-code)}"
        else:
            how = f"failed: {clean(words[-1], 200)}" if words else f"ended with code {code}"
        return ConnectionLost(
            f"the capture process {how}", advice="See whether the target still serves before trying again."
        )


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
