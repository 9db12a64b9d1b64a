"""Memory of a thread at one moment, and the garbage collections since the last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tuiinspect.samples.process import ProcessReading

GcKind = Literal["minor", "major", "incremental", "weak callbacks"]


@dataclass(frozen=True, slots=True)
class GcMark:
    """One garbage collection in the target. `heap_after` is read right after a major one."""

    t: float
    kind: GcKind
    pause_s: float
    heap_after: int | None


@dataclass(frozen=True, slots=True)
class GcTotal:
    """All collections of one kind since attach."""

    count: int
    pause_s: float


@dataclass(frozen=True, slots=True)
class ServerLoad:
    """One server now; `busy` are requests that are being answered, None where the server cannot tell."""

    name: str
    connections: int
    busy: int | None


@dataclass(frozen=True, slots=True)
class MemorySample:
    """One reading of one thread; sizes in bytes, `t` in Unix seconds of this machine.

    `rss` and `cpu_percent` are the whole process's. `collections` are those since the last sample,
    `gc_floor` the heap used after the latest major collection, None before the first one seen.
    `cost_s` is the time the reading took inside the target.

    `heap_physical` is what of `heap_total` is in memory; `loop_utilisation` the share of the time since the
    last sample in which the loop was busy; `requests` those over HTTP since attach. `process` is the same
    moment seen from outside, on samples of the thread looked at, where the process can be seen from here.
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
    heap_physical: int | None = None
    loop_utilisation: float | None = None
    servers: tuple[ServerLoad, ...] = ()
    requests: int | None = None
    collection_totals: Mapping[GcKind, GcTotal] | None = None
    process: ProcessReading | None = None
