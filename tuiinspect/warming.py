"""The snapshot engine is compiled by a helper of low priority before anybody asks for it."""

from __future__ import annotations

import subprocess
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import psutil

from tuiinspect.helpers import helper_command, helper_environment

LOW_PRIORITY: Final = 10


def has_compiler() -> bool:
    """Without numba the same code runs interpreted, and slowly."""
    return find_spec("numba") is not None


class Warming:
    """One helper process; stopped when whoever may need its work ends."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Warming:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        with suppress(OSError):
            self._process = subprocess.Popen(
                helper_command("tuiinspect.heap.warm", "--until-stdin-closes"),
                env=helper_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            self._step_back(self._process.pid)

    @staticmethod
    def _step_back(pid: int) -> None:
        with suppress(psutil.Error):
            psutil.Process(pid).nice(LOW_PRIORITY)
        # Where the kernel groups processes by session, it is the session's priority that counts.
        with suppress(OSError):
            Path(f"/proc/{pid}/autogroup").write_text(str(LOW_PRIORITY), encoding="ascii")

    @property
    def over(self) -> bool:
        """Whether everything is compiled, or will not be: to begin before would compile the same again."""
        return self._process is None or self._process.poll() is not None

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.poll() is None:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(1.0)
