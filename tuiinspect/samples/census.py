"""What one walk of the heap counts."""

from __future__ import annotations

from dataclasses import dataclass

from tuiinspect.samples.collections import CollectionCount
from tuiinspect.samples.costs import Cost
from tuiinspect.samples.listeners import ListenersSample


@dataclass(frozen=True, slots=True)
class ClassCount:
    """Objects of one class; two classes of one name are two rows when their places differ.

    `file` and `line` are where the constructor is written, None for V8's own and where it is not known.
    """

    class_name: str
    file: str | None
    line: int | None
    count: int

    @property
    def key(self) -> tuple[str, str | None, int | None]:
        return self.class_name, self.file, self.line


@dataclass(frozen=True, slots=True)
class Census:
    """Everything counted in one go, and what the walk cost.

    `classes` are the largest, and all that an earlier census of the session told of; `classes_seen` counts
    the others too. `collections` are the largest, by size. `objects` and `heap_bytes` are what was walked.
    """

    t: float
    listeners: ListenersSample
    classes: tuple[ClassCount, ...]
    collections: tuple[CollectionCount, ...]
    cost: Cost
    heap_bytes: int
    objects: int
    classes_seen: int = 0
