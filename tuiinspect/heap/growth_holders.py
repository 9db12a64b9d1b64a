"""Groups of survivors turned into what is told of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from tuiinspect.heap.arrays import Ints
from tuiinspect.heap.edges import CLOSURE, OBJECT_NODE
from tuiinspect.heap.growth_balance import Balance
from tuiinspect.heap.growth_classes import Accumulations, Tallies, Tally, count_classes, ranked
from tuiinspect.heap.growth_groups import Group
from tuiinspect.heap.growth_kinds import kind_of, path_words, step_words
from tuiinspect.heap.growth_modules import files_loaded_again
from tuiinspect.heap.growth_rows import Holder
from tuiinspect.heap.growth_seats import Seat
from tuiinspect.heap.growth_shared import further_holders
from tuiinspect.heap.growth_sides import Side
from tuiinspect.heap.growth_words import GENERIC, PERSONS
from tuiinspect.heap.node_phrases import MODULE, is_global

MOST_CLASSES = 12
_STACK = frozenset({"(Stack roots)", "(Handle scope)", "(Handle scopes)", "(Micro tasks)", "(Relocatable)"})
_NEVER_INTERNAL = frozenset({"timers", "listeners", "event-target", "promise", "handles"})
_FEW_ENTRIES = 3
_MANY_TIMES = 5


@dataclass(frozen=True)
class Draft:
    """A holder before those that belong together are put together.

    `parent` is the instance of a class that has it as a field, `emitter` what its listeners listen to, by
    ordinal, -1 for none; `further` are ordinals of survivors that keep the same entries. `tier` is that of
    the best name under it, and `written` says whether something above it is the program's.
    """

    holder: Holder
    node: int
    parent: int
    emitter: int
    further: tuple[int, ...]
    tier: int
    written: bool
    tallies: Tallies


@dataclass(frozen=True)
class Drafts:
    """Made of the sides in the order of time, and of the groups that are to be told of.

    Of a single side all that it has is told as if it had been added.
    """

    sides: list[Side]
    changed: Balance
    groups: list[Group]
    total: int

    def all(self) -> list[Draft]:
        return [self._draft(place, group) for place, group in enumerate(self.groups)]

    @property
    def _alone(self) -> bool:
        return len(self.sides) == 1

    def seat(self, node: int) -> Seat:
        """The survivor at a place of the newest snapshot."""
        return self._seat(self.sides[-1], node)

    def _seat(self, side: Side, node: int) -> Seat:
        return Seat(side.snapshot, side.region, side.words, int(side.places[node]))

    def _draft(self, place: int, group: Group) -> Draft:
        rows, changed = group.rows, self.changed
        node = int(changed.nodes[rows[0]])
        seats = [self._seat(side, node) for side in self.sides]
        added, removed = int(changed.added[rows].sum()), int(changed.removed[rows].sum())
        sizes: list[int | None] = [None, None]
        if rows.size == 1:
            sizes = [None if self._alone else seats[0].size, seats[-1].size]
            added, removed = _entries(seats, added, removed)
        tallies = self._counts.of(place)
        counts = ranked(tallies, added - removed)
        accumulates = tuple(row for row, _ in counts[:MOST_CLASSES])
        entry_nets = self._entry_nets(rows, seats, added - removed)
        seat = seats[-1]
        if counts and _hang_together(seat, counts[0][1], added - removed):
            added, removed, entry_nets = accumulates[0].added, accumulates[0].removed, counts[0][1].nets
        tier = min((tally.word.tier for _, tally in counts), default=GENERIC)
        of_program = any(tally.word.of_program for _, tally in counts)
        kind = kind_of(seat, added, accumulates[0].class_name if accumulates else "")
        parent, emitter = _above(seat)
        written = self._of_a_person(seat)
        # Of listeners people say whose they are, not which list of them.
        told = seat.snapshot.at(emitter if kind == "listeners" and emitter >= 0 else node)
        holder = Holder(
            id=told.id,
            class_name=told.class_name,
            name=told.name,
            path=path_words(seat, kind, (one.class_name for one in accumulates)),
            retainer_path=tuple(step_words(step) for step in seat.path.steps),
            kind=kind,
            gained_bytes=int(changed.gained[rows].sum()),
            lost_bytes=int(changed.lost[rows].sum()),
            net_bytes=group.net,
            share=group.net / self.total if self.total > 0 else 0.0,
            entries_added=added,
            entries_removed=removed,
            entries_before=sizes[0],
            entries_after=sizes[1],
            accumulates=accumulates,
            limit=seat.limit,
            nets=self._nets(rows),
            entry_nets=entry_nets,
            group=rows.size,
            also_held_by=(),
            only_stack=seat.is_synthetic and seat.called in _STACK,
            internal=kind == "connections"
            or (kind not in _NEVER_INTERNAL and not of_program and (not written or _of_node(seat))),
        )
        return Draft(
            holder, node, parent, emitter, tuple(self._further.get(place, ())), tier, written, tallies
        )

    def _nets(self, rows: Ints) -> tuple[int, ...]:
        if self._alone:
            return (int(self.changed.net[rows].sum()),)
        nodes = self.changed.nodes[rows]
        held = [int(side.bytes_of(nodes).sum()) for side in self.sides]
        return tuple(after - before for before, after in pairwise(held))

    def _entry_nets(self, rows: Ints, seats: list[Seat], net: int) -> tuple[int, ...]:
        if len(self.sides) <= 2:
            return (net,)
        sizes = [seat.size for seat in seats]
        if rows.size > 1 or not (seats[-1].is_array or seats[-1].collection):
            nodes = self.changed.nodes[rows]
            counts = [int(side.entries_of(nodes).sum()) for side in self.sides]
            sizes = [counts[0], counts[1], counts[2]]
        return tuple((after or 0) - (before or 0) for before, after in pairwise(sizes))

    def _of_a_person(self, seat: Seat) -> bool:
        """Whether something on the way up to a root was written by the program's author."""
        nodes = [seat.node, *(step.node.ordinal for step in seat.path.steps)]
        by_global = seat.path.sentence.endswith("of the global object")
        # Node keeps things of its own there, under symbols that no program has.
        if is_global(seat.called) or (by_global and "[node:" not in seat.path.sentence):
            return True
        return any(self._written(seat, node) for node in nodes)

    def _written(self, seat: Seat, node: int) -> bool:
        graph = seat.snapshot._graph
        kind = graph.node_types[node]
        if kind not in (OBJECT_NODE, CLOSURE):
            return False
        if seat.snapshot.name(node).startswith("system / Context"):
            owner = seat.snapshot._places.context_owner(node)
            return owner is not None and not owner.is_node_internal
        return self.sides[-1].words.called(node).of_program

    @cached_property
    def _group_of(self) -> Ints:
        of = np.full(self.sides[-1].snapshot.node_count, -1, np.int32)
        for place, group in enumerate(self.groups):
            of[self.changed.nodes[group.rows]] = place
        return of

    @cached_property
    def _further(self) -> dict[int, list[int]]:
        newest = self.sides[-1]
        return further_holders(newest.region, newest.settled, self._group_of)

    @cached_property
    def _counts(self) -> Accumulations:
        counts = Accumulations(len(self.sides) + self._alone)
        alive = np.flatnonzero(self._group_of >= 0)
        for place, side in enumerate(self.sides, int(self._alone)):
            of = np.full(side.snapshot.node_count, -1, np.int32)
            of[side.places[alive]] = self._group_of[alive]
            counts.add(count_classes(side.region, side.settled, side.aside, of), side.words, place)
        for group, file in files_loaded_again(self.sides[-1], self._group_of).items():
            counts.call(group, MODULE, f"{MODULE} of {file}")
        return counts


