"""What is known about the target, built from the session's events; no screen in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from tuiinspect.events import (
    AllocationsEnded,
    AllocationsRead,
    AllocationsStarted,
    Attached,
    CallSitesChanged,
    CaptureFailed,
    CaptureFinished,
    CaptureProgressed,
    CensusTaken,
    CollectionsCounted,
    ConnectionDropped,
    CountersRead,
    HookChanged,
    ListenersCounted,
    MemorySampled,
    ProbeFailed,
    SessionEvent,
    TargetAnswered,
    TargetBlocked,
    TargetEnded,
)
from tuiinspect.history import (
    ClassHistory,
    CollectionHistory,
    ListenerHistory,
    MemoryHistory,
    SeriesHistory,
)
from tuiinspect.history.costs import CostHistory, cost_of
from tuiinspect.samples import Captured, CaptureProgress, Cost, TargetInfo
from tuiinspect.text import format_duration
from tuiinspect.ui.sampling_state import SamplingState
from tuiinspect.ui.suspicion import Suspicion


class Link(Enum):
    """How the line to the target is."""

    ATTACHING = "attaching"
    ATTACHED = "attached"
    BLOCKED = "blocked"
    RETRYING = "retrying"
    LOST = "lost"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell once; `grave` when it went wrong."""

    words: str
    grave: bool = False


