"""Counts over a whole span, however long it is, at equal distances."""

from __future__ import annotations

from dataclasses import dataclass, field

# Twice as many are kept at most: when that is reached every second one goes, and they cover the whole span.
TREND_COUNTS = 60


@dataclass(slots=True)
class SpanCounts:
    """The first count is always among them; the latest one may not be."""

    counts: list[int] = field(default_factory=list)
    every: int = 1
    seen: int = 0

    def note(self, count: int) -> None:
        if self.seen % self.every == 0:
            self.counts.append(count)
        self.seen += 1
        if len(self.counts) >= 2 * TREND_COUNTS:
            del self.counts[1::2]
            self.every *= 2

    def start_anew(self) -> None:
        self.counts.clear()
        self.every, self.seen = 1, 0