def _of_node(seat: Seat) -> bool:
    """Whether the holder itself is an instance of a class of Node's own."""
    word = seat.words.called(seat.node)
    inner = word.location is not None and word.location.startswith("node:")
    return seat.type == OBJECT_NODE and (inner or word.name == "HTTPParser")


def _above(seat: Seat) -> tuple[int, int]:
    """The instance of a class that has the holder as a field, and the emitter whose listeners it keeps; -1
    for none."""
    steps = seat.path.steps
    parent = -1
    if (
        steps
        and steps[0].edge_type == "property"
        and seat.words.called(steps[0].node.ordinal).tier == PERSONS
    ):
        parent = steps[0].node.ordinal
    for step in steps[:2]:
        if step.edge_name == "_events":
            return parent, step.node.ordinal
    return parent, -1


def _entries(seats: list[Seat], added: int, removed: int) -> tuple[int, int]:
    """Counted in the holder's places, where it has some: an entry of a Map is a key and a value."""
    earlier, seat = seats[0], seats[-1]
    if seat.collection is None and not seat.is_array:
        return added, removed
    if len(seats) == 1:
        return seat.changed_entries() or 0, 0
    fresh, gone = seat.changed_entries() or 0, earlier.changed_entries() or 0
    grown = (seat.size or 0) - (earlier.size or 0)
    # Places that hold plain numbers have no edges: what cannot be seen is at least counted.
    return max(fresh, gone + grown), max(gone, fresh - grown)


def _hang_together(seat: Seat, first: Tally, net: int) -> bool:
    """Whether entries are better counted by the class that they are made of: what hangs in one piece below
    a single entry, and calls that wait for a promise, of which each has several parts."""
    if net <= _FEW_ENTRIES:
        return first.net >= _MANY_TIMES * max(1, net)
    return seat.called == "Promise" and first.word.tier == PERSONS and _FEW_ENTRIES < first.net < net
