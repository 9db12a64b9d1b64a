"""How fast a thread allocates, and how many of its allocations it can bear to have sampled."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from tuiinspect.errors import InspectError

# One sample for each 32 KiB allocated: a leak of 10 kB/s shows within a minute.
INTERVAL = 32_768
WIDEST_INTERVAL = 8 * INTERVAL
# Each costs some 10 µs, and as much again when it dies in the next minor collection.
MOST_SAMPLES_A_SECOND = 500.0

LOOKS = 21
APART_S = 0.02

Moment = tuple[float, int]
"""Seconds on the thread's clock, and the heap used then."""


def interval_for(look: Callable[[], Moment | None]) -> int:
    """Bytes for each of which a thread that allocates as it does now is to have one sample.

    V8 cannot change it later without forgetting what it has sampled. Where `look` has no answer it is the
    narrowest.
    """
    return interval_at(allocation_rate(list(_looks(look))))


def interval_at(rate: float) -> int:
    """The same for `rate` bytes a second: the narrowest that keeps the samples few, in powers of two."""
    interval = INTERVAL
    while interval < WIDEST_INTERVAL and rate / interval > MOST_SAMPLES_A_SECOND:
        interval *= 2
    return interval


def allocation_rate(moments: Sequence[Moment]) -> float:
    """Bytes a second, from those stretches in which the heap was not collected."""
    stretches = [
        (after - before, now - then)
        for (then, before), (now, after) in pairwise(moments)
        if after >= before and now > then
    ]
    took = sum(seconds for _, seconds in stretches)
    return sum(size for size, _ in stretches) / took if took > 0 else 0.0


def _looks(look: Callable[[], Moment | None]) -> Iterator[Moment]:
    for number in range(LOOKS):
        if number > 0:
            time.sleep(APART_S)
        try:
            moment = look()
        except InspectError:
            return  # it stands still, or whoever had the clock is gone
        if moment is None:
            return
        yield moment
