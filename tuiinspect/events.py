"""What a session tells its listeners: past-tense, frozen, published on the session's own threads."""

from __future__ import annotations

from dataclasses import dataclass

from tuiinspect.samples import (
    AllocationProfile,
    Captured,
    CaptureProgress,
    Census,
    CollectionsSample,
    CountersSample,
    ListenersSample,
    MemorySample,
    TargetInfo,
)


@dataclass(frozen=True, slots=True)
class Attached:
    target: TargetInfo
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class MemorySampled:
    sample: MemorySample


@dataclass(frozen=True, slots=True)
class ListenersCounted:
    sample: ListenersSample


@dataclass(frozen=True, slots=True)
class CollectionsCounted:
    sample: CollectionsSample


@dataclass(frozen=True, slots=True)
class CountersRead:
    """The user's counters, right before the memory of the same moment."""

    sample: CountersSample


@dataclass(frozen=True, slots=True)
class VariablesExplored:
    """What modules and functions lead to was looked at, in many small steps that took the thread `cost_s`."""

    t: float
    cost_s: float


@dataclass(frozen=True, slots=True)
class HookChanged:
    """The `.on()` hook went in or out; `why` when it did not do what was asked."""

    installed: bool
    why: str | None = None


@dataclass(frozen=True, slots=True)
class CallSitesChanged:
    """It is noted from where listeners are added, or no more; `why` when it did not do what was asked."""

    installed: bool
    why: str | None = None


@dataclass(frozen=True, slots=True)
class TargetBlocked:
    """The target has not answered for `since_s` seconds; its main thread is busy."""

    since_s: float


@dataclass(frozen=True, slots=True)
class TargetAnswered:
    blocked_s: float


@dataclass(frozen=True, slots=True)
class TargetEnded:
    """The process is gone or is on its way out; nothing more will come."""

    why: str


@dataclass(frozen=True, slots=True)
class ConnectionDropped:
    """The line is gone but the process may live; `retrying` says whether we try again."""

    why: str
    retrying: bool


@dataclass(frozen=True, slots=True)
class ProbeFailed:
    """One probe did not work this time; the rest goes on."""

    probe: str
    why: str


@dataclass(frozen=True, slots=True)
class CensusTaken:
    census: Census


@dataclass(frozen=True, slots=True)
class AllocationsStarted:
    """Allocations are sampled from `t` on; `foreign` when another client had begun before us."""

    t: float
    foreign: bool


@dataclass(frozen=True, slots=True)
class AllocationsRead:
    profile: AllocationProfile


@dataclass(frozen=True, slots=True)
class AllocationsEnded:
    """The sampling is over; `why` when we did not end it."""

    why: str | None


@dataclass(frozen=True, slots=True)
class CaptureProgressed:
    progress: CaptureProgress


@dataclass(frozen=True, slots=True)
class CaptureFinished:
    captured: Captured


@dataclass(frozen=True, slots=True)
class CaptureFailed:
    why: str
    advice: str | None = None


SessionEvent = (
    Attached
    | MemorySampled
    | ListenersCounted
    | CollectionsCounted
    | CountersRead
    | VariablesExplored
    | HookChanged
    | CallSitesChanged
    | TargetBlocked
    | TargetAnswered
    | TargetEnded
    | ConnectionDropped
    | ProbeFailed
    | CensusTaken
    | AllocationsStarted
    | AllocationsRead
    | AllocationsEnded
    | CaptureProgressed
    | CaptureFinished
    | CaptureFailed
)
