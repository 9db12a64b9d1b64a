"""What a triage has gathered before anybody is accused; the diagnosis reads nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tuiinspect.diagnosis.allocations import StackGrowth
from tuiinspect.diagnosis.findings import Picture, SideBySide, Step
from tuiinspect.diagnosis.trend import Point
from tuiinspect.samples import EmitterCount, HeldAs, ListenerFunction, TargetInfo

if TYPE_CHECKING:
    from tuiinspect.heap.growth import Growth


@dataclass(frozen=True, slots=True)
class ThreadMemory:
    """The heap of one thread in bytes: `floor` after full collections, `used` as read."""

    thread: str
    floor: tuple[Point, ...]
    used: tuple[Point, ...]
    limit: int


@dataclass(frozen=True, slots=True)
class ProcessMemory:
    """What lies beyond the heaps, `rss` and `native` until the first step that disturbs them."""

    external: tuple[Point, ...]
    array_buffers: tuple[Point, ...]
    rss: tuple[Point, ...]
    native: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class HeapEvidence:
    """Snapshots of one thread compared; `spans` are the seconds of work between them, `latest` is the growth
    over the last of several spans alone."""

    thread: str
    spans: tuple[float, ...]
    growth: Growth
    latest: Growth | None = None


@dataclass(frozen=True, slots=True)
class ListenerSeries:
    """The listeners of one emitter's event over time, and the functions that listen now.

    `held` is how a snapshot has the emitter held, where nothing else names it.
    """

    row: EmitterCount
    points: tuple[Point, ...]
    functions: tuple[ListenerFunction, ...]
    held: HeldAs | None = None


@dataclass(frozen=True, slots=True)
class CountSeries:
    """A collection or a class counted again and again.

    `kind` is a kind of suspect. `name` and `where` point at a collection, `file` and `line` at a class.
    """

    kind: str
    class_name: str
    points: tuple[Point, ...]
    name: str | None = None
    where: str | None = None
    file: str | None = None
    line: int | None = None
    sample_keys: tuple[str, ...] = ()
    value_classes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CounterSeries:
    """A number of the user's own over time; `why` says why it has no value, where it has none at the end."""

    name: str
    expression: str
    points: tuple[Point, ...]
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything of one span. `resources` are counts of active ones by type, at its start and its end.

    `undisturbed_s` is how long RSS could be read before a costly step changed it; `unmet` says in words
    which rungs were not taken and why, `cut_short` why the watch did not last to its end. `allocations` are
    the sampled stacks of the target's thread that surely grow; none where nobody sampled.
    """

    target: TargetInfo
    taken: float
    span_s: float
    threads: Sequence[ThreadMemory]
    process: ProcessMemory
    heaps: Sequence[HeapEvidence]
    listeners: Sequence[ListenerSeries]
    collections: Sequence[CountSeries]
    classes: Sequence[CountSeries]
    resources: tuple[Mapping[str, int], Mapping[str, int]]
    steps: tuple[Step, ...]
    rss_before: int
    rss_after: int
    undisturbed_s: float
    unmet: tuple[str, ...] = ()
    cut_short: str | None = None
    pictures: tuple[Picture, ...] = ()
    notes: tuple[str, ...] = ()
    counters: tuple[CounterSeries, ...] = ()
    side_by_side: tuple[SideBySide, ...] = ()
    allocations: tuple[StackGrowth, ...] = ()
