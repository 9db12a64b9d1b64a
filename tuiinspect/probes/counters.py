"""The user's counters as the target told them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tuiinspect.probes.answers import Amount
from tuiinspect.samples import Counter, CountersSample, CounterValue


class Told(msgspec.Struct, array_like=True, frozen=True):
    value: float | None
    why: str | None


class CountersAnswer(msgspec.Struct, frozen=True):
    values: tuple[Told, ...]
    cost_s: Amount

    def sample(self, t: float, counters: Sequence[Counter]) -> CountersSample:
        told = zip(counters, self.values, strict=True)
        values = tuple(CounterValue(counter.name, one.value, one.why) for counter, one in told)
        return CountersSample(t, values, self.cost_s)
