"""Something that grew, judged: a suspect if it is to be accused, a word for the healthy if not."""

from __future__ import annotations

from dataclasses import dataclass

from tuiinspect.diagnosis.findings import Suspect
from tuiinspect.diagnosis.steadiness import Shape


@dataclass(frozen=True, slots=True)
class Candidate:
    """`weight` ranks within one kind of evidence; `bytes` is None where only counts are known."""

    suspect: Suspect
    shape: Shape
    weight: float
    limit: tuple[str, int] | None = None
    size: int | None = None

    @property
    def bytes(self) -> int | None:
        return self.suspect.growth_bytes
