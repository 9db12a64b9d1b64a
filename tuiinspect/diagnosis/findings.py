"""What a triage ends in: the verdict, the suspects with their evidence, and what it cost to find out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from tuiinspect.diagnosis.allocations import FunctionGrowth
from tuiinspect.diagnosis.pairs import Follows
from tuiinspect.diagnosis.robust import Slope
from tuiinspect.samples import ListenerFunction, TargetInfo

Verdict = Literal["leak", "no leak", "inconclusive"]
Confidence = Literal["high", "medium", "low"]

CONFIDENCES: tuple[Confidence, ...] = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class Accumulates:
    """A class whose objects pile up: how many came and went over the span, and the bytes they hold."""

    class_name: str
    added: int
    removed: int
    bytes: int
    location: str | None = None


@dataclass(frozen=True, slots=True)
class HolderName:
    """Who holds on: its class, how to get there in words, and V8's id where a snapshot gave one."""

    class_name: str
    path: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Suspect:
    """One cause of growth, with the evidence for it; `growth_bytes` is None where only counts are known.

    `per_s` counts entries, `summary` is a sentence for a person, `advice` None where no pattern is certain.
    """

    summary: str
    kind: str
    thread: str
    accumulates: tuple[Accumulates, ...]
    holder: HolderName | None
    added_at: tuple[ListenerFunction, ...]
    growth_bytes: int | None
    per_s: float
    confidence: Confidence
    retainer_path: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    advice: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A costly step of the triage: its predicted and its measured pause."""

    what: str
    thread: str
    predicted_s: float
    pause_s: float


@dataclass(frozen=True, slots=True)
class Picture:
    """One series as it went, for a chart of text: seconds since the start, and values in `unit`."""

    name: str
    unit: str
    times: tuple[float, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class CounterFact:
    """A counter of the user's own: its first and its last value, None where it never had one (`why`).

    It `grows` when it does so as a leak does: all the time, without letting go.
    """

    name: str
    expression: str
    first: float | None
    last: float | None
    span_s: float
    per_s: float
    grows: bool
    why: str | None = None


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One series over another: `listeners per request`; `value` is in `unit` for each of the other."""

    name: str
    unit: Literal["bytes", "count"]
    value: float
    correlation: float | None
    follows: Follows


@dataclass(frozen=True, slots=True)
class Findings:
    """The answer to "does it leak, and who holds it?" for one target over one span.

    `healthy` says what grew and is not accused, `missing` what an inconclusive answer would need.
    `allocations` are the functions whose sampled objects stay, if somebody sampled.
    """

    target: TargetInfo
    taken: float
    span_s: float
    verdict: Verdict
    summary: str
    where: tuple[str, ...]
    series: Mapping[str, Slope]
    suspects: tuple[Suspect, ...]
    healthy: tuple[str, ...]
    missing: tuple[str, ...]
    steps: tuple[Step, ...]
    rss_before: int
    rss_after: int
    pictures: tuple[Picture, ...] = ()
    notes: tuple[str, ...] = field(default=())
    counters: tuple[CounterFact, ...] = ()
    side_by_side: tuple[SideBySide, ...] = ()
    allocations: tuple[FunctionGrowth, ...] = ()
