"""Pane 3: a snapshot, from its classes to who retains what."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.widget import Widget

from tuiinspect.ui.lines import Line, Piece, line
from tuiinspect.ui.messages import BrowsingChanged
from tuiinspect.ui.widgets.pane import Pane
from tuiinspect.ui.widgets.snapshot_browser import SnapshotBrowser
from tuiinspect.ui.widgets.views import Earlier

if TYPE_CHECKING:
    from tuiinspect.heap import HeapSnapshot

EMPTY = "S takes a heap snapshot: classes, their objects, and who retains them"


class RetainersPane(Pane):
    NUMBER: ClassVar[int] = 3
    NAME: ClassVar[str] = "Retainers"
    ID: ClassVar[str] = "retainers"

    def compose_body(self) -> ComposeResult:
        yield SnapshotBrowser()

    @property
    def browser(self) -> SnapshotBrowser:
        return self.query_one(SnapshotBrowser)

    @property
    def focus_target(self) -> Widget:
        return self.browser

    def on_mount(self) -> None:
        self.empty(EMPTY)

    def empty(self, hint: str) -> None:
        self.browser.show_empty(hint)
        self.post_message(BrowsingChanged(browsing=False))
        self.summarise(line(Piece("no snapshot yet", "dim")))

    def progress(self, phase: str, fraction: float | None, detail: str) -> None:
        self.browser.show_progress(phase, fraction, detail)
        self.summarise(line(Piece("esc stops it", "dim")))

    def show(
        self, snapshot: HeapSnapshot, title: str, *summaries: Line, earlier: Earlier | None = None
    ) -> None:
        self.browser.show(snapshot, title, earlier, alive=True)
        self.post_message(BrowsingChanged(browsing=True))
        self.summarise(*summaries)
