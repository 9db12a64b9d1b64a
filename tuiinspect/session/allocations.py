"""The sampling of allocations in the session's target: begun on request, read now and then, ended with it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from tuiinspect.cdp.channel import Caller
from tuiinspect.errors import CallTimedOut, InspectError, Refused, SamplingEnded
from tuiinspect.events import (
    AllocationsEnded,
    AllocationsRead,
    AllocationsStarted,
    ProbeFailed,
    SessionEvent,
)
from tuiinspect.probes.agent import Agent
from tuiinspect.probes.allocations import Sampler
from tuiinspect.samples import AllocationProfile

FIRST_READING_S = 5.0
READ_EVERY_S = 20.0
# Of the target's time: a heap of gigabytes is read less often.
MOST_SHARE = 0.02
_PATIENCE_S = 60.0


class Allocations:
    """One sampling at a time. What ended without us is begun again only when somebody asks for it."""

    def __init__(self, publish: Callable[[SessionEvent], None]) -> None:
        self._publish = publish
        self._lock = threading.Lock()
        self._reading = threading.Lock()
        self._sampler: Sampler | None = None
        self._over = threading.Event()

    @property
    def running(self) -> bool:
        return self._sampler is not None

    def start(self, caller: Caller, agent: Agent, every: float | None) -> None:
        """Begin, and with `every` read in a thread of its own each so many seconds.

        Raises:
            Refused: it runs already.
            InspectError: the target does not answer.
        """
        with self._lock:
            if self._sampler is not None:
                raise Refused("allocations are sampled already")
            sampler = Sampler.start(caller, agent.places, agent.start_clock)
            over = threading.Event()
            self._sampler, self._over = sampler, over
        self._publish(AllocationsStarted(sampler.started, sampler.foreign))
        if every is not None:
            threading.Thread(
                target=self._read_on, args=(sampler, over, every), name="allocations", daemon=True
            ).start()

    def read(self) -> AllocationProfile:
        """Read now; published as AllocationsRead too.

        Raises:
            Refused: nothing is sampled.
            SamplingEnded: somebody else ended it.
            InspectError: the target does not answer.
        """
        sampler = self._sampler
        if sampler is None:
            raise Refused("allocations are not sampled", advice="Start the sampling first.")
        return self._read(sampler)

    def stop(self) -> None:
        """End it; nothing happens when it is over already.

        Raises:
            InspectError: the target does not answer; the end of the session ends it then.
        """
        sampler = self._end()
        if sampler is not None:
            self._publish(AllocationsEnded(None))
            with self._reading:
                sampler.stop(_PATIENCE_S)

    def lost(self, why: str) -> None:
        """The session with the target is over, and the sampling with it."""
        if self._end() is not None:
            self._publish(AllocationsEnded(why))

    def _end(self) -> Sampler | None:
        with self._lock:
            sampler, self._sampler = self._sampler, None
            self._over.set()
        return sampler

    def _read(self, sampler: Sampler) -> AllocationProfile:
        with self._reading:
            try:
                profile = sampler.read(_PATIENCE_S)
            except SamplingEnded as error:
                if self._sampler is sampler:
                    self.lost(error.what)
                raise
        self._publish(AllocationsRead(profile))
        return profile

    def _read_on(self, sampler: Sampler, over: threading.Event, every: float) -> None:
        wait = min(FIRST_READING_S, every)
        while not over.wait(wait):
            wait = every
            try:
                wait = max(every, self._read(sampler).cost_s / MOST_SHARE)
            except SamplingEnded:
                return
            except CallTimedOut:
                continue  # blocked, which others have told; the question stands
            except InspectError as error:
                if over.is_set():
                    return
                self._publish(ProbeFailed("allocations", error.what))
