"""What one walk of the heap counts."""

from __future__ import annotations

from dataclasses import dataclass

from tuiinspect.samples.costs import Cost
from tuiinspect.samples.listeners import ListenersSample


@dataclass(frozen=True, slots=True)
class Emitters:
    """A census by heap walk: every emitter and event, and what the walk cost."""

    sample: ListenersSample
    cost: Cost
    heap_bytes: int
    objects: int
