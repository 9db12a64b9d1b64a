"""A snapshot from the question to the browser: what pane 3 shows on the way, and what it cost in the end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tuiinspect.errors import InspectError
from tuiinspect.samples import Captured, CaptureProgress, TargetInfo
from tuiinspect.text import clean, format_bytes, format_duration
from tuiinspect.ui.background import in_background
from tuiinspect.ui.durations import rounded_duration
from tuiinspect.ui.emitter_naming import EmitterNaming
from tuiinspect.ui.lines import Line, Piece, line
from tuiinspect.ui.messages import Noticed
from tuiinspect.ui.options import Options
from tuiinspect.ui.ports import LiveSession
from tuiinspect.ui.snapshot_loader import SnapshotLoader
from tuiinspect.ui.state import DashboardState
from tuiinspect.ui.widgets.retainers_pane import EMPTY, RetainersPane
from tuiinspect.ui.widgets.views import Earlier

if TYPE_CHECKING:
    from tuiinspect.heap import HeapSnapshot

_PHASES = {
    "waiting": "waiting for the process to begin",
    "generating": "the process is stopped and writes down its heap",
    "streaming": "receiving",
}


Identity = tuple[str, int, float, int | None]


def identity(target: TargetInfo | None) -> Identity | None:
    """The thread of the process that a snapshot is of, whatever else changes about the line to it."""
    return (target.host, target.pid, target.started, target.worker) if target is not None else None


class CaptureFlow:
    """Follows one capture after the other; draws into the pane, and only when asked to."""

    def __init__(
        self, session: LiveSession, pane: RetainersPane, options: Options, naming: EmitterNaming
    ) -> None:
        self._session = session
        self._pane = pane
        self._naming = naming
        self._clock = options.clock
        self._engine_ready = options.engine_ready
        self._loader: SnapshotLoader | None = None
        self._captured: Captured | None = None
        self._analysed: HeapSnapshot | None = None
        """A snapshot that could be browsed before its cost is known: the process still tidies up."""
        self._began: float | None = None
        self._cancelled = False
        self._of: Identity | None = None
        self._last_of: Identity | None = None
        self._last: Earlier | None = None
        """The snapshot before, of whom it was, for the next one to be compared with."""

    @property
    def under_way(self) -> bool:
        """From the yes until the snapshot can be browsed."""
        return self._began is not None

    @property
    def analysed(self) -> bool:
        """Whether all is there but what it cost."""
        return self._analysed is not None

    def begin(self, state: DashboardState, *, force: bool) -> None:
        state.begin_capture()
        self._began, self._captured, self._cancelled = self._clock(), None, False
        self._analysed = None
        self._pane.progress("starting the capture process", None, "")
        in_background(self._pane, lambda: self._session.take_snapshot(force=force), failed=self._failed)

    def cancel(self) -> None:
        """The stream is drained to its end elsewhere, since breaking it off can harm the target."""
        self._cancelled = True
        if self._captured is None:
            in_background(self._pane, self._session.cancel_snapshot)
        self._end()
        if not self._pane.browser.show_last():
            self._pane.empty(EMPTY)

    def sync(self, state: DashboardState) -> None:
        """Bring the pane in line with the newest state."""
        if not self.under_way or self._cancelled:
            return
        if state.captured is not None and state.captured is not self._captured:
            self._captured = state.captured
            self._of = identity(state.target)
            self._follow(Path(state.captured.path)).complete()
            if self._analysed is not None:
                self._show(self._analysed, state.captured)
                return
        elif self._captured is None and state.capture_failed:
            self._end()
            self._pane.empty(f"No snapshot. {EMPTY}")
            return
        elif state.capture is not None:
            path = self._session.snapshot_path()
            if path is not None:
                self._follow(path)
        self._draw(state.capture)

    def _follow(self, path: Path) -> SnapshotLoader:
        if self._loader is None:
            self._loader = SnapshotLoader(
                self._pane, path, ready=self._engine_ready, loaded=self._loaded, failed=self._failed
            )
        return self._loader

    def _draw(self, progress: CaptureProgress | None) -> None:
        elapsed = rounded_duration(self._clock() - (self._began or 0.0))
        if self._captured is None and progress is not None:
            fraction = progress.done / progress.total if progress.total else None
            written = f", {format_bytes(progress.bytes_written)}" if progress.bytes_written else ""
            self._pane.progress(_PHASES[progress.phase], fraction, f"{elapsed}{written}")
        elif self._captured is not None:
            phase, share = (self._loader.progress if self._loader else None) or ("reading", 0.0)
            self._pane.progress(f"the process runs again; analysing: {clean(phase)}", share, elapsed)

    def _loaded(self, snapshot: HeapSnapshot) -> None:
        if self._captured is None:
            self._analysed = snapshot
        else:
            self._show(snapshot, self._captured)

    def _show(self, snapshot: HeapSnapshot, captured: Captured) -> None:
        title = clean(Path(captured.path).stem, 60)
        self._end()
        earlier = self._last if self._of is not None and self._last_of == self._of else None
        self._pane.show(snapshot, title, *summaries(snapshot, captured), earlier=earlier)
        self._last, self._last_of = Earlier(snapshot, title), self._of
        self._naming.begin(snapshot, captured.known)

    def _failed(self, error: InspectError) -> None:
        if self._cancelled:
            return
        self._end()
        self._pane.empty(EMPTY)
        self._pane.post_message(Noticed(str(error).replace("\n", " "), grave=True))

    def _end(self) -> None:
        if self._loader is not None:
            self._loader.abandon()
        self._loader, self._analysed, self._began = None, None, None


def summaries(snapshot: HeapSnapshot, captured: Captured) -> tuple[Line, ...]:
    size = f"{snapshot.node_count:,} objects, {format_bytes(snapshot.total_bytes)}"
    cost = f"  paused the process for {format_duration(captured.cost.pause_s)}"
    predicted = f" (predicted {format_duration(captured.cost.predicted_s)})"
    return tuple(line(Piece(words, "dim")) for words in (size + cost + predicted, size + cost, size))
