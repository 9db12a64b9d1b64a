"""What a costly step will do to the target, said before it is taken.

The figures are worst cases for a heap of small objects: everything that walks a heap pays per object,
and how many there are is unknown before the first walk. A heap of strings or buffers costs a fraction.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import psutil

from tuiinspect.samples import Prediction

# An empty Node program's own heap: mostly source text and code, so few objects for its size.
_BASE_HEAP = 4_000_000
_BASE_OBJECTS = 45_000
_BYTES_PER_OBJECT = 37

# Measured on heaps of 5 to 250 MB on a two-core server, between its idle and its busy hours, which are a
# factor of two apart. V8 12.4 and 13.6 made a snapshot's walk cheaper, but not the census's.
_SNAPSHOT_S_PER_OBJECT = {18: 4.0e-6, 20: 3.0e-6, 22: 2.4e-6, 24: 1.5e-6}
_SNAPSHOT_RSS_PER_OBJECT = 500
_SNAPSHOT_RSS_BUFFERS = 15_000_000
_FILE_BYTES_PER_HEAP_BYTE = 2.0

# Of a census' objects and of what it does not see, in heaps of records, of closures and of text.
_NODES_PER_COUNTED = 3.0
_BYTES_PER_STRING = 64
_MARGIN = 1.25

# What walks the heap without copying it, with the seconds and the bytes of RSS that it takes for each object.
# A reading is a full collection, which takes a third of this on hosts with idle cores.
Walk = Literal["census", "reading", "look"]
_WALKS: Final[dict[Walk, tuple[float, int]]] = {
    "census": (0.7e-6, 70),
    "reading": (0.15e-6, 0),
    "look": (0.2e-6, 0),
}


@dataclass(frozen=True, slots=True)
class Room:
    """What is free where a step would need it; None where it cannot be known."""

    host: int | None = None
    container: int | None = None
    disk: int | None = None


def find_room(pid: int | None, path: Path | None, container: tuple[int | None, int | None]) -> Room:
    """Read what is free: of this machine only when the target runs on it (`pid` is not None)."""
    limit, current = container
    return Room(
        host=psutil.virtual_memory().available if pid is not None else None,
        container=max(0, limit - current) if limit is not None and current is not None else None,
        disk=_disk_free(path) if path is not None else None,
    )


def _disk_free(path: Path) -> int | None:
    try:
        return psutil.disk_usage(str(path if path.is_dir() else path.absolute().parent)).free
    except OSError:
        return None


def predict_snapshot(
    node_version: str,
    heap_used: int,
    rss: int,
    pid: int | None,
    path: Path,
    container: tuple[int | None, int | None] = (None, None),
    *,
    counted: int | None = None,
) -> Prediction:
    """Predict the pause, the memory and the file of a heap snapshot, better after a census that `counted`.

    `container` is the limit and the present use of the target's control group; `pid` is None for a
    target on another machine, whose free memory nobody here can see.
    """
    room = find_room(pid, path, container)
    return snapshot_prediction(node_version, heap_used, rss, room, counted=counted)


def predict_walk(
    walk: Walk,
    heap_used: int,
    rss: int,
    pid: int | None,
    container: tuple[int | None, int | None] = (None, None),
) -> Prediction:
    """Predict the pause and the memory of what walks the heap but copies little of it: a census, a reading of
    a sampling profile, or finding one object by its number."""
    return walk_prediction(walk, heap_used, rss, find_room(pid, None, container))


def snapshot_prediction(
    node_version: str, heap_used: int, rss: int, room: Room, *, counted: int | None = None
) -> Prediction:
    """`counted` is what a census found: with it the prediction need not assume the worst."""
    objects = most_objects(heap_used)
    if counted is not None:
        objects = min(objects, _objects_beside(counted, heap_used))
    return Prediction(
        what="snapshot",
        pause_s=objects * _of_version(_SNAPSHOT_S_PER_OBJECT, node_version),
        memory_bytes=objects * _SNAPSHOT_RSS_PER_OBJECT + _SNAPSHOT_RSS_BUFFERS,
        heap_bytes=heap_used,
        rss_bytes=rss,
        host_free_bytes=room.host,
        container_free_bytes=room.container,
        disk_bytes=round(heap_used * _FILE_BYTES_PER_HEAP_BYTE),
        disk_free_bytes=room.disk,
    )


def walk_prediction(walk: Walk, heap_used: int, rss: int, room: Room) -> Prediction:
    objects = most_objects(heap_used)
    seconds, rss_bytes = _WALKS[walk]
    return Prediction(
        what=walk,
        pause_s=objects * seconds,
        memory_bytes=objects * rss_bytes,
        heap_bytes=heap_used,
        rss_bytes=rss,
        host_free_bytes=room.host,
        container_free_bytes=room.container,
    )


def most_objects(heap_used: int) -> int:
    """Return how many objects a heap of that many bytes holds at worst."""
    if heap_used <= _BASE_HEAP:
        return heap_used * _BASE_OBJECTS // _BASE_HEAP
    return _BASE_OBJECTS + (heap_used - _BASE_HEAP) // _BYTES_PER_OBJECT


def _objects_beside(counted: int, heap_used: int) -> int:
    """How many nodes a snapshot has for what a census counted: an object has a shape, a backing store and
    numbers of its own beside it, and what is left of the heap is strings."""
    nodes = _BASE_OBJECTS + round(_NODES_PER_COUNTED * counted)
    strings = max(0, heap_used - nodes * _BYTES_PER_OBJECT) // _BYTES_PER_STRING
    return round(_MARGIN * (nodes + strings))


def _of_version(table: dict[int, float], node_version: str) -> float:
    """Return the entry of the newest measured major not above this one; unknown counts as the oldest."""
    digits = node_version.lstrip("v").split(".")[0]
    major = int(digits) if digits.isdecimal() else 0
    return table[max((known for known in table if known <= major), default=min(table))]