@dataclass(slots=True)
class DashboardState:
    """Owned by the screen's thread; `apply` is the only way anything changes by the target's doing."""

    memory: MemoryHistory = field(default_factory=MemoryHistory)
    listeners: ListenerHistory = field(default_factory=ListenerHistory)
    series: SeriesHistory = field(default_factory=SeriesHistory)
    collections: CollectionHistory = field(default_factory=CollectionHistory)
    classes: ClassHistory = field(default_factory=ClassHistory)
    costs: CostHistory = field(default_factory=CostHistory)
    suspicion: Suspicion = field(default_factory=Suspicion)
    sampling: SamplingState = field(default_factory=SamplingState)
    target: TargetInfo | None = None
    link: Link = Link.ATTACHING
    link_words: str = ""
    blocked_s: float = 0.0
    attached_at: float | None = None
    hook: bool = False
    call_sites: bool = False
    reattached_at: list[float] = field(default_factory=list)
    capture: CaptureProgress | None = None
    capturing: bool = False
    capture_failed: bool = False
    captured: Captured | None = None
    censuses: int = 0
    notices: list[Notice] = field(default_factory=list)
    suspects_shown: bool = False
    attention: str | None = None
    """The id of a pane that has something to say which the user should not have to look for."""

    @property
    def live(self) -> bool:
        """Whether the target can be asked anything."""
        return self.link in (Link.ATTACHED, Link.BLOCKED)

    @property
    def cost_share(self) -> float | None:
        """The share of the target's time that we took in the last minute, as far as it was measured."""
        return self.costs.share()

    @property
    def refused(self) -> bool:
        """Whether the attach failed: there never was a target."""
        return self.target is None and self.link is Link.LOST

    def take_notices(self) -> list[Notice]:
        notices, self.notices = self.notices, []
        return notices

    def take_attention(self) -> str | None:
        """The pane to go to now, told once."""
        attention, self.attention = self.attention, None
        return attention

    def mark(self) -> None:
        """Growth is counted from here."""
        self.memory.mark()
        self.series.mark()
        self.sampling.history.mark()

    def begin_capture(self) -> None:
        """Forget how the last snapshot went; a new one is asked for."""
        self.capturing, self.capture, self.captured, self.capture_failed = True, None, None, False

    def apply(self, event: SessionEvent) -> None:
        self.suspicion.take(event)
        self._add_cost(event)
        match event:
            case Attached(target, resumed):
                self._attached(target, resumed)
            case HookChanged(installed, why):
                self.hook = installed
                self._say(why or _HOOK_WORDS[installed], grave=why is not None)
            case CallSitesChanged(installed, why):
                self.call_sites = installed
                self._say(why or _CALL_SITE_WORDS[installed], grave=why is not None)
            case TargetBlocked(since):
                self.link, self.blocked_s = Link.BLOCKED, since
            case TargetAnswered(blocked):
                self._answered()
                self._say(f"The target answers again; it was blocked for {format_duration(blocked)}.")
            case TargetEnded(why):
                self._parted(Link.ENDED, why)
            case ConnectionDropped(why, retrying):
                self._parted(Link.RETRYING if retrying else Link.LOST, why)
            case _:
                self._apply_sample(event)

    def _add_cost(self, event: SessionEvent) -> None:
        cost = cost_of(event, self.memory.thread)
        if cost is not None:
            self.costs.add(cost)
            self.series.add_cost(cost, self.costs.totals[cost.probe])

    def _apply_sample(self, event: SessionEvent) -> None:
        match event:
            case MemorySampled(sample):
                self.series.add_memory(sample)
                if sample.thread == self.memory.thread:
                    # Other threads answer also while the one looked at is blocked.
                    self._answered()
                    self.memory.add(sample)
                    self.attached_at = self.attached_at or sample.t
            case ListenersCounted(sample):
                self.listeners.add(sample)
                self.series.add_listeners(sample)
                self.hook, self.call_sites = sample.hook, sample.call_sites
            case CollectionsCounted(sample):
                self.collections.add(sample)
                self.classes.add_survivors(sample.survivors)
            case CountersRead(sample):
                self.series.add_counters(sample)
            case _:
                self._apply_step(event)

    def _apply_step(self, event: SessionEvent) -> None:
        match event:
            case AllocationsStarted() | AllocationsRead() | AllocationsEnded():
                words = self.sampling.apply(event)
                if words is not None:
                    self._say(words, grave=self.sampling.why is not None)
            case ProbeFailed(probe, why):
                self._say(f"{probe}: {why}", grave=True)
            case CensusTaken(census):
                self.listeners.add(census.listeners)
                self.collections.add_census(census)
                self.classes.add(census)
                self.censuses += 1
                self._say(f"Census: {census.objects:,} objects looked at; {cost_words(census.cost)}.")
            case CaptureProgressed(progress):
                self.capturing, self.capture, self.capture_failed = True, progress, False
            case CaptureFinished(captured):
                self.capturing, self.capture, self.captured = False, None, captured
                self._say(
                    f"Snapshot taken: {cost_words(captured.cost)}. It is in {home_short(captured.path)}"
                    f"{_removed_words(captured.removed)}"
                )
            case CaptureFailed(why, advice):
                self.capturing, self.capture, self.capture_failed = False, None, True
                self._say(f"{why}. {advice}" if advice else why, grave=True)
            case _:
                pass

    def _attached(self, target: TargetInfo, resumed: bool) -> None:
        self.listeners.number_anew()
        if resumed:
            latest = self.memory.latest
            self.reattached_at.append(latest.t if latest is not None else target.started)
            self._say("Attached again; the chart goes on.")
        self.target, self.link, self.link_words = target, Link.ATTACHED, ""
        self.memory.thread = target.thread

    def _answered(self) -> None:
        if self.link is Link.BLOCKED:
            self.link, self.blocked_s = Link.ATTACHED, 0.0

    def _parted(self, link: Link, why: str) -> None:
        if self.link is not Link.ENDED:
            self.link, self.link_words = link, why
            self.capturing = self.capturing and link is not Link.ENDED
        if self.refused:
            # The pane that says why, and what to do.
            self.attention = "heap"

    def _say(self, words: str, *, grave: bool = False) -> None:
        self.notices.append(Notice(words, grave))


_HOOK_WORDS = {
    True: "The listener hook is in .on(): emitters that reach 5 listeners are seen from now on.",
    False: "The listener hook is out of .on(): emitters that nothing reaches are not seen until a census.",
}


_CALL_SITE_WORDS = {
    True: "From where listeners are added is noted from now on, at some 10 to 20 µs each; enter shows it.",
    False: "From where listeners are added is not noted any more, and what was is forgotten.",
}


def _removed_words(removed: int) -> str:
    """What went to make room."""
    return {0: "", 1: "; the oldest one made room for it"}.get(removed, f"; {removed} older ones made room")


def home_short(path: str) -> str:
    """`path` with the user's home as `~`."""
    home = str(Path.home())
    return "~" + path[len(home) :] if path.startswith(home + "/") else path


def cost_words(cost: Cost) -> str:
    """What a step really cost, beside what was predicted."""
    return (
        f"it paused the target for {format_duration(cost.pause_s)} "
        f"(predicted: {format_duration(cost.predicted_s)})"
    )
