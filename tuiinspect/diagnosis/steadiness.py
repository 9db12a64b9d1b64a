"""Does what a holder keeps grow like a leak, or like something healthy that fills, turns over or comes back?

Works on amounts per interval: how many entries (or bytes) more there were at the end of each interval
between two looks than at its start.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from math import sqrt

# Less than these come and go in any program.
LEAST_ENTRIES = 8
LEAST_BYTES = 24_000
# A second interval that grew at less than this share of the first one's pace is flattening out.
FLAT = 0.25
FLATTENING = 0.5
# Of what was there before, leaks let next to nothing go; what turns over lets go of what it takes in.
TURNOVER = 0.5
MULTIPLE = 5
OLDEST = 0.15
# Where nothing at all is left of what was there, even much more is most likely a longer queue.
ALL = 0.9
MULTIPLE_OF_NONE_LEFT = 20
# A last interval that grew so much faster than the first is a burst until it has lasted.
BURST = 4.0
# How far above chance a net gain has to be, in standard deviations of arrivals and departures.
SIGMAS = 3.0
# A bound is obeyed when the size is not far above it: some caches sweep only now and then.
OBEYED = 1.1


class Shape(Enum):
    """What the growth looks like; `accused` and `open` tell what a verdict makes of it."""

    STEADY = "steady"
    FILLING = "filling"
    FLATTENING = "flattening"
    BURST = "burst"
    FLAT = "flat"
    TURNOVER = "turnover"
    SMALL = "small"
    FALLING = "falling"

    @property
    def accused(self) -> bool:
        return self is Shape.STEADY

    @property
    def open(self) -> bool:
        """Whether only more time can tell."""
        return self in (Shape.FILLING, Shape.FLATTENING, Shape.BURST)


@dataclass(frozen=True, slots=True)
class Grown:
    """What was counted of one holder: net entries and bytes of each interval, with its seconds of work.

    `before` is how many entries there were at first, `later` how many at the start of the last interval and
    how many of these were gone at its end.
    `limit` is a bound that the holder names itself, such as ("max", 500), and `size` its entries now.
    """

    spans: tuple[float, ...]
    entry_nets: tuple[int, ...]
    byte_nets: tuple[int, ...]
    added: int
    removed: int
    before: int | None = None
    later: tuple[int, int] | None = None
    size: int | None = None
    limit: tuple[str, int] | None = None


def shape_of(grown: Grown) -> Shape:
    """The shape of one holder's growth."""
    entries = sum(grown.entry_nets)
    by_entries = grown.added >= LEAST_ENTRIES
    nets: Sequence[int] = grown.entry_nets if by_entries else grown.byte_nets
    if by_entries and entries <= 0:
        return Shape.FALLING
    if _small(grown, entries):
        return Shape.SMALL
    if by_entries and entries < SIGMAS * sqrt(grown.added + grown.removed):
        return Shape.TURNOVER
    if grown.removed > TURNOVER * grown.added or _replaced(grown, entries):
        return Shape.TURNOVER
    if grown.limit is not None and grown.size is not None and grown.size <= OBEYED * grown.limit[1]:
        return Shape.FILLING
    return _course(nets, grown.spans)


def _replaced(grown: Grown, entries: int) -> bool:
    """Whether most of what was there at first has gone: a queue at another length, or work in flight.

    A leak that has only begun looks like that too, but grows to a multiple of it.
    """
    before = grown.before or 0
    if grown.later is not None and grown.later[0] >= LEAST_ENTRIES:
        # A queue that has become longer lets go of the oldest first: none of them is left.
        oldest_gone = before >= LEAST_ENTRIES and grown.removed >= ALL * before
        return grown.later[1] >= (OLDEST if oldest_gone else TURNOVER) * grown.later[0]
    if before < LEAST_ENTRIES or grown.removed < TURNOVER * before:
        return False
    return entries < (MULTIPLE if grown.removed < ALL * before else MULTIPLE_OF_NONE_LEFT) * before


def _small(grown: Grown, entries: int) -> bool:
    return sum(grown.byte_nets) < LEAST_BYTES and entries < 2 * LEAST_ENTRIES


def _course(nets: Sequence[int], spans: Sequence[float]) -> Shape:
    """How the pace went from the first interval to the last one."""
    paces = [net / span for net, span in zip(nets, spans, strict=True) if span > 0]
    if len(paces) < 2:
        return Shape.STEADY if sum(nets) > 0 else Shape.FALLING
    first, last = paces[0], paces[-1]
    if last <= 0:
        return Shape.FLAT if first > 0 else Shape.FALLING
    if first <= 0:
        return Shape.BURST
    share = last / first
    if share < FLAT:
        return Shape.FLAT
    if share > BURST:
        return Shape.BURST
    return Shape.FLATTENING if share < FLATTENING else Shape.STEADY
