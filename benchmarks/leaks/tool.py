"""`tuiinspect triage` run on a trial's program, and what was measured meanwhile."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from typing import Any

from leaks.catalogue import Trial
from leaks.target import Target, Watch
from leaks.workshop import Workshop

from tuiinspect.errors import InspectError

_TIMEOUT = 600.0
_WORDS = 500


class Stopped(Exception):
    """Whoever ran us wants to go."""


class Tool:
    """The command that is tried; `stop`, from any thread, ends what it is at."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._stopping = threading.Event()

    def stop(self) -> None:
        self._stopping.set()

    def triage(self, trial: Trial, workshop: Workshop, span: str) -> dict[str, Any]:
        """Start the program under its load, triage it; return the answer, or what went wrong."""
        result: dict[str, Any] = {
            "name": trial.name,
            "node": trial.node,
            "load": round(os.getloadavg()[0], 1),
        }
        try:
            with Target(trial, workshop) as target:
                if self._stopping.wait(trial.warm_up_s):
                    raise Stopped
                if fault := target.fault():
                    return result | {"error": fault}
                with Watch(target) as watch:
                    start = time.monotonic()
                    code, said, complained = self._ask(str(target.pid), span)
                    seconds = time.monotonic() - start
                result |= {
                    "seconds": round(seconds, 1),
                    "longest_pause_s": watch.longest_pause_s,
                    "rss_before": watch.rss_before,
                    "rss_peak": watch.rss_peak,
                    "rss_after": watch.rss_after,
                    "serves": target.serves(),
                    "fault": target.fault(),
                }
        except (InspectError, OSError, subprocess.SubprocessError) as error:
            return result | {"error": str(error)}
        try:
            return result | {"answer": json.loads(said)}
        except ValueError:
            words = (complained or said).strip()[-_WORDS:]
            return result | {"error": f"exit code {code}: {words}"}

    def _ask(self, pid: str, span: str) -> tuple[int, str, str]:
        end = time.monotonic() + _TIMEOUT
        command = [*self._command, "triage", pid, "--for", span, "--yes", "--json"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            while True:
                try:
                    said, complained = process.communicate(timeout=1)
                except subprocess.TimeoutExpired:
                    if self._stopping.is_set():
                        process.terminate()
                        raise Stopped from None
                    if time.monotonic() > end:
                        process.terminate()
                        raise
                else:
                    return process.returncode, said, complained
