"""What a triage tells before it costs anything, and while it goes on."""

from __future__ import annotations

from dataclasses import dataclass

from tuiinspect.samples import CaptureProgress, Prediction
from tuiinspect.triage.plan import Plan


@dataclass(frozen=True, slots=True)
class Bill:
    """What the costly steps of a triage are expected to do to the target, for the user's yes."""

    plan: Plan
    snapshot: Prediction
    census: Prediction
    reading: Prediction | None = None
    """Of sampled allocations, where they are wanted."""

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
