"""The climb: watch, take the planned rungs at their time, and bring the evidence home."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from tuiinspect.diagnosis.evidence import Evidence, HeapEvidence, ListenerSeries
from tuiinspect.diagnosis.findings import Step
from tuiinspect.errors import Cancelled, ConnectionLost, InspectError, Refused
from tuiinspect.events import SessionEvent
from tuiinspect.samples import CaptureProgress, MemorySample, Prediction
from tuiinspect.triage.bill import Bill, Progressed, cut_notes
from tuiinspect.triage.gathering import gather
from tuiinspect.triage.heaps import Album
from tuiinspect.triage.locating import located_listeners
from tuiinspect.triage.naming import Naming
from tuiinspect.triage.native import only_native_grows
from tuiinspect.triage.plan import SHARE_FOR_THREE, Agenda, Leave, later, plan, spaced
from tuiinspect.triage.ports import TriagedSession
from tuiinspect.triage.sampling import Sampling
from tuiinspect.triage.watching import Watching

# Snapshots are taken of the main thread and of this many workers, the fastest growing first.
MOST_WORKERS = 3
_PATIENCE_S = 20.0
_WORKERS_S = 3.0


class Ladder:
    """One triage of a session's target.

    `ask` gets the bill once and says yes, or raises Refused; `ready` tells when snapshots can be read fast.
    """

    def __init__(
        self,
        session: TriagedSession,
        span_s: float,
        leave: Leave,
        *,
        ask: Callable[[Bill], bool],
        say: Callable[[Progressed], None],
        ready: Callable[[], bool] = lambda: True,
    ) -> None:
        self._session = session
        self._span_s = span_s
        self._leave = leave
        self._ask = ask
        self._say = say
        self._ready = ready
        self._watching = Watching()
        self._sampling = Sampling(session, wanted=leave.allocations)
        self._naming = Naming(session)
        self._events: queue.SimpleQueue[SessionEvent] = queue.SimpleQueue()
        session.subscribe(self._events.put)
        self._steps: list[Step] = []
        self._notes: list[str] = []
        self._unmet: tuple[str, ...] = ()
        self._began = 0.0
        self._taken = 0.0
        self._cut_short: str | None = None
        self._stopped = threading.Event()
        self._disturbed: float | None = None

    def stop(self) -> None:
        """Call it off; a snapshot under way is waited for, since breaking it off can harm the target."""
        self._stopped.set()

    def climb(self) -> Evidence:
        """Watch for the span and take the rungs. The session is attached, started and let go by the caller.

        Raises:
            InspectError: the target could not be watched at all, or the user declined.
        """
        first = self._first_sample()
        album = Album(self._session, self._ready)
        try:
            self._hear_of_workers()
            bill = self._bill(first, album)
            self._unmet = bill.plan.unmet
            if bill.costly and not self._ask(bill):
                raise Refused("not confirmed; nothing costly was done to the process")
            self._began, self._taken = time.monotonic(), time.time()
            try:
                self._sampling.begin()
                self._follow(bill, album)
            except ConnectionLost as error:
                self._cut_short = error.what
            finally:
                self._sampling.end()
            return self._evidence(album, bill)
        finally:
            album.close()

    def _first_sample(self) -> MemorySample:
        deadline = time.monotonic() + _PATIENCE_S
        while time.monotonic() < deadline:
            self._take_in(time.monotonic() + 0.2)
            sample = self._watching.latest(self._thread)
            if sample is not None:
                return sample
        raise ConnectionLost(
            "the target does not answer", advice="Its main thread may be blocked; try again later."
        )

    def _hear_of_workers(self) -> None:
        """Theirs come a poll later, and are a part of what is to be asked."""
        deadline = time.monotonic() + _WORKERS_S
        wanted = min(self._session.worker_threads, MOST_WORKERS)
        while len(self._watching.threads) <= wanted and time.monotonic() < deadline:
            self._take_in(time.monotonic() + 0.2)

    @property
    def _gone(self) -> float:
        """Seconds since the watch began."""
        return time.monotonic() - self._began

    @property
    def _thread(self) -> str:
        target = self._session.target
        return target.thread if target is not None else "main"

    def _bill(self, first: MemorySample, album: Album) -> Bill:
        snapshot = self._session.predict_snapshot_of(first, album.folder)
        census = self._session.predict_census()
        planned = plan(self._span_s, snapshot, census, self._leave)
        workers = self._of_workers(album) if planned.snapshots else ()
        return Bill(planned, snapshot, census, self._sampling.predicted(), workers)

    def _of_workers(self, album: Album) -> tuple[Prediction, ...]:
        """What snapshots of worker threads may cost: of the largest, since who grows is not known yet."""
        others = (self._watching.latest(name) for name in self._watching.threads if name != self._thread)
        largest = sorted(filter(None, others), key=lambda sample: -sample.heap_used)[:MOST_WORKERS]
        return tuple(self._session.predict_snapshot_of(sample, album.folder) for sample in largest)

    def _follow(self, bill: Bill, album: Album) -> None:
        """Take the rungs in their order; each may change what is still planned."""
        agenda, put_off = bill.plan.agenda, False
        if not agenda and bill.reading is not None:
            for moment in self._sampling.moments_alone(self._span_s):
                self._watch_until(moment)
                self._sampling.read()
        while agenda:
            (moment, rung), agenda = agenda[0], agenda[1:]
            self._watch_until(moment)
            if self._disturbed is None:
                if not put_off and only_native_grows(self._watching.threads):
                    put_off = True
                    agenda = later(bill.plan.agenda, self._span_s)
                    continue
                self._disturbed = time.time()
            self._sampling.read()
            if rung == "snapshot":
                self._take_snapshots(album)
                agenda = self._after_snapshot(agenda, album)
            else:
                self._take_census()
                agenda = self._after_census(agenda, album, bill)
        self._watch_until(self._span_s)
        self._sampling.read(unless_within_s=self._span_s / 4)
        self._take_in(time.monotonic() + 0.1)

    def _watch_until(self, moment: float) -> None:
        while self._gone < moment:
            if self._stopped.is_set():
                raise Cancelled("the triage was called off")
            self._say(Progressed("watching", self._gone, self._span_s))
            self._take_in(min(self._began + moment, time.monotonic() + 1.0))

    def _take_in(self, moment: float) -> None:
        """Take in what the session tells until `time.monotonic()` is `moment`.

        Raises:
            ConnectionLost: the target is gone, or cannot be reached again.
        """
        while True:
            try:
                event = self._events.get(timeout=max(moment - time.monotonic(), 0.001))
            except queue.Empty:
                return
            self._watching.take(event)

    def _take_snapshots(self, album: Album) -> None:
        """One of each thread that matters."""
        for thread in self._chosen_threads(album):
            latest = self._watching.latest(thread)
            if latest is not None:
                self._capture(thread, self._session.predict_snapshot_of(latest, album.folder), album)

    def _after_snapshot(self, agenda: Agenda, album: Album) -> Agenda:
        """A first one that turned out cheap makes room for one between; dear ones leave room for the work."""
        taken = [step.pause_s for step in self._steps if step.what == "snapshot"]
        if taken and taken[-1] > 2 * SHARE_FOR_THREE * self._span_s / 3:
            return spaced(agenda, self._gone, self._span_s)
        pause = sum(taken)
        left = [moment for moment, rung in agenda if rung == "snapshot"]
        only_one = all(len(roll.begun) == 1 for roll in album.rolls)
        if not only_one or len(left) != 1 or pause > SHARE_FOR_THREE * self._span_s / 3:
            return agenda
        between = (self._gone + left[0]) / 2
        return ((between, "snapshot"), (left[0], "snapshot"))

    def _chosen_threads(self, album: Album) -> list[str]:
        """The target's own thread, and the workers that grow; the same ones each time."""
        if album.rolls:
            return [roll.thread for roll in album.rolls]
        histories = self._watching.threads

        def growth(thread: str) -> int:
            samples = histories[thread].samples
            return samples[-1].heap_used - samples[0].heap_used

        workers = sorted((thread for thread in histories if thread != self._thread), key=growth, reverse=True)
        return [self._thread, *workers[:MOST_WORKERS]]

    def _capture(self, thread: str, prediction: Prediction, album: Album) -> None:
        def tell(progress: CaptureProgress) -> None:
            self._say(Progressed(f"snapshot of {thread}", self._gone, self._span_s, progress))

        if not prediction.fits and not self._leave.force:
            self._notes.append(f"no snapshot of {thread}: it would not fit in what is free now")
            return
        try:
            self._session.expect_silence(10 * prediction.pause_s + 600)
            if thread == self._thread:
                self._naming.begin()
            began = time.time()
            self._steps.append(album.roll(thread).take(prediction, tell))
            self._session.expect_silence(0)
            self._session.learn(thread, prediction, self._steps[-1].pause_s)
            if thread == self._thread:
                self._naming.taken()
                self._watching.paused(began, self._steps[-1].pause_s)
        except ConnectionLost:
            raise
        except InspectError as error:
            self._notes.append(f"no snapshot of {thread}: {error.what}")

    def _take_census(self) -> None:
        self._say(Progressed("census", self._gone, self._span_s))
        before, began = len(self._watching.censuses), time.time()
        self._session.take_census()
        self._take_in(time.monotonic() + 0.5)
        for census in self._watching.censuses[before:]:
            cost = census.cost
            self._steps.append(Step("census", self._thread, cost.predicted_s, cost.pause_s))
            self._watching.paused(began, cost.pause_s)

    def _after_census(self, agenda: Agenda, album: Album, bill: Bill) -> Agenda:
        """Now that the objects are counted, snapshots may turn out to be affordable after all.

        Not those that would cut connections: nobody was asked about that.
        """
        latest, counted = self._watching.latest(self._thread), self._watching.censuses
        if not bill.plan.reconsidered or latest is None or len(counted) != 1:
            return agenda
        objects = counted[0].objects
        prediction = self._session.predict_snapshot_of(latest, album.folder, counted=objects)
        if prediction.cuts_connections:
            return agenda
        gone = self._gone
        better = plan(self._span_s - gone, prediction, bill.census, replace(self._leave, census=False))
        if not better.snapshots:
            return agenda
        self._unmet = ()
        return tuple((gone + moment, rung) for moment, rung in better.agenda)

    def _evidence(self, album: Album, bill: Bill) -> Evidence:
        album.hurry()
        if bill.reading is not None:
            self._steps += self._sampling.steps(bill.reading, self._watching.figures.readings, self._thread)
        located = located_listeners(self._session, self._watching)
        self._naming.ask(located)
        self._say(Progressed("reading", self._gone, self._span_s))
        heaps: list[HeapEvidence] = []
        for roll in album.rolls:
            try:
                found = roll.evidence(self._stopped.is_set)
            except Cancelled:
                raise
            except InspectError as error:
                self._notes.append(f"the snapshots of {roll.thread} could not be compared: {error.what}")
            else:
                if found is not None:
                    heaps.append(found)
        located = self._named(located, album)
        target = self._session.target
        assert target is not None
        own = [step for step in self._steps if step.thread == self._thread]
        self._notes += cut_notes(own, self._watching.threads[self._thread].samples)
        return gather(
            self._watching,
            target,
            taken=self._taken,
            span_s=self._gone,
            disturbed=self._disturbed,
            heaps=heaps,
            listeners=located,
            steps=self._steps,
            unmet=self._unmet,
            cut_short=self._cut_short,
            notes=(*self._notes, *self._sampling.failures, *self._watching.failures[:3]),
            counters=self._session.counters,
        )

    def _named(self, located: list[ListenerSeries], album: Album) -> list[ListenerSeries]:
        roll = next((roll for roll in album.rolls if roll.thread == self._thread), None)
        try:
            return self._naming.named(located, roll, self._stopped.is_set)
        except Cancelled:
            raise
        except InspectError:
            # That the snapshot cannot be read is said where it was to be compared.
            return located
