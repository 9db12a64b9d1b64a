"""What was watched, as evidence: series cut to the span, and pictures of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tuiinspect.diagnosis.evidence import (
    CounterSeries,
    Evidence,
    HeapEvidence,
    ListenerSeries,
    ProcessMemory,
    ThreadMemory,
)
from tuiinspect.diagnosis.findings import Picture, Step
from tuiinspect.diagnosis.trend import Point
from tuiinspect.history import MemoryHistory
from tuiinspect.samples import Counter, MemorySample, TargetInfo
from tuiinspect.triage.native import native_points
from tuiinspect.triage.watching import Watching

_MOST_PICTURED = 3


def gather(
    watching: Watching,
    target: TargetInfo,
    *,
    taken: float,
    span_s: float,
    disturbed: float | None,
    heaps: Sequence[HeapEvidence],
    listeners: Sequence[ListenerSeries],
    steps: Sequence[Step],
    unmet: tuple[str, ...],
    cut_short: str | None,
    notes: tuple[str, ...],
    counters: Sequence[Counter] = (),
) -> Evidence:
    """`disturbed` is when the first costly step was taken (Unix time), None when there was none."""
    own = watching.threads[target.thread]
    end = disturbed if disturbed is not None else taken + span_s
    counted = tuple(watching.figures.counters(counters, watching.at_work))
    return Evidence(
        target=target,
        taken=taken,
        span_s=span_s,
        threads=tuple(_thread(name, history) for name, history in watching.threads.items()),
        process=_process(own, watching.threads, end),
        heaps=tuple(heaps),
        listeners=tuple(listeners),
        collections=tuple(watching.collections()),
        classes=tuple(watching.classes()),
        resources=_resources(own),
        steps=tuple(steps),
        rss_before=own.samples[0].rss,
        rss_after=own.samples[-1].rss,
        undisturbed_s=max(0.0, end - taken),
        unmet=unmet,
        cut_short=cut_short,
        pictures=(
            *_pictures(own, taken),
            *_worker_pictures(watching.threads, target.thread, taken),
            *_counter_pictures(counted, taken),
        ),
        notes=notes,
        counters=counted,
        allocations=tuple(watching.figures.allocations()),
        side_by_side=tuple(watching.figures.side_by_side(target.thread, counters)),
    )


def _thread(name: str, history: MemoryHistory) -> ThreadMemory:
    used = _points(history.samples, "heap_used")
    return ThreadMemory(name, tuple(history.floor_points()), used, history.samples[-1].heap_limit)


def _process(own: MemoryHistory, threads: Mapping[str, MemoryHistory], end: float) -> ProcessMemory:
    calm = [sample for sample in own.samples if sample.t <= end]
    return ProcessMemory(
        external=_points(own.samples, "external"),
        array_buffers=_points(own.samples, "array_buffers"),
        rss=_points(calm, "rss"),
        native=native_points(threads, end),
    )


def _points(samples: Sequence[MemorySample], name: str) -> tuple[Point, ...]:
    return tuple((sample.t, float(getattr(sample, name))) for sample in samples)


def _resources(own: MemoryHistory) -> tuple[Mapping[str, int], Mapping[str, int]]:
    return own.samples[0].resources, own.samples[-1].resources


def _pictures(own: MemoryHistory, taken: float) -> tuple[Picture, ...]:
    times = tuple(sample.t - taken for sample in own.samples)
    return tuple(
        Picture(name, "bytes", times, tuple(float(getattr(sample, name)) for sample in own.samples))
        for name in ("heap_used", "external", "rss")
    )


def _worker_pictures(threads: Mapping[str, MemoryHistory], own: str, taken: float) -> Iterator[Picture]:
    """The heaps of other threads, those that grew most."""

    def growth(history: MemoryHistory) -> int:
        return history.samples[0].heap_used - history.samples[-1].heap_used

    others = [history for name, history in threads.items() if name != own]
    for history in sorted(others, key=growth)[:_MOST_PICTURED]:
        times, values = zip(
            *((sample.t - taken, float(sample.heap_used)) for sample in history.samples), strict=True
        )
        yield Picture(f"heap_used {history.thread}", "bytes", times, values)


def _counter_pictures(counted: Sequence[CounterSeries], taken: float) -> Iterator[Picture]:
    for one in counted:
        if one.points:
            times, values = zip(*one.points, strict=True)
            yield Picture(one.name, "count", tuple(t - taken for t in times), values)
