"""Which figures a sample consists of: what becomes a series, what it is called, and what it counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from tuiinspect.samples import CountersSample, ListenersSample, MemorySample


class Unit(Enum):
    """How a value is to be read."""

    BYTES = "bytes"
    COUNT = "count"
    PERCENT = "percent"
    MILLISECONDS = "milliseconds"


class Group(Enum):
    """What a series is about; groups stand together, in this order."""

    MEMORY = "memory"
    COLLECTIONS = "garbage collections"
    LOOP = "loop and processor"
    HTTP = "servers"
    RESOURCES = "active resources"
    PROCESS = "process"
    LISTENERS = "listeners"
    COUNTERS = "your counters"
    COST = "what tuiinspect costs"


@dataclass(frozen=True, slots=True)
class SeriesKey:
    """Names one series; `thread` is empty where it is of the whole process.

    The values of one that is `cumulative` only rise: what counts is how fast.
    """

    group: Group
    name: str
    unit: Unit
    thread: str = ""
    cumulative: bool = False


Figure = tuple[SeriesKey, float]

NATIVE = SeriesKey(Group.MEMORY, "native", Unit.BYTES)
RSS = SeriesKey(Group.MEMORY, "RSS", Unit.BYTES)
CPU = SeriesKey(Group.LOOP, "CPU", Unit.PERCENT)
FDS = SeriesKey(Group.PROCESS, "open files", Unit.COUNT)
THREADS = SeriesKey(Group.PROCESS, "threads", Unit.COUNT)
LISTENERS = SeriesKey(Group.LISTENERS, "listeners", Unit.COUNT)
EMITTERS = SeriesKey(Group.LISTENERS, "emitters known", Unit.COUNT)


_GROUPS = list(Group)
_MEMORY = ("heap used", "floor after GC", "external", "array buffers", "RSS", "native")


def place_of(key: SeriesKey) -> tuple[int, bool, str, int]:
    """Where a series stands among the others; of equal ones the first that was seen comes first."""
    apart = key.thread not in ("", "main")
    rank = _MEMORY.index(key.name) if key.name in _MEMORY else len(_MEMORY)
    return _GROUPS.index(key.group), apart, key.thread if apart else "", rank


def freed(thread: str) -> SeriesKey:
    return SeriesKey(Group.COLLECTIONS, "freed by full GCs, at least", Unit.BYTES, thread, cumulative=True)


def heap(name: str, thread: str) -> SeriesKey:
    return SeriesKey(Group.MEMORY, name, Unit.BYTES, thread)


def resource(kind: str, thread: str) -> SeriesKey:
    return SeriesKey(Group.RESOURCES, kind, Unit.COUNT, thread)


def requests(thread: str) -> SeriesKey:
    return SeriesKey(Group.HTTP, "requests", Unit.COUNT, thread, cumulative=True)


def counter(name: str) -> SeriesKey:
    return SeriesKey(Group.COUNTERS, name, Unit.COUNT)


def cost_key(probe: str) -> SeriesKey:
    """The time that a probe has held the target up, all in all."""
    return SeriesKey(Group.COST, probe, Unit.MILLISECONDS, cumulative=True)


def figures_of_listeners(sample: ListenersSample) -> Iterator[Figure]:
    yield LISTENERS, sample.listeners
    yield EMITTERS, sample.emitters


def figures_of_counters(sample: CountersSample) -> Iterator[tuple[SeriesKey, float | None]]:
    """None where a counter has no value this time."""
    for each in sample.values:
        yield counter(each.name), each.value


def figures_of_memory(sample: MemorySample) -> Iterator[Figure]:
    thread = sample.thread
    yield heap("heap used", thread), sample.heap_used
    if sample.gc_floor is not None:
        yield heap("floor after GC", thread), sample.gc_floor
    yield heap("external", thread), sample.external
    yield heap("array buffers", thread), sample.array_buffers
    yield from _of_collections(sample)
    yield SeriesKey(Group.LOOP, "loop delay", Unit.MILLISECONDS, thread), sample.loop_delay_ms
    if sample.loop_utilisation is not None:
        yield SeriesKey(Group.LOOP, "loop busy", Unit.PERCENT, thread), sample.loop_utilisation * 100
    yield from _of_servers(sample)
    if sample.process is not None or not thread.startswith("worker:"):
        yield from _of_process(sample)


def _of_collections(sample: MemorySample) -> Iterator[Figure]:
    for kind, name in (("minor", "minor GCs"), ("major", "full GCs")):
        total = (sample.collection_totals or {}).get(kind)  # type: ignore[call-overload]
        if total is not None:
            count = SeriesKey(Group.COLLECTIONS, name, Unit.COUNT, sample.thread, cumulative=True)
            pause = SeriesKey(
                Group.COLLECTIONS, f"paused by {name}", Unit.MILLISECONDS, sample.thread, cumulative=True
            )
            yield count, total.count
            yield pause, total.pause_s * 1000


def _of_servers(sample: MemorySample) -> Iterator[Figure]:
    for server in sample.servers:
        yield (
            SeriesKey(Group.HTTP, f"connections, {server.name}", Unit.COUNT, sample.thread),
            server.connections,
        )
        if server.busy is not None:
            yield SeriesKey(Group.HTTP, f"in progress, {server.name}", Unit.COUNT, sample.thread), server.busy
    # Where nothing serves HTTP, a row of zeros would say nothing.
    if sample.requests is not None and (sample.servers or sample.requests):
        yield requests(sample.thread), sample.requests


def _of_process(sample: MemorySample) -> Iterator[Figure]:
    yield RSS, sample.rss
    yield CPU, sample.cpu_percent
    if sample.process is not None:
        yield THREADS, sample.process.threads
        if sample.process.fds is not None:
            yield FDS, sample.process.fds
