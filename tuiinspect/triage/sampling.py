"""Allocations sampled during a triage: begun and ended with it, unless somebody samples already."""

from __future__ import annotations

import time

from tuiinspect.errors import ConnectionLost, InspectError, Refused
from tuiinspect.triage.ports import TriagedSession


class Sampling:
    """Read right before what pauses the target anyway. `failures` tell in words what did not work."""

    def __init__(self, session: TriagedSession, *, wanted: bool) -> None:
        self._session = session
        self._wanted = wanted
        self._ours = False
        self._read_at = 0.0
        self.ending_s: float | None = None
        """What ending it took, which is one more collection; None where it is not ours to end."""

        self.failures: list[str] = []

    def begin(self) -> None:
        """Start it, where it is wanted."""
        if not self._wanted:
            return
        try:
            self._session.start_allocations()
            self._ours = True
        except Refused:
            pass  # It is on already: its readings are told to us as to everybody.
        except ConnectionLost:
            raise
        except InspectError as error:
            self._wanted = False
            self.failures.append(f"allocations are not sampled: {error.what}")

    def read(self, *, unless_within_s: float = 0.0) -> None:
        """What it read comes as an event; not again when that was so few seconds ago."""
        if not self._wanted or time.monotonic() - self._read_at < unless_within_s:
            return
        self._read_at = time.monotonic()
        try:
            self._session.read_allocations()
        except ConnectionLost:
            raise
        except InspectError as error:
            self.failures.append(f"the sampled allocations could not be read: {error.what}")

    def end(self) -> None:
        if not self._ours:
            return
        self._ours = False
        began = time.monotonic()
        try:
            self._session.stop_allocations()
            self.ending_s = time.monotonic() - began
        except InspectError as error:
            self.failures.append(f"the sampling of allocations ends with the session: {error.what}")
