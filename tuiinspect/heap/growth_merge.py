"""Holders that are one leak put together: parts of one object, and lists that keep the same entries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tuiinspect.heap.growth_classes import Tallies, ranked
from tuiinspect.heap.growth_holders import MOST_CLASSES, Draft, Drafts
from tuiinspect.heap.growth_kinds import kind_of, path_words
from tuiinspect.heap.growth_rows import Holder
from tuiinspect.heap.growth_words import SHAPED

_IN_LOCKSTEP = 0.1
_FEWEST = 10


def settled(drafts: Drafts) -> tuple[tuple[Holder, ...], tuple[Holder, ...], int]:
    """The holders that are named, those aside, and the bytes of the latter that are work in flight."""

    def words_of(node: int) -> str:
        seat = drafts.seat(node)
        return path_words(seat, kind_of(seat, 0, ""))

    holders = _merged(drafts.all(), words_of)
    named = tuple(holder for holder in holders if not (holder.only_stack or holder.internal))
    aside = tuple(holder for holder in holders if holder.only_stack or holder.internal)
    return named, aside, sum(holder.net_bytes for holder in aside if holder.only_stack)


def _merged(drafts: list[Draft], words_of: Callable[[int], str]) -> list[Holder]:
    """The holders, largest net first; `words_of` says where a survivor is that is no holder by itself."""
    heads: list[list[Draft]] = []
    for draft in sorted(drafts, key=lambda each: -each.holder.net_bytes):
        for members in heads:
            if any(_belong(member, draft) for member in members):
                members.append(draft)
                break
        else:
            heads.append([draft])
    holders = [_together(members, words_of) for members in heads]
    return sorted(holders, key=lambda holder: -holder.net_bytes)


def _belong(one: Draft, other: Draft) -> bool:
    if one.emitter >= 0 and one.emitter == other.emitter:
        return True
    shared = other.node in one.further or one.node in other.further
    # A cache's list of keys is no leak of its own; two lists of different things are.
    parts = one.parent >= 0 and one.parent == other.parent and max(one.tier, other.tier) > SHAPED
    return (shared or parts) and _lockstep(one.holder, other.holder)


def _lockstep(one: Holder, other: Holder) -> bool:
    nets = sorted(holder.entries_added - holder.entries_removed for holder in (one, other))
    return nets[0] >= _FEWEST and nets[1] - nets[0] <= _IN_LOCKSTEP * nets[1]


def _together(members: list[Draft], words_of: Callable[[int], str]) -> Holder:
    """The one with the best name in front; bytes are those of all."""

    def preference(draft: Draft) -> tuple[bool, bool, bool]:
        return draft.tier > SHAPED, not draft.written, draft.holder.entries_added == 0

    front = min(members, key=preference)
    holder = front.holder
    known = {member.node for member in members}
    also = [member.holder.path for member in members if member is not front]
    also += [words_of(node) for member in members for node in member.further if node not in known]
    if len(members) == 1:
        return replace(holder, also_held_by=tuple(dict.fromkeys(also)))
    every = [member.holder for member in members]
    tallies: Tallies = {}
    for member in members:
        for key, tally in member.tallies.items():
            tallies[key] = tallies[key] + tally if key in tallies else tally
    rows = ranked(tallies, holder.entries_added - holder.entries_removed)
    return replace(
        holder,
        gained_bytes=sum(each.gained_bytes for each in every),
        lost_bytes=sum(each.lost_bytes for each in every),
        net_bytes=sum(each.net_bytes for each in every),
        share=sum(each.share for each in every),
        nets=tuple(map(sum, zip(*(each.nets for each in every), strict=True))),
        entry_nets=holder.entry_nets
        if any(holder.entry_nets)
        else max((each.entry_nets for each in every), key=sum),
        accumulates=tuple(row for row, _ in rows[:MOST_CLASSES]),
        also_held_by=tuple(dict.fromkeys(also)),
    )
