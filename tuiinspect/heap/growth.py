"""Two snapshots of one process: which objects hold the growth between them, by name.

    >>> growth(load("before.heapsnapshot"), load("after.heapsnapshot")).holders  # doctest: +SKIP

An object that both snapshots have is credited with everything that only it keeps alive; what it gained less
what it lost is its net, and the nets of all add up to the growth. A cache that turns over nets to zero.
"""

from __future__ import annotations

from tuiinspect.heap.comparable import comparable
from tuiinspect.heap.diff import Difference
from tuiinspect.heap.graph import HeapSnapshot
from tuiinspect.heap.growth_balance import balance
from tuiinspect.heap.growth_groups import group_alike
from tuiinspect.heap.growth_holders import Drafts
from tuiinspect.heap.growth_merge import settled
from tuiinspect.heap.growth_rows import Accumulated, Growth, Holder
from tuiinspect.heap.growth_sides import sides_of

__all__ = ["Accumulated", "Growth", "Holder", "growth"]

_MOST_HOLDERS = 40
_LEAST_SHARE = 0.001
_LEAST_BYTES = 1000
_MOST_BY_CLASS = 40


def growth(base: HeapSnapshot, newer: HeapSnapshot, *, middle: HeapSnapshot | None = None) -> Growth:
    """Who holds what `newer` has more than `base`, an earlier snapshot of the same process and session.

    `middle`, taken between the two, tells steady growth from a step: see Holder.nets. Raises UsageError when
    the snapshots are of different kinds.
    """
    by_class = _by_class(newer.diff(base))
    total = newer.total_bytes - base.total_bytes
    if not comparable((newer.ids, newer.node_types), (base.ids, base.node_types)):
        return Growth(total, (), (), 0, 0, total, comparable=False, by_class=by_class)
    sides = sides_of(base, newer, middle)
    changed = balance(sides[-1].region, sides[0].held, sides[-1].held)
    least = max(_LEAST_BYTES, int(_LEAST_SHARE * total))
    shown = [group for group in group_alike(newer._analysis, changed) if group.net >= least]
    drafts = Drafts(sides, changed, shown[:_MOST_HOLDERS], total)
    named, aside, in_flight = settled(drafts)
    other = total - sum(holder.net_bytes for holder in named) - in_flight - changed.engine
    return Growth(total, named, aside, changed.engine, in_flight, other, comparable=True, by_class=by_class)


def _by_class(difference: Difference) -> tuple[Accumulated, ...]:
    rows = sorted(difference.rows, key=lambda row: -row.delta_bytes)[:_MOST_BY_CLASS]
    return tuple(Accumulated(r.name, r.location, r.added, r.removed, r.delta_bytes) for r in rows)
