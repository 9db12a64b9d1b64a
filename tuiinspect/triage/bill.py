"""What a triage tells before it costs anything, while it goes on, and of what it did to those who came by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tuiinspect.diagnosis.findings import Step
from tuiinspect.samples import KEEP_ALIVE_S, CaptureProgress, MemorySample, Prediction
from tuiinspect.triage.plan import Plan


@dataclass(frozen=True, slots=True)
class Bill:
    """What the costly steps of a triage are expected to do to the target, for the user's yes."""

    plan: Plan
    snapshot: Prediction
    census: Prediction
    reading: Prediction | None = None
    """Of sampled allocations, where they are wanted."""

    workers: tuple[Prediction, ...] = ()
    """Of a snapshot of each worker thread that may be taken with the target's own."""

    @property
    def costly(self) -> bool:
        return self.plan.costly or self.reading is not None


@dataclass(frozen=True, slots=True)
class Progressed:
    """How far a triage is: what it does now, the seconds gone and the span."""

    what: str
    gone_s: float
    span_s: float
    capture: CaptureProgress | None = None


def cut_notes(steps: Sequence[Step], samples: Iterable[MemorySample]) -> Iterator[str]:
    """Whether a pause was so long that a server which was visited may have cut connections for it."""
    long = sum(step.what in ("snapshot", "census") and step.pause_s > KEEP_ALIVE_S for step in steps)
    if long and any(server.connections for sample in samples for server in sample.servers):
        times = "once" if long == 1 else f"{long} times"
        yield (
            f"it stood still for more than {KEEP_ALIVE_S:.0f} s {times}: an HTTP server then resets "
            "connections that were kept alive, and requests that came meanwhile fail"
        )
