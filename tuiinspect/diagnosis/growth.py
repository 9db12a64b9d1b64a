"""Does a count of listeners grow, or has it only gone up once?"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

# As many listeners as the hook waits for before it looks at an emitter: fewer come and go in any program.
LEAST_GROWTH = 5
RECENT_COUNTS = 10


def is_growing(growth: int, counts: Sequence[int]) -> bool:
    """Whether `growth` is more than a program's ordinary coming and going, and goes on.

    `counts` are the latest ones, oldest first; a count below the mean of the last few is falling.
    """
    recent = counts[-RECENT_COUNTS:]
    return growth >= LEAST_GROWTH and (not recent or recent[-1] >= fmean(recent))
