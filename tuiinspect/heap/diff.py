"""Two snapshots of one process: what was added and what is gone, class by class.

After the comparison of Chrome DevTools' heap model.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tuiinspect.heap.analysis import Analysis
from tuiinspect.heap.arrays import Flags, Ids, Ints, Longs
from tuiinspect.heap.classes import ClassKeys
from tuiinspect.heap.common_classes import Group, classes_by_interfaces_of, own_classes
from tuiinspect.heap.jit import kernel
from tuiinspect.heap.members import Members
from tuiinspect.heap.places import Places
from tuiinspect.heap.rows import DiffRow, Node, Page, SortKey


@dataclass(frozen=True)
class Compared:
    """One of the two snapshots, with what shows its nodes and where its classes are defined."""

    analysis: Analysis
    places: Places
    node_at: Callable[[int], Node]


@dataclass(frozen=True)
class Change:
    """What one of the two snapshots has and the other has not.

    `groups` int32[N]: each node's row, -1 if it counts in none; `only_here` bool[N].
    """

    of: Compared
    groups: Ints
    only_here: Flags
    members: Members

    def totals(self, rows: int) -> tuple[list[int], list[int]]:
        """Objects and bytes that only this snapshot has, by row."""
        groups = self.groups[self.only_here]
        sizes = self.of.analysis.shallow[self.only_here]
        # Sums of bytes stay far below 2^53, up to where a float counts exactly.
        return (
            np.bincount(groups, minlength=rows).tolist(),
            np.bincount(groups, sizes, minlength=rows).astype(np.int64).tolist(),
        )

    def page(self, key: int, start: int, count: int, sort: SortKey, reverse: bool) -> Page:
        start = max(0, start)
        ordinals, total = self.members.page(key, start, max(0, count), sort, reverse)
        return Page(start, total, tuple(map(self.of.node_at, ordinals.tolist())))


@dataclass(frozen=True)
class Difference:
    """Made by HeapSnapshot.diff. `rows` are those of DevTools' comparison, most added bytes first.

    An object is told by its id, which means something within one process only: that both snapshots are of
    one process is assumed, no file says it. An object whose class changed between the two (a plain object
    that got a property more) counts as removed from the one and added to the other, as in DevTools.

    `covered` compares the classes that DevTools loses because others have their names (see ClassRows), each
    with its like; None when there are none.
    """

    rows: tuple[DiffRow, ...]
    newer: Change
    base: Change
    covered: Difference | None = None

    @property
    def growth_bytes(self) -> int:
        """By how much the newer snapshot as a whole is larger; that survivors grew is in it, too."""
        newer, base = (side.of.analysis for side in (self.newer, self.base))
        return _total(newer) - _total(base)

    def added(
        self, key: int, start: int, count: int, *, sort: SortKey = "retained", reverse: bool = True
    ) -> Page:
        """A page of a row's objects that only the newer snapshot has; ordinals are the newer's."""
        return self.newer.page(key, start, count, sort, reverse)

    def removed(
        self, key: int, start: int, count: int, *, sort: SortKey = "retained", reverse: bool = True
    ) -> Page:
        """A page of a row's objects that only the base has; ordinals are the base's."""
        return self.base.page(key, start, count, sort, reverse)


def difference(newer: Compared, base: Compared) -> Difference:
    """Compare two snapshots of one kind, both with the newer's interfaces for their plain objects."""
    ours = own_classes(newer.analysis)
    theirs = classes_by_interfaces_of(newer.analysis, base.analysis)
    sides = (newer, ours.keys), (base, theirs.keys)
    shared = ours.shared_texts() | theirs.shared_texts()
    covered = _compared(*sides, ours.by_type(shared), theirs.by_type(shared)) if shared else None
    return _compared(*sides, ours.standing(), theirs.standing(), covered)


