"""Evidence made by hand: a minute of a quiet program, to which a test adds what grows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from tests.support.samples import emitter_count
from tuiinspect.diagnosis.evidence import (
    CountSeries,
    Evidence,
    ListenerSeries,
    ProcessMemory,
    ThreadMemory,
)
from tuiinspect.diagnosis.trend import Point
from tuiinspect.samples import ListenerFunction, TargetInfo

START = 1_700_000_000.0
SECONDS = range(61)

TARGET = TargetInfo(
    pid=4242,
    node="v22.1.0",
    title="server.js",
    command=("node", "server.js"),
    started=START - 600,
    user="app",
    host="127.0.0.1",
    port=9229,
    opened_by_us=True,
)


def course(value: Callable[[int], float], seconds: Sequence[int] = SECONDS) -> tuple[Point, ...]:
    return tuple((START + t, float(value(t))) for t in seconds)


def level(size: float) -> tuple[Point, ...]:
    return course(lambda _: size)


def quiet(**changes: Any) -> Evidence:
    """Nothing grows and nothing costly was done."""
    evidence = Evidence(
        target=TARGET,
        taken=START,
        span_s=60.0,
        threads=(ThreadMemory("main", (), level(20e6), 2_000_000_000),),
        process=ProcessMemory(level(2e6), level(1e6), level(80e6), level(40e6)),
        heaps=(),
        listeners=(),
        collections=(),
        classes=(),
        resources=({"TCPServerWrap": 1}, {"TCPServerWrap": 1}),
        steps=(),
        rss_before=80_000_000,
        rss_after=80_000_000,
        undisturbed_s=60.0,
    )
    return replace(evidence, **changes)


def listeners(value: Callable[[int], float], event: str = "connected", **changes: Any) -> ListenerSeries:
    points = course(value)
    row = emitter_count(7, event, int(points[-1][1]), int(points[0][1]), **changes)
    return ListenerSeries(row, points, (ListenerFunction("deliver", "server.js", 21, 12, row.count, False),))


def collection(value: Callable[[int], float], name: str = "sessions", **changes: Any) -> CountSeries:
    values: dict[str, Any] = {
        "kind": "collection",
        "class_name": "Map",
        "points": course(value),
        "name": name,
        "where": "module lib/store.js",
        "value_classes": {"Session": 100},
        "sample_keys": ("a", "b"),
    }
    return CountSeries(**{**values, **changes})


def counted_class(name: str, counts: Sequence[int], **changes: Any) -> CountSeries:
    points = tuple((START + 10 + 20 * place, float(count)) for place, count in enumerate(counts))
    return CountSeries(**{"kind": "objects", "class_name": name, "points": points, **changes})
