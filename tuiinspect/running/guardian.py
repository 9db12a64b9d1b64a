"""Ends what we have started when we no longer can: a process of its own, which outlives a kill -9 of us."""

from __future__ import annotations

import subprocess
import threading
from contextlib import suppress

from tuiinspect.helpers import helper_command, helper_environment

_DISMISSED_S = 5.0


class Guardian:
    """Told whom to watch; at the end of its input, which comes however we end, it ends who is left."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        """Start it; a machine that cannot has no guardian, and all else works."""
        with suppress(OSError):
            self._process = subprocess.Popen(
                helper_command("tuiinspect.running.guardian_process"),
                env=helper_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )

    def expect(self, mark: str) -> None:
        """One that carries `mark` is about to be started."""
        self._tell(f"expect {mark}")

    def watch(self, mark: str, pid: int) -> None:
        """Whoever carries `mark` or came of `pid` is ours."""
        self._tell(f"watch {mark} {pid}")

    def leave(self, mark: str) -> None:
        """Nothing of them is left."""
        self._tell(f"leave {mark}")

    def dismiss(self) -> None:
        """It ends, too: nobody is left to watch."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(OSError, subprocess.TimeoutExpired):
            process.communicate(timeout=_DISMISSED_S)

    def _tell(self, line: str) -> None:
        with self._lock:
            if self._process is None:
                return
            assert self._process.stdin is not None
            with suppress(OSError):
                self._process.stdin.write(f"{line}\n".encode("ascii"))
                self._process.stdin.flush()
