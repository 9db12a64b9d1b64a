"""The dashboard: panes on one process, fed from the session's mailbox."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.timer import Timer

from tuiinspect.ui.capture_flow import CaptureFlow
from tuiinspect.ui.emitter_naming import EmitterNaming
from tuiinspect.ui.keymap import DASHBOARD, PANES, bindings
from tuiinspect.ui.mailbox import Mailbox
from tuiinspect.ui.messages import (
    BrowsingChanged,
    EmitterOpened,
    EventsArrived,
    GrowthOpened,
    LookRequested,
    SuspectOpened,
)
from tuiinspect.ui.options import Options
from tuiinspect.ui.pane_table import PANE_KEYS
from tuiinspect.ui.ports import LiveSession
from tuiinspect.ui.screens.functions import FunctionsScreen
from tuiinspect.ui.screens.growth import GrowthScreen
from tuiinspect.ui.screens.pane_frame import PaneFrame
from tuiinspect.ui.screens.steps import Steps
from tuiinspect.ui.screens.suspect import SuspectScreen
from tuiinspect.ui.state import DashboardState
from tuiinspect.ui.suspect_flow import SuspectFlow
from tuiinspect.ui.target_words import target_words
from tuiinspect.ui.widgets.drawing import Drawing
from tuiinspect.ui.widgets.hint_line import HintLine
from tuiinspect.ui.widgets.listeners_pane import ListenersPane
from tuiinspect.ui.widgets.pane import Pane
from tuiinspect.ui.widgets.retainers_pane import RetainersPane
from tuiinspect.ui.widgets.status_view import StatusView, status_lines
from tuiinspect.ui.widgets.suspects_pane import SuspectsPane
from tuiinspect.warming import has_compiler

INTERVALS_S: Final = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)


class DashboardScreen(PaneFrame):
    """Applies what the session tells, and hands the costly steps to `Steps`."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(PANES, PANE_KEYS, DASHBOARD)]
    HINTS_FIRST: ClassVar[tuple[str, ...]] = (
        *("help", "view", "internals", "save-profile"),
        *("snapshot", "filter", "maximise", "mark", "pause"),
    )
    ALLOW_IN_MAXIMIZED_VIEW = "#status, HintLine"

    def __init__(self, session: LiveSession, options: Options) -> None:
        super().__init__()
        self.session = session
        self.options = options
        self.state = DashboardState()
        self.paused_at: float | None = None
        self._asked_for = target_words(session.spec)
        self._mailbox = Mailbox(lambda: self.post_message(EventsArrived()))
        self._drawing: Timer | None = None
        self._drawn_at = float("-inf")

    def compose(self) -> ComposeResult:
        yield Drawing(id="status")
        yield from self.compose_panes()
        yield HintLine()

    def on_mount(self) -> None:
        self.naming = EmitterNaming(self, self.session, self.state.listeners, self.draw)
        self.capture = CaptureFlow(self.session, self.query_one(RetainersPane), self.options, self.naming)
        self.steps = Steps(self)
        self.state.suspects_shown = not self.options.goes_to_suspects
        self.suspects = SuspectFlow(self, self.session, self.state, self.suspects_changed)
        self.go_to(self.query_one(ListenersPane))
        self.draw_status()
        if self.options.ticking:
            self.set_interval(1.0, self._tick)
        if not has_compiler():
            self.say("numba is not installed: snapshots are analysed by the same code, but slowly.")
        self.session.subscribe(self._mailbox.put)
        # Only now: the first picture is on the screen before anything is asked of the target.
        self.call_after_refresh(self.session.start)

    def on_key(self, _event: events.Key) -> None:
        # Whoever has begun to look around is not taken elsewhere.
        self.state.suspects_shown = True

    def on_events_arrived(self, _message: EventsArrived) -> None:
        """However fast events come, they are drawn a few times a second at most."""
        wait = self._drawn_at + self.options.redraw_interval_s - monotonic()
        if wait <= 0:
            self.apply_all()
        elif self._drawing is None:
            self._drawing = self.set_timer(wait, self.apply_all)

    def apply_all(self) -> None:
        """Bring state and panes up to what the mailbox holds."""
        self._drawing = None
        self._drawn_at = monotonic()
        for event in self._mailbox.take_all():
            self.state.apply(event)
        for notice in self.state.take_notices():
            self.say(notice.words, grave=notice.grave)
        attention = self.state.take_attention()
        if attention is not None:
            self.go_to(self.query_one(f"#{attention}", Pane))
        self.draw()

    def draw(self) -> None:
        self.draw_status()
        self.capture.sync(self.state)
        self.naming.sync()
        self.suspects.sync()
        if self.paused_at is not None:
            return
        for pane in self.panes:
            if not pane.FULL or pane.display:
                pane.follow(self.state)

    def pane_shown(self, pane: Pane) -> None:
        pane.follow(self.state)

    def draw_status(self) -> None:
        width = self.size.width
        self.query_one("#status", Drawing).draw(status_lines(self._status(), width))

    def _status(self) -> StatusView:
        state, latest = self.state, self.state.memory.latest
        attached_at = state.attached_at
        return StatusView(
            asked_for=self._asked_for,
            target=state.target,
            link=state.link,
            link_words=state.link_words,
            blocked_s=state.blocked_s,
            attached_s=latest.t - attached_at if latest is not None and attached_at is not None else 0.0,
            hook=state.hook,
            call_sites=state.call_sites,
            read_only=self.session.read_only,
            interval_s=self.session.interval,
            cost_share=state.cost_share,
            paused_s=self.options.clock() - self.paused_at if self.paused_at is not None else None,
        )

    def _tick(self) -> None:
        self.draw_status()
        self.capture.sync(self.state)

    def on_resize(self, _event: events.Resize) -> None:
        self.draw_status()

    def on_emitter_opened(self, message: EmitterOpened) -> None:
        self.app.push_screen(FunctionsScreen(self.session, message.row))

    def on_look_requested(self, message: LookRequested) -> None:
        self.steps.ask_look(message.node, message.looking)

    def on_growth_opened(self, message: GrowthOpened) -> None:
        self.app.push_screen(GrowthScreen(self.session, message.row))

    def suspects_changed(self) -> None:
        """Draw what is known now of the suspects, and go to them if they call for it."""
        if self.state.attention is not None:
            self.apply_all()
            return
        pane = self.query_one(SuspectsPane)
        if pane.display and self.paused_at is None:
            pane.follow(self.state)

    def on_suspect_opened(self, message: SuspectOpened) -> None:
        self.app.push_screen(SuspectScreen(message.suspect))

    def on_browsing_changed(self, message: BrowsingChanged) -> None:
        self.set_class(message.browsing, "-browsing")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        conditions: dict[str, Callable[[], bool]] = {
            "restore": lambda: self.may_restore,
            "cancel_capture": lambda: self.capture.under_way,
            "cancel_triage": lambda: self.suspects.under_way,
            "leave_target": lambda: self.steps.may_leave,
            "stop_allocations": lambda: self.state.sampling.on,
            "toggle_hook": lambda: not self.session.read_only,
            "toggle_call_sites": lambda: not self.session.read_only,
        }
        return conditions[action]() if action in conditions else True

    def action_toggle_pause(self) -> None:
        self.paused_at = self.options.clock() if self.paused_at is None else None
        self.draw()

    def action_change_interval(self, step: int) -> None:
        later = [value for value in INTERVALS_S if value > self.session.interval]
        sooner = [value for value in INTERVALS_S if value < self.session.interval]
        wanted = later[:1] if step > 0 else sooner[-1:]
        if wanted:
            self.session.set_interval(wanted[0])
            self.draw_status()

    def action_set_mark(self) -> None:
        self.steps.mark()

    def action_toggle_hook(self) -> None:
        self.steps.toggle_hook()

    def action_toggle_call_sites(self) -> None:
        self.steps.toggle_call_sites()

    def action_sample_allocations(self) -> None:
        self.steps.sample_allocations()

    def action_stop_allocations(self) -> None:
        self.steps.stop_allocations()

    def action_take_census(self) -> None:
        self.steps.ask_census()

    def action_take_snapshot(self) -> None:
        self.steps.ask_snapshot()

    def action_triage(self) -> None:
        self.steps.begin_triage()

    def action_cancel_triage(self) -> None:
        self.suspects.cancel()

    def action_cancel_capture(self) -> None:
        self.capture.cancel()

    def action_write_report(self) -> None:
        self.steps.write_report()

    def action_leave_target(self) -> None:
        self.steps.ask_leave()

    def action_copy(self) -> None:
        self.copy_text(self.pane.words())