def _compared(
    newer: tuple[Compared, ClassKeys],
    base: tuple[Compared, ClassKeys],
    newer_rows: dict[Group, int],
    base_rows: dict[Group, int],
    covered: Difference | None = None,
) -> Difference:
    groups = list(dict.fromkeys([*newer_rows, *base_rows]))
    sides = (newer, newer_rows), (base, base_rows)
    (newer_groups, base_groups) = (_groups(keys, rows, groups) for (_, keys), rows in sides)
    added, removed = _only_in_one(
        newer[0].analysis.graph.ids, newer_groups, base[0].analysis.graph.ids, base_groups
    )
    changes = (
        _change(newer[0], newer_groups, added, len(groups)),
        _change(base[0], base_groups, removed, len(groups)),
    )
    return Difference(_rows(groups, newer_rows, *changes), *changes, covered)


def _groups(keys: ClassKeys, rows: dict[Group, int], groups: list[Group]) -> Ints:
    """int32[N]: the place in `groups` of each node's class."""
    # The last place is for nodes without a class, whose key is -1.
    group_of_row = np.full(keys.samples.size + 1, -1, np.int32)
    for group, place in enumerate(groups):
        if place in rows:
            group_of_row[rows[place]] = group
    found: Ints = group_of_row[keys.keys]
    return found


def _change(side: Compared, groups: Ints, only_here: Flags, rows: int) -> Change:
    analysis = side.analysis
    columns: dict[SortKey, Ints | Longs | Ids] = {
        "retained": analysis.retained,
        "shallow": analysis.shallow,
        "distance": analysis.distances,
        "id": analysis.graph.ids,
    }
    changed: Ints = np.where(only_here, groups, np.int32(-1))
    return Change(side, groups, only_here, Members(changed, rows, columns))


def _rows(
    groups: list[Group], newer_rows: dict[Group, int], newer: Change, base: Change
) -> tuple[DiffRow, ...]:
    added, added_bytes = newer.totals(len(groups))
    removed, removed_bytes = base.totals(len(groups))
    last = _last_ids(base.groups, base.of.analysis.graph.ids, len(groups))
    rows = []
    for key, (text, kind) in enumerate(groups):
        if not added[key] and not removed[key]:
            continue
        script, line, column, name = text
        side = newer
        if (text, kind) not in newer_rows:
            # What is all gone is called as the base itself calls it.
            side = base
            name = base.of.node_at(int(last[key])).class_name
        place = side.of.places.class_location(script, line, column)
        rows.append(DiffRow(key, name, added[key], removed[key], added_bytes[key], removed_bytes[key], place))
    return tuple(sorted(rows, key=lambda row: (-row.added_bytes, -row.removed_bytes, row.name)))


def _total(analysis: Analysis) -> int:
    return int(analysis.retained[analysis.graph.root]) + analysis.extra_native_bytes


@kernel
def _only_in_one(ids: Ids, groups: Ints, base_ids: Ids, base_groups: Ints) -> tuple[Flags, Flags]:
    """bool, one per node of either snapshot: it counts, and the other has no node of its id in its group."""
    slots = 16
    while slots < 2 * base_ids.size:
        slots *= 2
    table = np.full(slots, -1, np.int32)
    removed = np.zeros(base_ids.size, np.bool_)
    for node in range(base_ids.size):
        if base_groups[node] >= 0:
            removed[node] = True
            identity = int(base_ids[node])
            # Ids come in runs of odd numbers: halved they fill the table in order.
            slot = ((identity >> 1) ^ (identity >> 24)) & (slots - 1)
            while table[slot] >= 0:
                slot = (slot + 1) & (slots - 1)
            table[slot] = node
    added = np.zeros(ids.size, np.bool_)
    for node in range(ids.size):
        if groups[node] < 0:
            continue
        identity = int(ids[node])
        slot = ((identity >> 1) ^ (identity >> 24)) & (slots - 1)
        added[node] = True
        while table[slot] >= 0:
            other = table[slot]
            if base_ids[other] == ids[node] and base_groups[other] == groups[node] and removed[other]:
                removed[other] = False
                added[node] = False
                break
            slot = (slot + 1) & (slots - 1)
    return added, removed


@kernel
def _last_ids(groups: Ints, ids: Ids, rows: int) -> Ints:
    """int32, one per row: the node of the greatest id in it, -1 for an empty one."""
    last = np.full(rows, -1, np.int32)
    for node in range(groups.size):
        row = groups[node]
        if row >= 0 and (last[row] < 0 or ids[node] > ids[last[row]]):
            last[row] = node
    return last
