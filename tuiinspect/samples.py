"""What the probes bring home: frozen values that may cross threads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

GcKind = Literal["minor", "major", "incremental", "weak callbacks"]
FoundBy = Literal["reach", "hook", "census"]
EmitterKind = Literal["EventEmitter", "EventTarget"]


@dataclass(frozen=True, slots=True)
class GcMark:
    """One garbage collection in the target. `heap_after` is read right after a major one."""

    t: float
    kind: GcKind
    pause_s: float
    heap_after: int | None


@dataclass(frozen=True, slots=True)
class MemorySample:
    """One reading of one thread; sizes in bytes, `t` in Unix seconds of this machine.

    `rss` and `cpu_percent` are the whole process's. `collections` are those since the last sample,
    `gc_floor` the heap used after the latest major collection, None before the first one seen.
    `cost_s` is the time the reading took inside the target.
    """

    t: float
    thread: str
    heap_used: int
    heap_total: int
    heap_limit: int
    external: int
    array_buffers: int
    rss: int
    cpu_percent: float
    loop_delay_ms: float
    resources: Mapping[str, int]
    collections: tuple[GcMark, ...]
    gc_floor: int | None
    cost_s: float


@dataclass(frozen=True, slots=True)
class EmitterCount:
    """Listeners of one event on one emitter now.

    `baseline` is the count at attach (or at the mark, or when the emitter was first seen).
    `event` covers several events when their names differ in digits only (`presence:*`, `events` > 1).
    `max_listeners` is 0 for unlimited and None where the kind has no such limit. `measured_s` is how long
    ago the baseline was taken, on the target's clock: the time in which `count` came to be what it is.
    """

    emitter: int
    kind: EmitterKind
    class_name: str
    name: str | None
    where: str | None
    event: str
    events: int
    count: int
    baseline: int
    max_listeners: int | None
    found_by: FoundBy
    measured_s: float


@dataclass(frozen=True, slots=True)
class ListenersSample:
    """One recount of the known emitters: the rows that grew most, then the largest.

    `emitters`, `listeners` and `events` count everything that was counted, also what is not in `rows`.
    `stale` emitters of these have the count of an earlier sample: there were too many for one go.
    """

    t: float
    rows: tuple[EmitterCount, ...]
    emitters: int
    listeners: int
    events: int
    hook: bool
    cost_s: float
    stale: int = 0


@dataclass(frozen=True, slots=True)
class ListenerFunction:
    """One group of equal listeners of an event; `line` and `column` count from 1."""

    function: str
    file: str | None
    line: int | None
    column: int | None
    count: int
    once: bool


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a costly step is expected to do to the target, and what there is room for.

    `free_bytes` is the smaller of the machine's and the container's free memory; the two are given
    apart for the dialog. `fits` is False when the memory predicted is more than that. What is done to a
    worker thread (`of_worker`) holds up no other.
    """

    what: str
    pause_s: float
    memory_bytes: int
    heap_bytes: int
    rss_bytes: int
    host_free_bytes: int | None
    container_free_bytes: int | None
    disk_bytes: int = 0
    disk_free_bytes: int | None = None
    of_worker: bool = False

    @property
    def held_up(self) -> str:
        """Who stands still meanwhile."""
        return "worker" if self.of_worker else "process"

    @property
    def free_bytes(self) -> int | None:
        known = [free for free in (self.host_free_bytes, self.container_free_bytes) if free is not None]
        return min(known) if known else None

    @property
    def fits(self) -> bool:
        memory = self.free_bytes is None or self.memory_bytes <= self.free_bytes
        disk = self.disk_free_bytes is None or self.disk_bytes <= self.disk_free_bytes
        return memory and disk


@dataclass(frozen=True, slots=True)
class Cost:
    """What a costly step really did: the predicted and the measured pause, RSS before and after.

    `rss_peak` is the highest that was seen in between, None where the process cannot be seen from here.
    """

    what: str
    predicted_s: float
    pause_s: float
    rss_before: int
    rss_after: int
    rss_peak: int | None = None


@dataclass(frozen=True, slots=True)
class CaptureProgress:
    """A snapshot on its way: `phase` is "waiting", "generating" or "streaming"."""

    phase: Literal["waiting", "generating", "streaming"]
    done: int
    total: int
    bytes_written: int
    elapsed_s: float


@dataclass(frozen=True, slots=True)
class Captured:
    """A complete snapshot file and what it cost; `nodes` as its head says, None when it does not."""

    path: str
    bytes_written: int
    cost: Cost
    nodes: int | None = None


@dataclass(frozen=True, slots=True)
class Emitters:
    """A census by heap walk: every emitter and event, and what the walk cost."""

    sample: ListenersSample
    cost: Cost
    heap_bytes: int
    objects: int


@dataclass(frozen=True, slots=True)
class TargetInfo:
    """Who is on the other end, proven. `worker` is the number of its worker thread, None for the main one."""

    pid: int
    node: str
    title: str
    command: tuple[str, ...]
    started: float
    user: str | None
    host: str
    port: int
    opened_by_us: bool
    local: bool = True
    warnings: tuple[str, ...] = field(default=())
    worker: int | None = None

    @property
    def thread(self) -> str:
        """Its thread as samples call it."""
        return "main" if self.worker is None else f"worker:{self.worker}"

    @property
    def word(self) -> str:
        """The TARGET that attaches to it: the pid, with the worker where one is meant."""
        return str(self.pid) if self.worker is None else f"{self.pid}/worker:{self.worker}"

    @property
    def file_word(self) -> str:
        """The same in the name of a file."""
        return str(self.pid) if self.worker is None else f"{self.pid}-worker-{self.worker}"
