"""Snapshots of the session's target: one at a time, followed from here, drained elsewhere.

The capture process stays when a snapshot is complete, and with it the numbers that the snapshot's objects
have: the next snapshot can be compared with it object by object, and its objects can be looked at.
"""

from __future__ import annotations

import itertools
import re
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tuiinspect import keeping, paths
from tuiinspect.errors import InspectError, Refused
from tuiinspect.events import CaptureFailed, CaptureFinished, CaptureProgressed, SessionEvent
from tuiinspect.probes.capture import Capture, CaptureSession
from tuiinspect.samples import Captured, CaptureProgress, KnownEmitters, LiveObject, Prediction, TargetInfo

_ENDING_S = 2.0


class Captures:
    """Starts a capture process and publishes what becomes of it."""

    def __init__(self, publish: Callable[[SessionEvent], None], ended: Callable[[], None]) -> None:
        self._publish = publish
        self._ended = ended
        self._lock = threading.Lock()
        self._running: Capture | None = None
        self._held: CaptureSession | None = None
        self._url = ""
        self._sittings: list[CaptureSession] = []

    @property
    def path(self) -> Path | None:
        """The growing file of the capture under way."""
        running = self._running
        return running.path if running is not None else None

    @property
    def running(self) -> bool:
        return self._running is not None or any(sitting.busy for sitting in self._sittings)

    def sit(self, info: TargetInfo, url: str, worker: int | None) -> CaptureSession:
        """Open a session for several snapshots of one thread, comparable by id; it ends with the line.

        Raises:
            InspectError: the capture process could not be started.
        """
        sitting = self._open(info, url, worker)
        with self._lock:
            self._sittings.append(sitting)
        return sitting

    @staticmethod
    def _open(info: TargetInfo, url: str, worker: int | None) -> CaptureSession:
        return CaptureSession.start(
            url=url,
            pid=info.pid if info.local else None,
            node_version=info.node,
            close_inspector_when_orphaned=info.opened_by_us,
            worker=worker,
        )

    def start(
        self,
        info: TargetInfo,
        url: str,
        prediction: Prediction,
        path: Path,
        known: KnownEmitters | None,
        paused: Callable[[float], None],
    ) -> None:
        """Begin; the outcome is published as CaptureFinished or CaptureFailed. `paused` is told for how long.

        Raises:
            Refused: one is under way already.
            InspectError: the capture process could not be started.
        """
        with self._lock:
            if self._running is not None:
                raise Refused("a snapshot is being taken already", advice="Wait for it, or cancel it first.")
            capture = self._session(info, url).take(path, prediction, self._progressed)
            self._running = capture
        threading.Thread(
            target=self._await, args=(capture, known, paused), name="capture", daemon=True
        ).start()

    def _session(self, info: TargetInfo, url: str) -> CaptureSession:
        """The one of the last snapshot, or a new one where that has ended or went elsewhere."""
        held = self._held
        if held is not None and (held.over or url != self._url):
            held.end()
            held = None
        self._held, self._url = held or self._open(info, url, info.worker), url
        return self._held

    def look(self, heap_id: int, *, properties: bool) -> LiveObject:
        """What the object of that id in the last snapshot is now.

        Raises:
            InspectError: it is gone, or its number means another object by now.
        """
        held = self._held
        if held is None:
            raise Refused("no snapshot was taken of this process", advice="Take one.")
        return held.look(heap_id, properties=properties)

    def end(self) -> None:
        """Let go of the target when nothing is under way; waits a moment for it to be done."""
        with self._lock:
            held, self._held = self._held, None
            sittings, self._sittings = self._sittings, []
        ending = [*sittings, *([held] if held is not None else [])]
        for sitting in ending:
            sitting.end()
        deadline = time.monotonic() + _ENDING_S
        for sitting in ending:
            sitting.ended.wait(max(0.0, deadline - time.monotonic()))

    def _progressed(self, progress: CaptureProgress) -> None:
        self._publish(CaptureProgressed(progress))

    def _await(self, capture: Capture, known: KnownEmitters | None, paused: Callable[[float], None]) -> None:
        outcome: CaptureFinished | CaptureFailed
        try:
            captured = capture.wait()
            paused(captured.cost.pause_s)
            outcome = CaptureFinished(replace(_kept(captured), known=known))
        except InspectError as error:
            outcome = CaptureFailed(error.what, error.advice)
        finally:
            with self._lock:
                self._running = None
            self._ended()
        self._publish(outcome)

    def abandon(self) -> None:
        """Leave the capture under way to its process, which closes the inspector when it is done."""
        with self._lock:
            if self._running is not None:
                self._running.abandon()
            for sitting in self._sittings:
                sitting.abandon()

    def cancel(self) -> None:
        """The capture process drains the stream to its end, since breaking it off can harm the target."""
        with self._lock:
            if self._running is not None:
                self._running.cancel()


def _kept(captured: Captured) -> Captured:
    """Hold on to the new snapshot, and let the oldest ones make room for it."""
    path = Path(captured.path)
    keeping.hold(path)
    removed = keeping.prune(path.parent) if path.parent == snapshots_folder() else ()
    return replace(captured, removed=len(removed))


def snapshots_folder() -> Path:
    folder = paths.state_dir() / "snapshots"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def snapshot_path(info: TargetInfo) -> Path:
    """A name nobody has taken, in the user's state folder: title, pid and time, and a number when need be."""
    folder = snapshots_folder()
    title = re.sub(r"[^\w.-]+", "-", info.title, flags=re.ASCII).strip("-.")[:40] or "node"
    stem = f"{title}-{info.file_word}-{time.strftime('%Y%m%d-%H%M%S')}"
    names = (
        f"{stem}{more}.heapsnapshot"
        for more in itertools.chain([""], (f"-{number}" for number in itertools.count(2)))
    )
    return next(path for path in map(folder.joinpath, names) if not path.exists())
