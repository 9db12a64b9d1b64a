"""Snapshots of one thread during a triage: taken one after the other in one sitting, read meanwhile."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tuiinspect import keeping, paths
from tuiinspect.diagnosis.evidence import HeapEvidence
from tuiinspect.diagnosis.findings import Step
from tuiinspect.errors import Cancelled
from tuiinspect.probes.capture import CaptureSession
from tuiinspect.samples import CaptureProgress, HeapIds, HeldAs, Prediction
from tuiinspect.session.naming import names_in
from tuiinspect.triage.ports import TriagedSession

if TYPE_CHECKING:
    from tuiinspect.heap import HeapSnapshot

Progress = Callable[[CaptureProgress], None]
T = TypeVar("T")


_LOOK_S = 0.2
_PREFIX = "triage-"


class Album:
    """The snapshots of a triage, in a folder that goes with it; reading them is left to one thread."""

    def __init__(self, session: TriagedSession, ready: Callable[[], bool]) -> None:
        """Reading is put off until `ready`, or until there is nothing else left to do."""
        self._session = session
        self._ready = ready
        self._hurry = threading.Event()
        keeping.sweep(paths.state_dir(), _PREFIX)
        self._folder = tempfile.TemporaryDirectory(prefix=_PREFIX, dir=paths.state_dir())
        keeping.hold(self.folder)
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="triage-reader")
        self._threads: dict[str, Roll] = {}

    @property
    def folder(self) -> Path:
        return Path(self._folder.name)

    def roll(self, thread: str) -> Roll:
        """The snapshots of one thread; the first call opens its sitting.

        Raises:
            InspectError: the capture process could not be started.
        """
        if thread not in self._threads:
            worker = int(thread.partition(":")[2]) if thread.startswith("worker:") else None
            self._threads[thread] = Roll(
                thread, self._session.sit(worker), self.folder, self._reader, self._load
            )
        return self._threads[thread]

    @property
    def rolls(self) -> list[Roll]:
        return list(self._threads.values())

    def hurry(self) -> None:
        """Nothing is won by waiting any more."""
        self._hurry.set()

    def _load(self, path: Path) -> HeapSnapshot:
        from tuiinspect.heap import load

        while not self._ready() and not self._hurry.wait(_LOOK_S):
            pass
        if not path.exists():
            raise Cancelled("the triage was called off")
        return load(path)

    def close(self) -> None:
        """Throw the files away; what is still being read or compared is not waited for."""
        self._hurry.set()
        self._reader.shutdown(wait=False, cancel_futures=True)
        keeping.let_go(self.folder)
        self._folder.cleanup()


class Roll:
    """The snapshots of one thread, comparable by id."""

    def __init__(
        self,
        thread: str,
        sitting: CaptureSession,
        folder: Path,
        reader: ThreadPoolExecutor,
        load: Callable[[Path], HeapSnapshot],
    ) -> None:
        self.thread = thread
        self._sitting = sitting
        self._folder = folder
        self._reader = reader
        self._load = load
        self._loading: list[Future[HeapSnapshot]] = []
        self.begun: list[float] = []
        """When each was asked for, in seconds of `time.monotonic()`."""

        self._ended: list[float] = []
        self.node_counts: list[int] = []

    def take(self, prediction: Prediction, on_progress: Progress) -> Step:
        """Take one and wait for it; a KeyboardInterrupt leaves it to be drained in the background.

        Raises:
            InspectError: there is no snapshot; why, in words.
        """
        path = self._folder / f"{self.thread.replace(':', '-')}-{len(self._loading)}.heapsnapshot"
        self.begun.append(time.monotonic())
        captured = self._sitting.take(path, prediction, on_progress).wait()
        self._ended.append(time.monotonic())
        if captured.nodes is not None:
            self.node_counts.append(captured.nodes)
        self._loading.append(self._reader.submit(self._load, path))
        return Step("snapshot", self.thread, prediction.pause_s, captured.cost.pause_s)

    def evidence(self, called_off: Callable[[], bool]) -> HeapEvidence | None:
        """Who holds the growth from the first to the last; None with fewer than two.

        All work is done on the reader's thread, so that an interrupt finds this one waiting.

        Raises:
            UnreadableFile, Refused: a file is damaged or does not fit in memory.
            Cancelled: it was `called_off`.
        """
        return self._read(self._compare, called_off) if len(self._loading) > 1 else None

    def names(self, numbers: HeapIds, called_off: Callable[[], bool]) -> dict[int, HeldAs]:
        """How the last snapshot has emitters held, by our number of them. Raises as `evidence`."""
        if not self._loading:
            return {}
        return self._read(lambda: names_in(self._loading[-1].result(), numbers), called_off)

    def _read(self, work: Callable[[], T], called_off: Callable[[], bool]) -> T:
        reading = self._reader.submit(work)
        while not wait((reading,), _LOOK_S).done:
            if called_off():
                raise Cancelled("the triage was called off")
        return reading.result()

    def _compare(self) -> HeapEvidence:
        from tuiinspect.heap.growth import growth

        snapshots = [loading.result() for loading in self._loading]
        middle = snapshots[1] if len(snapshots) > 2 else None
        spans = tuple(begun - ended for ended, begun in zip(self._ended, self.begun[1:], strict=False))
        whole = growth(snapshots[0], snapshots[-1], middle=middle)
        latest = growth(middle, snapshots[-1]) if middle is not None and whole.holders else None
        return HeapEvidence(self.thread, spans, whole, latest)
