"""Samples made by hand, for tests that need no process."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tuiinspect.samples import (
    Census,
    ClassCount,
    CollectionCount,
    CollectionsSample,
    Cost,
    EmitterCount,
    GcMark,
    ListenersSample,
    MemorySample,
)


def memory_sample(t: float, heap_used: int = 20_000_000, **changes: Any) -> MemorySample:
    values: dict[str, Any] = {
        "t": t,
        "thread": "main",
        "heap_used": heap_used,
        "heap_total": heap_used + 5_000_000,
        "heap_limit": 2_000_000_000,
        "external": 3_000_000,
        "array_buffers": 1_000_000,
        "rss": heap_used + 60_000_000,
        "cpu_percent": 12.5,
        "loop_delay_ms": 1.2,
        "resources": {"TCPServerWrap": 1, "Timeout": 3},
        "collections": (),
        "gc_floor": None,
        "cost_s": 0.0003,
    }
    return MemorySample(**{**values, **changes})


def major_gc(t: float, heap_after: int, pause_s: float = 0.01) -> GcMark:
    return GcMark(t, "major", pause_s, heap_after)


def emitter_count(emitter: int, event: str, count: int, baseline: int = 0, **changes: Any) -> EmitterCount:
    values: dict[str, Any] = {
        "emitter": emitter,
        "kind": "EventEmitter",
        "class_name": "Connector",
        "name": "connector",
        "where": "module lib/connector.js",
        "event": event,
        "events": 1,
        "count": count,
        "baseline": baseline,
        "max_listeners": 10,
        "found_by": "reach",
        "measured_s": 0.0,
    }
    return EmitterCount(**{**values, **changes})


def listeners_sample(t: float, rows: Sequence[EmitterCount], **changes: Any) -> ListenersSample:
    values: dict[str, Any] = {
        "t": t,
        "rows": tuple(rows),
        "emitters": len({row.emitter for row in rows}),
        "listeners": sum(row.count for row in rows),
        "events": len(rows),
        "hook": True,
        "cost_s": 0.0002,
    }
    return ListenersSample(**{**values, **changes})


def collection_count(collection: int, size: int, baseline: int = 0, **changes: Any) -> CollectionCount:
    values: dict[str, Any] = {
        "collection": collection,
        "kind": "Map",
        "class_name": "Map",
        "name": "sessions",
        "where": "module lib/sessions.js",
        "size": size,
        "sample_keys": (),
        "value_classes": {},
        "found_by": "reach",
        "baseline": baseline,
        "measured_s": 0.0,
    }
    return CollectionCount(**{**values, **changes})


def collections_sample(t: float, rows: Sequence[CollectionCount], **changes: Any) -> CollectionsSample:
    values: dict[str, Any] = {"t": t, "rows": tuple(rows), "collections": len(rows), "cost_s": 0.0001}
    return CollectionsSample(**{**values, **changes})


def class_count(class_name: str, count: int, file: str | None = "app.js", line: int | None = 3) -> ClassCount:
    return ClassCount(class_name, file, line, count)


def census_sample(
    t: float,
    classes: Sequence[ClassCount] = (),
    collections: Sequence[CollectionCount] = (),
    **changes: Any,
) -> Census:
    values: dict[str, Any] = {
        "t": t,
        "listeners": listeners_sample(t, []),
        "classes": tuple(classes),
        "collections": tuple(collections),
        "cost": Cost("census", predicted_s=0.2, pause_s=0.2, rss_before=90_000_000, rss_after=91_000_000),
        "heap_bytes": 20_000_000,
        "objects": 151_000,
        "classes_seen": len(classes),
    }
    return Census(**{**values, **changes})
