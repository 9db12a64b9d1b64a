"""The snapshot engine is compiled by a helper of low priority before anybody asks for it."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from importlib.util import find_spec
from typing import Final

import psutil

LOWEST_PRIORITY: Final = 19


def has_compiler() -> bool:
    """Without numba the same code runs interpreted, and slowly."""
    return find_spec("numba") is not None


class Warming:
    """One helper process; stopped when the screens end."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with suppress(OSError):
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tuiinspect.heap.warm"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            with suppress(psutil.Error):
                psutil.Process(self._process.pid).nice(LOWEST_PRIORITY)

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.poll() is None:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(1.0)
