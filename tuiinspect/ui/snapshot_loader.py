"""Reads a snapshot while it is still being written, away from the keys."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from textual.message_pump import MessagePump

from tuiinspect import keeping
from tuiinspect.errors import InspectError
from tuiinspect.ui.background import in_background

if TYPE_CHECKING:
    from tuiinspect.heap import HeapSnapshot


COMPILING: Final = "compiling the analysis, this first time, then reading"
PATIENCE_S: Final = 30.0
"""For a helper that gets no processor: then what it has not compiled is compiled here."""
_PAUSE_S: Final = 0.1


class SnapshotLoader:
    """One file, from its first bytes to a snapshot that can be browsed; answers on the owner's loop.

    It begins when `ready` says that the engine is.
    """

    def __init__(
        self,
        owner: MessagePump,
        path: Path,
        *,
        ready: Callable[[], bool],
        loaded: Callable[[HeapSnapshot], object],
        failed: Callable[[InspectError], object],
    ) -> None:
        self._path = path
        self._ready = ready
        self._complete = threading.Event()
        self._abandoned = False
        self._loaded, self._failed = loaded, failed
        keeping.hold(path)
        self.progress: tuple[str, float] | None = None
        in_background(owner, self._read, self._deliver, self._fail)

    def complete(self) -> None:
        """Nothing more will be written to the file."""
        self._complete.set()

    def abandon(self) -> None:
        """Nobody wants to know any more."""
        self._abandoned = True
        self._complete.set()

    def _read(self) -> HeapSnapshot:
        deadline = time.monotonic() + PATIENCE_S
        while not (self._ready() or self._abandoned) and time.monotonic() < deadline:
            self.progress = (COMPILING, 0.0)
            time.sleep(_PAUSE_S)
        # numpy and numba take a while to import: not before they are needed, and not in the screen's thread.
        from tuiinspect.heap import follow

        try:
            return follow(self._path, finished=self._complete.is_set, progress=self._progressed)
        except InspectError:
            raise
        except Exception as error:
            # The live view must outlive a snapshot that the engine cannot digest.
            raise InspectError(
                f"the snapshot could not be analysed: {type(error).__name__}: {error}",
                advice=f"The file is kept: {self._path}. Please report it.",
            ) from error

    def _progressed(self, phase: str, fraction: float) -> None:
        self.progress = (phase, fraction)

    def _deliver(self, snapshot: HeapSnapshot) -> None:
        if not self._abandoned:
            self._loaded(snapshot)

    def _fail(self, error: InspectError) -> None:
        if not self._abandoned:
            self._failed(error)
