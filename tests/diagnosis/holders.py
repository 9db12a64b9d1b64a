"""Holders of growth made by hand, as two or three snapshots would show them."""

from __future__ import annotations

from typing import Any

from tuiinspect.diagnosis.evidence import HeapEvidence
from tuiinspect.heap.growth import Accumulated, Growth, Holder


def holder(**changes: Any) -> Holder:
    """A Map that took in 400 sessions and let none go."""
    values: dict[str, Any] = {
        "id": 9001,
        "class_name": "Map",
        "name": "Map",
        "path": "Map sessions, in the module scope of store.js:4",
        "retainer_path": ("variable sessions of Function",),
        "kind": "collection",
        "gained_bytes": 400_000,
        "lost_bytes": 0,
        "net_bytes": 400_000,
        "share": 0.9,
        "entries_added": 400,
        "entries_removed": 0,
        "entries_before": 1000,
        "entries_after": 1400,
        "accumulates": (Accumulated("Session", "store.js:12:3", 400, 0, 380_000),),
        "limit": None,
        "nets": (200_000, 200_000),
        "entry_nets": (200, 200),
        "group": 1,
        "also_held_by": (),
        "only_stack": False,
        "internal": False,
    }
    return Holder(**{**values, **changes})


def heap(*holders: Holder, thread: str = "main") -> HeapEvidence:
    """Of what they hold, as the comparison of snapshots sorts them."""
    total = sum(one.net_bytes for one in holders)
    named = [one for one in holders if not (one.internal or one.only_stack)]
    growth = Growth(
        growth_bytes=total,
        holders=tuple(sorted(named, key=lambda one: -one.net_bytes)),
        warm_up_bytes=0,
        in_flight_bytes=0,
        comparable=True,
        by_class=(),
        aside=tuple(one for one in holders if one not in named),
        other_bytes=0,
    )
    return HeapEvidence(thread, (20.0, 20.0), growth)
