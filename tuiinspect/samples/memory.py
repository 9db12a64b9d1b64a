"""Memory of a thread at one moment, and the garbage collections since the last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

GcKind = Literal["minor", "major", "incremental", "weak callbacks"]


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
