"""Pane 7: what leaks, as far as it is known."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.widget import Widget

from tuiinspect.report.documents import Document
from tuiinspect.text import format_duration
from tuiinspect.ui.lines import Piece, line
from tuiinspect.ui.messages import SuspectOpened
from tuiinspect.ui.state import DashboardState
from tuiinspect.ui.widgets.drawing import Drawing
from tuiinspect.ui.widgets.live_list import LiveList
from tuiinspect.ui.widgets.pane import Pane
from tuiinspect.ui.widgets.suspect_rows import SuspectRows, answer_lines
from tuiinspect.ui.widgets.waiting import bar

HINT = (
    "Watching: after half a minute what grows is named here. t climbs the ladder: a minute of watching, with "
    "snapshots or counts of the heap that are asked about first."
)
_BAR = 30


class SuspectsPane(Pane):
    NUMBER: ClassVar[int] = 7
    NAME: ClassVar[str] = "Suspects"
    ID: ClassVar[str] = "suspects"
    FULL: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__()
        self._shown = SuspectRows(())
        self._document: Document | None = None
        self._progress: str = ""

    def compose_body(self) -> ComposeResult:
        yield Drawing(id="answer")
        yield LiveList()

    @property
    def focus_target(self) -> Widget:
        return self.query_one(LiveList)

    def on_mount(self) -> None:
        self.query_one(LiveList).show(self._shown)
        self._draw()

    def follow(self, state: DashboardState) -> None:
        suspicion = state.suspicion
        self._document, progress = suspicion.shown, suspicion.progress
        before, self._shown = self._shown, SuspectRows(self._document["suspects"] if self._document else ())
        self._shown.place = before.place
        self.query_one(LiveList).update(self._shown)
        self._progress = ""
        if progress is not None:
            done, left = bar(progress.gone_s / progress.span_s, _BAR)
            time = f"{progress.gone_s:.0f} s of {progress.span_s:.0f} s"
            self._progress = f"{done}{left} {progress.what}, {time}"
        self._draw()

    def on_resize(self, _event: events.Resize) -> None:
        self._draw()

    def _draw(self) -> None:
        width = self.size.width
        lines = [*answer_lines(self._document, HINT, width)]
        if self._progress:
            lines.append(line(Piece(self._progress, "floor")))
        self.query_one("#answer", Drawing).draw(lines)
        self._summarise()

    def _summarise(self) -> None:
        if self._document is None:
            self.summarise(line(Piece("nothing is known yet", "dim")))
            return
        span = format_duration(self._document["span_s"])
        how = "triage" if self._document["cost"]["steps"] else "seen without a snapshot"
        self.summarise(line(Piece(f"{how}, over {span}", "dim")), line(Piece(span, "dim")))

    def on_row_list_opened(self, message: LiveList.Opened) -> None:
        message.stop()
        self._open()

    def on_row_list_unfolded(self, message: LiveList.Unfolded) -> None:
        message.stop()
        self._open()

    def _open(self) -> None:
        suspect = self._shown.suspect(self._shown.place.cursor)
        if suspect is not None:
            self.post_message(SuspectOpened(suspect))

    def words(self) -> str:
        return self._shown.words(self._shown.place.cursor) if len(self._shown) else ""
