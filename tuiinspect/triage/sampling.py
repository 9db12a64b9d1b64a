"""Allocations sampled during a triage: begun and ended with it, unless somebody samples already."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from tuiinspect.diagnosis.findings import Step
from tuiinspect.errors import ConnectionLost, InspectError, Refused
from tuiinspect.samples import Prediction
from tuiinspect.triage.ports import TriagedSession

# Where nothing pauses the target anyway, it is read at these shares of the span, and at its end.
SHARES_ALONE = (0.2, 0.6)


class Sampling:
    """Read right before what pauses the target anyway. `failures` tell in words what did not work."""

    def __init__(self, session: TriagedSession, *, wanted: bool) -> None:
        self._session = session
        self._wanted = wanted
        self._ours = False
        self._read_at = 0.0
        # What ending it took, which is one more collection.
        self._ending_s: list[float] = []
        self.failures: list[str] = []

    def predicted(self) -> Prediction | None:
        """What one reading will cost; None where nobody wants any."""
        return self._session.predict_allocations() if self._wanted else None

    def moments_alone(self, span_s: float) -> Iterator[float]:
        """When to read in a triage that does nothing else to its target."""
        return (share * span_s for share in SHARES_ALONE)

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
            self._ending_s.append(time.monotonic() - began)
        except InspectError as error:
            self.failures.append(f"the sampling of allocations ends with the session: {error.what}")

    def steps(self, each: Prediction, readings: Sequence[float], thread: str) -> Iterator[Step]:
        """What all readings cost together, where there were any, beside what was said of `each`."""
        pauses = [*readings, *self._ending_s]
        if pauses:
            yield Step("readings of allocations", thread, each.pause_s * len(pauses), sum(pauses))
