"""Judging what is seen, every few seconds, and a triage on request: both off the screen's thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from textual.screen import Screen

from tuiinspect.diagnosis.evidence import Evidence, ListenerSeries
from tuiinspect.diagnosis.steadiness import LEAST_ENTRIES
from tuiinspect.diagnosis.verdict import conclude
from tuiinspect.errors import InspectError
from tuiinspect.report.documents import Document
from tuiinspect.report.triage import triage_document
from tuiinspect.report.triage_bill import bill_text
from tuiinspect.triage.bill import Bill, Progressed
from tuiinspect.triage.ladder import Ladder
from tuiinspect.triage.plan import Leave
from tuiinspect.ui.background import in_background
from tuiinspect.ui.lines import line
from tuiinspect.ui.messages import Noticed
from tuiinspect.ui.ports import LiveSession
from tuiinspect.ui.screens.confirm import Answer, Question
from tuiinspect.ui.state import DashboardState

SPAN_S = 60.0
LOCATED_ROWS = 3


class SuspectFlow:
    """Belongs to one dashboard; `changed` is called when there is something new to draw."""

    def __init__(
        self, screen: Screen[Any], session: LiveSession, state: DashboardState, changed: Callable[[], None]
    ) -> None:
        self._screen = screen
        self._session = session
        self._state = state
        self._changed = changed
        self._judging = False
        self._ladder: Ladder | None = None

    @property
    def under_way(self) -> bool:
        return self._ladder is not None

    def sync(self) -> None:
        """Judge again what is seen anyway, when there is enough that is new."""
        suspicion, target = self._state.suspicion, self._state.target
        if self._judging or target is None or not suspicion.due:
            return
        evidence = suspicion.evidence(target, self._session.counters)
        if evidence is not None:
            self._judging = True
            in_background(self._screen, lambda: self._judge(evidence), self._judged)

    def _judge(self, evidence: Evidence) -> Document:
        """With the functions that listen, of the few rows that grew most."""
        growing = sorted(evidence.listeners, key=lambda one: one.points[0][1] - one.points[-1][1])
        located = [self._with_functions(one) for one in growing[:LOCATED_ROWS]]
        listeners = (*located, *growing[LOCATED_ROWS:])
        return triage_document(conclude(replace(evidence, listeners=listeners)))

    def _with_functions(self, one: ListenerSeries) -> ListenerSeries:
        if one.points[-1][1] - one.points[0][1] < LEAST_ENTRIES:
            return one
        try:
            functions = self._session.functions(one.row.emitter, one.row.event)
        except InspectError:
            return one
        return replace(one, functions=functions)

    def _judged(self, document: Document) -> None:
        self._judging = False
        suspicion = self._state.suspicion
        first = document["verdict"] == "leak" and suspicion.live is None
        first = first or (document["verdict"] == "leak" and suspicion.live["verdict"] != "leak")  # type: ignore[index]
        suspicion.live = document
        if first and suspicion.triaged is None and not self._state.suspects_shown:
            # Once, and then never again: whoever has gone elsewhere since is not called back.
            self._state.suspects_shown = True
            self._state.attention = "suspects"
        self._changed()

    def begin(self) -> None:
        """Climb the ladder; what it costs is asked about when it is known."""
        ladder = Ladder(self._session, SPAN_S, Leave(), ask=self._ask, say=self._progressed)
        self._ladder = ladder
        in_background(
            self._screen, lambda: triage_document(conclude(ladder.climb())), self._done, self._failed
        )

    def cancel(self) -> None:
        if self._ladder is not None:
            self._ladder.stop()

    def _ask(self, bill: Bill) -> bool:
        """On the ladder's thread: put the question and wait for the answer."""
        answered = threading.Event()
        answers: list[Answer | None] = []

        def answer(given: Answer | None) -> None:
            answers.append(given)
            answered.set()

        words = [line(part) for part in bill_text(bill).splitlines()]
        question = Question("Climb the ladder for a minute?", words, yes="go on", no="leave it")
        self._screen.app.call_later(self._screen.app.push_screen, question, answer)
        while not answered.wait(0.5):
            if not self._screen.is_running:
                return False
        return answers == ["yes"]

    def _progressed(self, progress: Progressed) -> None:
        self._screen.call_later(self._show_progress, progress)

    def _show_progress(self, progress: Progressed) -> None:
        if self._ladder is not None:
            self._state.suspicion.progress = progress
            self._changed()

    def _done(self, document: Document) -> None:
        self._end()
        self._state.suspicion.triaged = document
        self._changed()

    def _failed(self, error: InspectError) -> None:
        self._end()
        self._screen.post_message(Noticed(str(error).replace("\n", " "), grave=True))
        self._changed()

    def _end(self) -> None:
        self._ladder, self._state.suspicion.progress = None, None
