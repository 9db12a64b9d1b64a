"""Does a count grow, or has it only gone up once, or up and down?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

# As many listeners as the hook waits for before it looks at an emitter: fewer come and go in any program.
LEAST_GROWTH = 5
LEAST_RISES = 3


def is_growing(growth: int, counts: Sequence[int]) -> bool:
    """Whether `growth` is more than a program's ordinary coming and going, and goes on.

    `counts` are oldest first and at equal distances. Work that only just flows again after a pause lifts a
    count once: as long as there are few of them each must be above the one before.
    """
    if growth < LEAST_GROWTH:
        return False
    return accumulates(counts) if len(counts) >= LEAST_SIZES else _rises(counts[-LEAST_RISES - 1 :])


def _rises(counts: Sequence[int]) -> bool:
    return len(counts) > LEAST_RISES and all(later > earlier for earlier, later in pairwise(counts))


LEAST_SIZES = 8
LEAST_GROWN = 10
# A straight rise is three times what it rises within a quarter; what swings stays below one.
STEADINESS = 1.5


def accumulates(sizes: Sequence[int]) -> bool:
    """Whether what is seen over the whole span is a rise that goes on: a cache that is full has stopped,
    a pool goes up and down.

    `sizes` are oldest first and at equal distances. The lowest of each quarter of them must rise, by more
    than it moves within a quarter, and the last quarter must go higher than any before.
    """
    if len(sizes) < LEAST_SIZES:
        return False
    quarters = [sizes[len(sizes) * at // 4 : len(sizes) * (at + 1) // 4] for at in range(4)]
    floors = [min(quarter) for quarter in quarters]
    goes_on = max(quarters[-1]) > max(map(max, quarters[:-1]))
    swing = max(max(quarter) - min(quarter) for quarter in quarters)
    rise = floors[-1] - floors[0]
    steady = all(later > earlier for earlier, later in pairwise(floors))
    return goes_on and steady and rise >= LEAST_GROWN * 0.75 and rise >= STEADINESS * swing


def outlives(growth: int | None, sampled: int, alive: int, *, collected: bool) -> bool:
    """Whether a class grew and most of its new objects were still there after a full collection."""
    return growth is not None and growth >= LEAST_GROWTH and collected and 2 * alive >= sampled > 0
