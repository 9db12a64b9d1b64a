"""The load command: kept running until it is called off, started again when it ends, its failures told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tuiinspect.errors import InspectError
from tuiinspect.running.ending import end
from tuiinspect.running.guardian import Guardian
from tuiinspect.running.output import Sink
from tuiinspect.running.program import Program

_POLL_S = 0.1
# One that ends at once (it may have gone to the background) is not started again and again in no time.
_LEAST_S = 1.0
_LINES_TOLD = 10


@dataclass(frozen=True, slots=True)
class LoadRuns:
    """How often the load command was begun, how often it failed, and how the last failure went."""

    command: str
    runs: int
    failed: int
    last_failure: str | None


class Load:
    """Runs a shell command over and over. `told` gets the words of each failure, from a thread."""

    def __init__(
        self,
        command: str,
        environment: Callable[[str], Mapping[str, str]],
        sink: Sink,
        told: Callable[[str], None],
        guardian: Guardian | None = None,
    ) -> None:
        """`environment` makes the one of a run from its mark."""
        self._command = command
        self._environment = environment
        self._sink = sink
        self._told = told
        self._guardian = guardian
        self._off = threading.Event()
        self._runs = 0
        self._failures: list[str] = []
        self._thread = threading.Thread(target=self._keep_running, name="load", daemon=True)

    def start(self) -> None:
        self._thread.start()

    @property
    def so_far(self) -> LoadRuns:
        failures = list(self._failures)
        return LoadRuns(self._command, self._runs, len(failures), failures[-1] if failures else None)

    def stop(self) -> None:
        """End the run that goes on, with all that it has started."""
        self._off.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _keep_running(self) -> None:
        while not self._off.is_set():
            began = time.monotonic()
            self._runs += 1
            failure = self._run_once()
            if failure is not None:
                self._failures.append(failure)
                self._told(failure)
            self._off.wait(_LEAST_S - (time.monotonic() - began))

    def _run_once(self) -> str | None:
        """Why it failed; None when it did not, or was called off."""
        run = Program(("/bin/sh", "-c", self._command), self._guardian)
        try:
            run.start(self._environment(run.mark), self._sink)
            while run.lives and not self._off.wait(_POLL_S):
                pass
            called_off = self._off.is_set()
        except InspectError as error:
            return error.what
        finally:
            # Nobody is served by its grace: what it would still report is not read.
            end(run, _LEAST_S)
        if called_off or run.exit_code == 0:
            return None
        return run.with_last_lines(f"the load command {run.fate()}", _LINES_TOLD)
