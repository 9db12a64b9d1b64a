"""What the dashboard's keys ask of the target: marks, the hook, the costly steps, the way out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tuiinspect.errors import InspectError
from tuiinspect.history import ListenerRow
from tuiinspect.samples import AllocationProfile, ListenerFunction, LiveObject
from tuiinspect.session.allocations import READ_EVERY_S
from tuiinspect.text import clean, format_duration
from tuiinspect.ui.background import in_background
from tuiinspect.ui.lines import line
from tuiinspect.ui.report_file import write_report
from tuiinspect.ui.screens.confirm import Answer, CostQuestion, Question
from tuiinspect.ui.widgets.allocations_pane import AllocationsPane
from tuiinspect.ui.widgets.allocations_view import cost_words
from tuiinspect.ui.widgets.retainers_pane import RetainersPane
from tuiinspect.ui.widgets.suspects_pane import SuspectsPane

if TYPE_CHECKING:
    from tuiinspect.heap import Node
    from tuiinspect.heap.looking import Looking
    from tuiinspect.ui.screens.dashboard import DashboardScreen

AFTER_CENSUS = (
    "Nothing is served during the pause. The process runs slower for a while after it, by 8 to 25 % for ten "
    "seconds or more."
)
AFTER_SNAPSHOT = "Nothing is served during the pause. The memory does not come back."
AFTER_SNAPSHOT_OF_WORKER = "Other threads go on during the pause. The memory does not come back."
AFTER_LOOK = "The heap is walked for it. None of the program's code runs, and the object is let go of again."
LOCATED_ROWS = 20


class Steps:
    """Acts for one dashboard; whatever asks the target runs in the background."""

    def __init__(self, screen: DashboardScreen) -> None:
        self._screen = screen
        self._session = screen.session

    def _ready(self) -> bool:
        live = self._screen.state.live
        if not live:
            self._screen.say("The process does not answer any more." if self._target else "Not attached yet.")
        return live

    @property
    def _target(self) -> str:
        target = self._screen.state.target
        return f"{target.word} {target.title}" if target is not None else ""

    @property
    def _of_worker(self) -> bool:
        target = self._screen.state.target
        return target is not None and target.worker is not None

    def _failed(self, error: InspectError) -> None:
        self._screen.say(str(error).replace("\n", " "), grave=True)

    def mark(self) -> None:
        if self._ready():
            in_background(self._screen, self._session.mark, self._marked, self._failed)

    def _marked(self, _nothing: None) -> None:
        self._screen.state.mark()
        self._screen.say("Mark set: growth is counted from here.")
        self._screen.draw()

    def toggle_hook(self) -> None:
        if self._ready():
            wanted = not self._screen.state.hook
            in_background(self._screen, lambda: self._session.set_hook(wanted), failed=self._failed)

    def toggle_call_sites(self) -> None:
        if not self._ready():
            return
        if not self._screen.state.hook:
            self._screen.say("There is no hook in .on() that could note it: i puts it in.")
            return
        wanted = not self._screen.state.call_sites
        in_background(self._screen, lambda: self._session.set_call_sites(wanted), failed=self._failed)

    def sample_allocations(self) -> None:
        """Begin to sample, or read what is sampled already; either way show it."""
        if not self._ready():
            return
        self._screen.go_to(self._screen.query_one(AllocationsPane))
        if self._screen.state.sampling.on:
            self._screen.say("Reading the allocations …")
            in_background(self._screen, self._session.read_allocations, self._allocations_read, self._failed)
        else:
            self._screen.say(cost_words(self._screen.state.memory.latest))
            start = partial(self._session.start_allocations, every=READ_EVERY_S)
            in_background(self._screen, start, failed=self._failed)

    def _allocations_read(self, profile: AllocationProfile) -> None:
        self._screen.say(f"Read; it took the process {format_duration(profile.cost_s)}.")

    def stop_allocations(self) -> None:
        in_background(self._screen, self._session.stop_allocations, failed=self._failed)

    def ask_census(self) -> None:
        if self._ready():
            question = CostQuestion(
                f"Walk the heap of {self._target} to count classes, collections and listeners?",
                self._session.predict_census,
                after=AFTER_CENSUS,
                yes="take the census",
            )
            self._screen.app.push_screen(question, self._census_answered)

    def _census_answered(self, answer: Answer | None) -> None:
        if answer in ("yes", "force"):
            self._screen.say("Taking the census …")
            in_background(self._screen, self._session.take_census, failed=self._failed)

    def ask_snapshot(self) -> None:
        if self._screen.suspects.under_way:
            self._screen.say("A triage is under way, which takes snapshots of its own; esc stops it.")
        elif self._screen.capture.under_way:
            self._screen.say("A snapshot is under way already; esc stops it.")
        elif self._ready():
            question = CostQuestion(
                f"Take a heap snapshot of {self._target}?",
                self._session.predict_snapshot,
                after=AFTER_SNAPSHOT_OF_WORKER if self._of_worker else AFTER_SNAPSHOT,
                yes="take it",
            )
            self._screen.app.push_screen(question, self._snapshot_answered)

    def _snapshot_answered(self, answer: Answer | None) -> None:
        if answer in ("yes", "force"):
            self._screen.capture.begin(self._screen.state, force=answer == "force")
            self._screen.go_to(self._screen.query_one(RetainersPane))
            self._screen.refresh_bindings()

    def ask_look(self, node: Node, looking: Looking) -> None:
        if looking.hindered is not None:
            self._screen.say(f"@{node.id} is not looked at: {looking.hindered}.")
        elif self._ready():
            question = CostQuestion(
                f"Look at @{node.id} {clean(node.class_name, 40)} as it is now?",
                self._session.predict_look,
                after=AFTER_LOOK,
                yes="look",
            )
            look = partial(self._session.look, node.id, properties=looking.properties)
            answered = partial(self._look_answered, look, partial(self._looked, node))
            self._screen.app.push_screen(question, answered)

    def _look_answered(
        self, look: Callable[[], LiveObject], looked: Callable[[LiveObject], None], answer: Answer | None
    ) -> None:
        if answer in ("yes", "force"):
            self._screen.say("Looking for it in the process …")
            in_background(self._screen, look, looked, self._failed)

    def _looked(self, node: Node, live: LiveObject) -> None:
        self._screen.say(f"Found; it took the process {format_duration(live.pause_s)}.")
        self._screen.query_one(RetainersPane).browser.show_live(node, live)

    def begin_triage(self) -> None:
        if self._screen.suspects.under_way:
            self._screen.say("A triage is under way already; esc stops it.")
        elif self._screen.capture.under_way:
            self._screen.say("A snapshot is under way; a triage can begin when it is done.")
        elif self._ready():
            self._screen.suspects.begin()
            self._screen.go_to(self._screen.query_one(SuspectsPane))
            self._screen.refresh_bindings()

    def write_report(self) -> None:
        rows = self._screen.state.listeners.rows()[:LOCATED_ROWS]
        in_background(self._screen, partial(self._located, rows), self._write, self._failed)

    def _located(self, rows: tuple[ListenerRow, ...]) -> dict[tuple[int, str], tuple[ListenerFunction, ...]]:
        """The functions of the rows that grow; a report without them is still a report."""
        found = {}
        for row in rows:
            if row.growth <= 0 or not self._screen.state.live:
                continue
            try:
                found[row.key] = self._session.functions(row.count.emitter, row.count.event)
            except InspectError:
                continue
        return found

    def _write(self, located: dict[tuple[int, str], tuple[ListenerFunction, ...]]) -> None:
        try:
            text, document = write_report(None, self._screen.state, located, self._screen.options.clock())
        except InspectError as error:
            self._failed(error)
        else:
            self._screen.say(f"Report written: {text} and {document.name}")

    @property
    def may_leave(self) -> bool:
        """Whether there is a list of processes to go back to."""
        return self._screen.app.screen_stack.index(self._screen) > 1

    def ask_leave(self) -> None:
        question = Question(
            f"Let go of {self._target or 'the process'} and go back to the list?",
            [line("What was seen is forgotten; the process goes on undisturbed.")],
            yes="let go",
            no="stay",
        )
        self._screen.app.push_screen(question, self._leave_answered)

    def _leave_answered(self, answer: Answer | None) -> None:
        if answer == "yes":
            self._screen.say("Letting go …")
            in_background(self._screen, self._session.let_go, self._left)

    def _left(self, _clean: bool) -> None:
        self._screen.dismiss()
