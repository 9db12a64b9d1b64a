"""The costly steps on a target: each predicted first, taken on request, its outcome published."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from contextlib import suppress
from functools import partial
from pathlib import Path

from tuiinspect.errors import ConnectionLost, InspectError, Refused
from tuiinspect.events import CaptureFailed, CensusTaken, ProbeFailed, SessionEvent
from tuiinspect.probes.capture import CaptureSession
from tuiinspect.samples import AllocationProfile, KnownEmitters, LiveObject, MemorySample, Prediction
from tuiinspect.session import costs
from tuiinspect.session.allocations import Allocations
from tuiinspect.session.capturing import Captures, snapshot_path
from tuiinspect.session.line import Line
from tuiinspect.session.pressing import Paces


class CostlySteps(ABC):
    """Whoever holds the line says which it is, and what its last sample was."""

    def __init__(self) -> None:
        self._steps = threading.Lock()
        self._captures = Captures(self._publish, self._shorten_lease)
        self._paces = Paces()
        self._allocations = Allocations(self._publish)

    @abstractmethod
    def _publish(self, event: SessionEvent) -> None: ...

    @abstractmethod
    def _connected(self) -> Line:
        """The line.

        Raises:
            ConnectionLost: there is none at the moment.
        """

    @abstractmethod
    def known_emitters(self) -> KnownEmitters | None: ...

    @property
    @abstractmethod
    def _last_sample(self) -> MemorySample | None: ...

    def _latest(self) -> MemorySample:
        if self._last_sample is None:
            raise ConnectionLost("no sample has come from the target yet", advice="Try again in a second.")
        return self._last_sample

    def predict_census(self) -> Prediction:
        """What a heap walk is expected to cost.

        Raises:
            InspectError: nothing is known of the heap yet.
        """
        latest = self._latest()
        return costs.of_census(self._connected().info, latest, self._paces.of(latest.thread, "census"))

    def take_census(self) -> None:
        """Walk the heap once and count every emitter; answered by CensusTaken or ProbeFailed."""
        try:
            prediction = self.predict_census()
            with self._steps:
                census = self._connected().agent.take_census(prediction)
            self.learn(self._latest().thread, prediction, census.cost.pause_s)
        except InspectError as error:
            self._publish(ProbeFailed("census", error.what))
            return
        self._publish(CensusTaken(census))

    def predict_allocations(self) -> Prediction:
        """What each reading of sampled allocations is expected to cost.

        Raises:
            InspectError: nothing is known of the heap yet.
        """
        return costs.of_reading(self._connected().info, self._latest())

    def start_allocations(self, *, every: float | None = None) -> None:
        """Sample what is allocated from now on; `every` so many seconds it is read by itself.

        Raises:
            InspectError: it runs already, or the target does not answer.
        """
        line = self._connected()
        self._allocations.start(line.attachment.channel, line.agent, every)

    def read_allocations(self) -> AllocationProfile:
        """What lives of what was allocated since; a full collection. Published as AllocationsRead too.

        Raises:
            SamplingEnded: another client of the inspector ended it.
            InspectError: nothing is sampled, or the target does not answer.
        """
        return self._allocations.read()

    def stop_allocations(self) -> None:
        """End the sampling. `let_go` does so too, and without the collection that this takes.

        Raises:
            InspectError: the target does not answer.
        """
        self._allocations.stop()

    def predict_snapshot(self) -> Prediction:
        """What a snapshot is expected to cost.

        Raises:
            InspectError: nothing is known of the heap yet.
        """
        return self.predict_snapshot_of(self._latest(), snapshot_path(self._connected().info))

    def predict_snapshot_of(
        self, latest: MemorySample, path: Path, *, counted: int | None = None
    ) -> Prediction:
        """The same for any thread, from its latest sample, with a file at `path`; better when a census has
        `counted` its objects.

        Raises:
            InspectError: not connected.
        """
        # The pace is that of predictions without a count, which assume the worst.
        pace = self._paces.of(latest.thread, "snapshot") if counted is None else None
        return costs.of_snapshot(self._connected().info, latest, path, counted=counted, pace=pace)

    def learn(self, thread: str, prediction: Prediction, pause_s: float) -> None:
        """Take note of how long what was predicted has stopped the thread: the next prediction goes by it."""
        self._paces.learn(thread, prediction, pause_s)

    def take_snapshot(self, *, force: bool = False) -> None:
        """Start a snapshot; answered by CaptureProgressed and CaptureFinished or CaptureFailed."""
        try:
            line = self._connected()
            prediction = self.predict_snapshot()
            if not prediction.fits and not force:
                raise Refused("the snapshot does not fit", advice="It may be forced if you accept the risk.")
            # Between the death of this process and that of the capture process nobody polls.
            line.extend_lease(10 * prediction.pause_s + 600)
            known = self.known_emitters()
            path = snapshot_path(line.info)
            learn = partial(self.learn, self._latest().thread, prediction)
            self._captures.start(line.info, line.attachment.url, prediction, path, known, learn)
        except InspectError as error:
            self._publish(CaptureFailed(error.what, error.advice))

    def _shorten_lease(self) -> None:
        # Nobody but us looks after the target again, so what is ours in it must not outlive us for long.
        with suppress(InspectError):
            self._connected().extend_lease(0)

    def sit(self, worker: int | None = None) -> CaptureSession:
        """A session for several snapshots of one thread (None: the target's own) that can be compared by id.

        It is let go with the target. While it takes one the target is not polled: see `expect_silence`.

        Raises:
            InspectError: not connected, or the capture process could not be started.
        """
        line = self._connected()
        return self._captures.sit(line.info, line.attachment.url, worker or line.info.worker)

    def expect_silence(self, seconds: float) -> None:
        """Have what is ours in the target stay for that long without being asked; 0 ends it.

        Raises:
            InspectError: the target does not answer.
        """
        self._connected().extend_lease(seconds)

    def snapshot_path(self) -> Path | None:
        """The growing file of the capture under way."""
        return self._captures.path

    def predict_look(self) -> Prediction:
        """What looking at one object of the last snapshot is expected to cost.

        Raises:
            InspectError: nothing is known of the heap yet.
        """
        return costs.of_look(self._connected().info, self._latest())

    def look(self, heap_id: int, *, properties: bool) -> LiveObject:
        """What the object of that id in the last snapshot is now; `properties`: with all its named ones.

        Raises:
            InspectError: it is gone, or its number means another object by now.
        """
        self._connected()
        return self._captures.look(heap_id, properties=properties)

    def cancel_snapshot(self) -> None:
        """Stop waiting for the capture under way; the target finishes it undisturbed."""
        self._captures.cancel()
