"""Snapshots from where they are wanted: starts a capture process, follows it, calls it off.

The process that asks may crash, hang up or be killed at any moment; see `tuiinspect.capture_process`.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from pathlib import Path

from tuiinspect.errors import ConnectionLost, InspectError, Refused
from tuiinspect.probes.capture_lines import (
    Begin,
    Cancel,
    End,
    Failed,
    Look,
    News,
    Progressed,
    Seen,
    Take,
    Taken,
    Unseen,
)
from tuiinspect.probes.capture_pipe import CapturePipe
from tuiinspect.samples import Captured, CaptureProgress, Cost, LiveObject, Prediction

_LOOKING_S = 150.0

_log = logging.getLogger(__name__)

ProgressHandler = Callable[[CaptureProgress], None]


class Capture:
    """One snapshot on its way. `finished` is set when it has come to its end, good or bad.

    `path` grows while it runs, so that a parser may follow it.
    """

    def __init__(
        self, session: CaptureSession, path: Path, prediction: Prediction, on_progress: ProgressHandler
    ) -> None:
        self.path = path
        self.session = session
        self.finished = threading.Event()
        self._prediction = prediction
        self._on_progress = on_progress
        self._begun = False
        self._captured: Captured | None = None
        self._error: InspectError | None = None

    @classmethod
    def start(
        cls,
        *,
        url: str,
        path: Path,
        pid: int | None,
        node_version: str,
        prediction: Prediction,
        close_inspector_when_orphaned: bool,
        on_progress: ProgressHandler,
        worker: int | None = None,
    ) -> Capture:
        """Take a single snapshot in a session that ends with it; `CaptureSession` is for two.

        Raises:
            InspectError: the process could not be started, or already knows that it cannot connect.
        """
        session = CaptureSession.start(
            url=url,
            pid=pid,
            node_version=node_version,
            close_inspector_when_orphaned=close_inspector_when_orphaned,
            worker=worker,
            single=True,
        )
        return session.take(path, prediction, on_progress)

    def wait(self, timeout: float | None = None) -> Captured:
        """Wait for the end.

        Raises:
            InspectError: there is no snapshot; why, in words.
            TimeoutError: it is still under way.
        """
        if not self.finished.wait(timeout):
            raise TimeoutError(f"the snapshot is still under way after {timeout} s")
        if self._error is not None:
            raise self._error
        assert self._captured is not None
        return self._captured

    def cancel(self) -> None:
        """Call it off and return at once; the target finishes it all the same, then the file is gone."""
        self.session.cancel()

    def abandon(self) -> None:
        """Leave it to the capture process to finish for nobody; see `CaptureSession.abandon`."""
        self.session.abandon()

    def progressed(self, news: Progressed) -> None:
        self._begun = True
        progress = CaptureProgress(
            phase=news.phase,
            done=news.done,
            total=news.total,
            bytes_written=news.bytes_written,
            elapsed_s=news.elapsed_s,
        )
        try:
            self._on_progress(progress)
        except Exception as error:  # a listener's mistake must not lose the snapshot
            _log.warning("a listener to a capture's progress failed: %s", type(error).__name__)

    def succeed(self, news: Taken) -> None:
        cost = Cost(
            what="snapshot",
            predicted_s=self._prediction.pause_s,
            pause_s=news.pause_s,
            rss_before=news.rss_before,
            rss_after=news.rss_after,
            rss_peak=news.rss_peak,
        )
        self._captured = Captured(str(self.path), news.bytes_written, cost, news.nodes)
        self.finished.set()

    def fail(self, error: InspectError, *, leftover: bool = False) -> None:
        """`leftover`: the process went without tidying up, so what it has made goes now."""
        if leftover and self._begun and self.path.is_file():
            self.path.unlink(missing_ok=True)
        self._error = error
        self.finished.set()


class CaptureSession:
    """One capture process with a protocol session of its own.

    Objects have the same ids in two snapshots of one session, and in no others: to compare two, take both
    here. Any thread may call.
    """

    def __init__(self, pipe: CapturePipe, *, single: bool = False) -> None:
        self.ended = threading.Event()
        self._pipe = pipe
        self._single = single
        self._lock = threading.Lock()
        self._current: Capture | None = None
        self._looking = threading.Lock()
        self._seen: queue.SimpleQueue[Seen | Unseen] = queue.SimpleQueue()
        self._over: InspectError | None = None
        threading.Thread(target=self._follow, name="capture-news", daemon=True).start()

    @classmethod
    def start(
        cls,
        *,
        url: str,
        pid: int | None,
        node_version: str,
        close_inspector_when_orphaned: bool,
        worker: int | None = None,
        single: bool = False,
    ) -> CaptureSession:
        """Start the process; it connects by itself, and says with the first snapshot if it cannot.

        `pid` is None for a target on another machine, `worker` for the main thread.

        Raises:
            InspectError: the process could not be started.
        """
        pipe = CapturePipe.open(pid)
        pipe.send(Begin(url, node_version, pid, close_inspector_when_orphaned, worker))
        return cls(pipe, single=single)

    @property
    def over(self) -> bool:
        """Whether nothing more can be asked of it."""
        return self._over is not None or self.ended.is_set()

    @property
    def pid(self) -> int:
        """The capture process's own."""
        return self._pipe.pid

    @property
    def busy(self) -> bool:
        """Whether a snapshot is under way."""
        with self._lock:
            return self._current is not None

    def take(self, path: Path, prediction: Prediction, on_progress: ProgressHandler) -> Capture:
        """Start a snapshot into a new file at `path`.

        Raises:
            Refused: one is under way already.
            InspectError: the session has ended.
        """
        capture = Capture(self, path.absolute(), prediction, on_progress)
        with self._lock:
            if self._over is not None:
                raise self._over
            if self._current is not None:
                raise Refused("a snapshot is being taken already", advice="Wait for it, or cancel it first.")
            self._current = capture
        self._pipe.send(Take(str(capture.path)))
        return capture

    def look(self, heap_id: int, *, properties: bool, timeout: float = _LOOKING_S) -> LiveObject:
        """What the object of that id in the last snapshot is now; see `tuiinspect.probes.live_object`.

        Raises:
            InspectError: it is gone, or so is the session, or the ids mean other objects by now.
        """
        with self._looking:
            if self.over:
                raise self._over or ConnectionLost("the capture session has ended")
            while not self._seen.empty():  # the answer to a question that nobody waited for
                self._seen.get_nowait()
            self._pipe.send(Look(heap_id, properties))
            try:
                answer = self._seen.get(timeout=timeout)
            except queue.Empty:
                raise ConnectionLost(f"the target has not answered for {timeout:.0f} s") from None
        if isinstance(answer, Unseen):
            raise InspectError(answer.what, advice=answer.advice)
        return answer.found

    def cancel(self) -> None:
        """Call off the snapshot under way, and return at once."""
        self._pipe.send(Cancel())

    def end(self) -> None:
        """Let go of the target and return at once; a snapshot under way is called off.

        Whether the inspector is to be closed is then the caller's business.
        """
        self._pipe.send(End())

    def abandon(self) -> None:
        """Leave as if we had died, and return at once.

        The capture process drains what streams, removes the file, closes the inspector if it was told to
        at the start, and goes.
        """
        self._pipe.hang_up()

    def _follow(self) -> None:
        for news in self._pipe.news():
            if isinstance(news, Progressed):
                if self._current is not None:
                    self._current.progressed(news)
            elif isinstance(news, (Seen, Unseen)):
                self._seen.put(news)
            else:
                self._conclude(news)
        self._bury()

    def _conclude(self, news: News) -> None:
        if isinstance(news, Failed) and news.over:
            self._over = news.error()
        with self._lock:
            capture, self._current = self._current, None
        if self._single:
            self.end()
        if capture is None:
            return
        if isinstance(news, Taken):
            capture.succeed(news)
        elif isinstance(news, Failed):
            capture.fail(news.error())

    def _bury(self) -> None:
        error = self._pipe.cause_of_death()
        with self._lock:
            self._over = self._over or error
            capture, self._current = self._current, None
        if capture is not None:
            capture.fail(self._over, leftover=True)
        self.ended.set()
        self._seen.put(Unseen(self._over.what, self._over.advice))
