"""The snapshot engine is compiled by a helper of low priority before anybody asks for it.

Whoever needs it waits for the helper instead of compiling the same again: that would hold the interpreter's
lock for seconds, and with it the keys and the way out. Once all is compiled nobody waits: a file remembers
for which code that was.
"""

from __future__ import annotations

import os
import platform
import subprocess
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import psutil

from tuiinspect import __version__, paths
from tuiinspect.helpers import helper_command, helper_environment

LOW_PRIORITY: Final = 5


def has_compiler() -> bool:
    """Without numba the same code runs interpreted, and slowly."""
    return find_spec("numba") is not None


class Warming:
    """One helper process; stopped when whoever may need its work ends."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._compiled = False

    def __enter__(self) -> Warming:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        self._compiled = _remembered() == _code()
        with suppress(OSError):
            self._process = subprocess.Popen(
                helper_command("tuiinspect.warming_process"),
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
        process = self._process
        if self._compiled or process is None:
            return True
        ended = process.poll()
        if ended == 0:
            self._compiled = True
            _remember()
        return ended is not None

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.poll() is None:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(1.0)


def _code() -> str:
    """What the compiled kernels depend on: this code, its compiler, and where the results are kept."""
    try:
        compiler = version("numba")
    except PackageNotFoundError:
        compiler = "none"
    sources = (Path(__file__).parent / "heap").glob("*.py")
    newest = max(source.stat().st_mtime_ns for source in sources)
    kept = os.environ.get("NUMBA_CACHE_DIR", "")
    return f"{__version__} {newest} {compiler} {platform.python_version()} {platform.machine()} {kept}"


def _note() -> Path:
    return paths.state_dir() / "compiled"


def _remembered() -> str | None:
    try:
        return _note().read_text(encoding="utf-8")
    except OSError:
        return None


def _remember() -> None:
    with suppress(OSError):
        _note().write_text(_code(), encoding="utf-8")
