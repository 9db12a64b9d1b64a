"""How the sampling of allocations stands: off, on, or ended by somebody else, and what it read."""

from __future__ import annotations

from dataclasses import dataclass, field

from tuiinspect.events import AllocationsEnded, AllocationsRead, AllocationsStarted
from tuiinspect.history import AllocationHistory

SamplingEvent = AllocationsStarted | AllocationsRead | AllocationsEnded


@dataclass(slots=True)
class SamplingState:
    """`why` is why it is off, when it was not the user's wish; `saved` the name of the file it is from."""

    history: AllocationHistory = field(default_factory=AllocationHistory)
    on: bool = False
    foreign: bool = False
    why: str | None = None
    saved: str | None = None

    def apply(self, event: SamplingEvent) -> str | None:
        """Take an event; what is returned is to be told the user."""
        match event:
            case AllocationsStarted(_, foreign):
                self.on, self.foreign, self.why = True, foreign, None
                return _JOINED if foreign else None
            case AllocationsRead(profile):
                self.history.add(profile)
            case AllocationsEnded(None):
                self.on, self.why = False, None
                return "Allocations are sampled no more."
            case AllocationsEnded(why):
                self.on, self.why = False, why
                return f"No more samples of allocations: {why}. `a` begins again."
        return None


_JOINED = "Somebody else samples already: what they began is shown, and goes on when tuiinspect leaves."
