"""A snapshot file on the whole screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from tuiinspect.errors import InspectError
from tuiinspect.text import clean, format_bytes, format_count
from tuiinspect.ui.options import always
from tuiinspect.ui.screens.hinted import HintedScreen
from tuiinspect.ui.snapshot_loader import SnapshotLoader
from tuiinspect.ui.widgets.hint_line import HintLine
from tuiinspect.ui.widgets.snapshot_browser import SnapshotBrowser
from tuiinspect.ui.widgets.views import Earlier

if TYPE_CHECKING:
    from tuiinspect.heap import HeapSnapshot

_PROGRESS_S = 0.25


class BrowserScreen(HintedScreen):
    """Reads the file and shows it, after the one it is compared with; one that cannot be read ends the app,
    which then says why."""

    HINTS_FIRST: ClassVar[tuple[str, ...]] = (
        "path",
        "details",
        "ignore",
        "back",
        "filter",
        "sort",
        "internals",
        "copy",
    )

    def __init__(
        self, path: Path, base: Path | None = None, engine_ready: Callable[[], bool] = always
    ) -> None:
        super().__init__()
        self._engine_ready = engine_ready
        self._path = path
        self._base = base
        self._reading = path
        self._earlier: Earlier | None = None
        self._loader: SnapshotLoader | None = None

    def compose(self) -> ComposeResult:
        yield SnapshotBrowser()
        yield HintLine()

    @property
    def browser(self) -> SnapshotBrowser:
        return self.query_one(SnapshotBrowser)

    def on_mount(self) -> None:
        if self._base is not None:
            self._read(self._base, self._base_loaded)
        else:
            self._read(self._path, self._loaded)
        self._ticker = self.set_interval(_PROGRESS_S, self._tell_progress)
        self._tell_progress()
        self.browser.focus()

    def _read(self, path: Path, loaded: Callable[[HeapSnapshot], object]) -> None:
        self._reading = path
        self._loader = SnapshotLoader(
            self, path, ready=self._engine_ready, loaded=loaded, failed=self._failed
        )
        self._loader.complete()

    def _tell_progress(self) -> None:
        phase, fraction = (self._loader and self._loader.progress) or ("opening", None)
        self.browser.show_progress(f"{phase} {self._reading.name}", fraction, file_words(self._reading))

    def _base_loaded(self, snapshot: HeapSnapshot) -> None:
        self._earlier = Earlier(snapshot, clean(self._reading.name, 40), first=True)
        self._read(self._path, self._loaded)

    def _loaded(self, snapshot: HeapSnapshot) -> None:
        self._ticker.stop()
        self.browser.show(snapshot, title(self._path, snapshot), self._earlier)

    def _failed(self, error: InspectError) -> None:
        self.app.exit(error)


def file_words(path: Path) -> str:
    """How large the file is; nothing when there is none, which the loader tells."""
    try:
        return f"a file of {format_bytes(path.stat().st_size)}"
    except OSError:
        return ""


def title(path: Path, snapshot: HeapSnapshot) -> str:
    """The file, and how much is in it; the rare kind of snapshot is named, because its figures differ."""
    kind = "" if snapshot.kind == "standard" else f" ({snapshot.kind})"
    size = format_bytes(snapshot.total_bytes)
    return f"{clean(path.name, 40)}{kind}  {size} in {format_count(snapshot.node_count)} objects"
