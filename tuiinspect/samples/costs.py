"""What a costly step is expected to do to the target, and what it did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# What Node's HTTP servers leave an idle connection, unless told otherwise. Where it has run out after a pause
# the connection is reset, with the requests that came meanwhile (all versions).
KEEP_ALIVE_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a costly step is expected to do to the target, and what there is room for.

    `free_bytes` is the smaller of the machine's and the container's free memory; the two are given
    apart for the dialog. `fits` is False when the memory predicted is more than that. What is done to a
    worker thread (`of_worker`) holds up no other.

    `calm_s` is the pause that there would be if nothing pressed on the target, None where nothing does: the
    machine is busy, or its container lets it use no more than `cores`. `pace` is by how much the last one of
    the same took longer than its heap had let expect; None before there was one. `connections` are those
    that the target's servers have open.
    """

    what: str
    pause_s: float
    memory_bytes: int
    heap_bytes: int
    rss_bytes: int
    host_free_bytes: int | None
    container_free_bytes: int | None
    disk_bytes: int = 0
    disk_free_bytes: int | None = None
    of_worker: bool = False
    calm_s: float | None = None
    cores: float | None = None
    pace: float | None = None
    connections: int = 0

    @property
    def held_up(self) -> str:
        """Who stands still meanwhile."""
        return "worker" if self.of_worker else "process"

    @property
    def cuts_connections(self) -> bool:
        """Whether the pause outlasts what an HTTP server grants to a connection that is kept alive."""
        return self.connections > 0 and self.pause_s > KEEP_ALIVE_S

    @property
    def free_bytes(self) -> int | None:
        known = [free for free in (self.host_free_bytes, self.container_free_bytes) if free is not None]
        return min(known) if known else None

    @property
    def fits(self) -> bool:
        memory = self.free_bytes is None or self.memory_bytes <= self.free_bytes
        disk = self.disk_free_bytes is None or self.disk_bytes <= self.disk_free_bytes
        return memory and disk


@dataclass(frozen=True, slots=True)
class Cost:
    """What a costly step really did: the predicted and the measured pause, RSS before and after.

    `rss_peak` is the highest that was seen in between, None where the process cannot be seen from here.
    """

    what: str
    predicted_s: float
    pause_s: float
    rss_before: int
    rss_after: int
    rss_peak: int | None = None
