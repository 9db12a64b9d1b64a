"""Snapshots of the session's target: one at a time, followed from here, drained elsewhere."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from pathlib import Path

from tuiinspect import paths
from tuiinspect.errors import InspectError, Refused
from tuiinspect.events import CaptureFailed, CaptureFinished, CaptureProgressed, SessionEvent
from tuiinspect.probes.capture import Capture
from tuiinspect.samples import CaptureProgress, Prediction, TargetInfo


class Captures:
    """Starts a capture process and publishes what becomes of it."""

    def __init__(self, publish: Callable[[SessionEvent], None], ended: Callable[[], None]) -> None:
        self._publish = publish
        self._ended = ended
        self._lock = threading.Lock()
        self._running: Capture | None = None

    @property
    def path(self) -> Path | None:
        """The growing file of the capture under way."""
        running = self._running
        return running.path if running is not None else None

    @property
    def running(self) -> bool:
        return self._running is not None

    def start(self, info: TargetInfo, url: str, prediction: Prediction, path: Path) -> None:
        """Begin; the outcome is published as CaptureFinished or CaptureFailed.

        Raises:
            Refused: one is under way already.
            InspectError: the capture process could not be started.
        """
        with self._lock:
            if self._running is not None:
                raise Refused("a snapshot is being taken already", advice="Wait for it, or cancel it first.")
            self._running = Capture.start(
                url=url,
                path=path,
                pid=info.pid if info.local else None,
                node_version=info.node,
                prediction=prediction,
                close_inspector_when_orphaned=info.opened_by_us,
                on_progress=self._progressed,
                worker=info.worker,
            )
            capture = self._running
        threading.Thread(target=self._await, args=(capture,), name="capture", daemon=True).start()

    def _progressed(self, progress: CaptureProgress) -> None:
        self._publish(CaptureProgressed(progress))

    def _await(self, capture: Capture) -> None:
        outcome: CaptureFinished | CaptureFailed
        try:
            outcome = CaptureFinished(capture.wait())
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

    def cancel(self) -> None:
        """The capture process drains the stream to its end, since breaking it off can harm the target."""
        with self._lock:
            if self._running is not None:
                self._running.cancel()


def snapshot_path(info: TargetInfo) -> Path:
    """A name nobody has taken, in the user's state folder: title, pid and time."""
    folder = paths.state_dir() / "snapshots"
    folder.mkdir(mode=0o700, exist_ok=True)
    title = re.sub(r"[^\w.-]+", "-", info.title, flags=re.ASCII).strip("-.")[:40] or "node"
    return folder / f"{title}-{info.file_word}-{time.strftime('%Y%m%d-%H%M%S')}.heapsnapshot"
