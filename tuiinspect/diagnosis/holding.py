"""Holders of growth between snapshots, judged and put into words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tuiinspect.diagnosis.advice import advice_for
from tuiinspect.diagnosis.candidate import Candidate
from tuiinspect.diagnosis.evidence import HeapEvidence
from tuiinspect.diagnosis.findings import Accumulates, Confidence, HolderName, Suspect
from tuiinspect.diagnosis.steadiness import Grown, Shape, shape_of
from tuiinspect.diagnosis.words import freed_words, holding_sentence
from tuiinspect.text import format_bytes, format_count, format_duration

if TYPE_CHECKING:
    from tuiinspect.heap.growth import Holder

# What came in less time than this between two snapshots says nothing of what goes again.
LEAST_WORK_S = 3.0
# An interval that is so much shorter than the others says nothing of the pace.
_LEAST_SHARE_OF_WORK = 0.15
# A smaller share of the growth is noise, unless what came is counted in dozens and stays.
LEAST_SHARE = 0.02
_DOZENS = 30
_STAYING = 0.1
# A store of Node's own is only held against a program that fills it with next to all that stays.
_STORES = frozenset({"collection", "array", "properties"})
_MOST_OF_IT = 0.5
_MODULES = "LoadCache"
_LOADED_AGAIN = "Module of "
_CONNECTIONS, _AGENTS = ("Socket",), ("Agent",)
_ONE_EACH = 0.8
_LEAST_OF_NODES_OWN = 300_000
# Open sockets and the like come with every burst of requests: only a number that nothing else explains is
# held against whoever never closes them.
_LEAST_HANDLES = 50
_LEAST_SHARE_OF_HANDLES = 0.3


def held(evidence: HeapEvidence) -> Iterator[Candidate]:
    """Each holder of one thread that is the program's own; none where there was hardly any time to grow."""
    if sum(evidence.spans) < LEAST_WORK_S:
        return
    for holder in evidence.growth.holders:
        if not (holder.internal or holder.only_stack):
            yield _judged(holder, evidence)
    for holder in evidence.growth.aside:
        if not holder.only_stack and (_fills_for_good(holder) or _has_an_agent_each(holder)):
            yield _judged(holder, evidence)


def _fills_for_good(holder: Holder) -> bool:
    """Whether the program makes a store of Node's own grow, such as the map of the modules it has imported.

    What Node keeps for itself comes to rest or follows the load; this is most of the growth, and all of it
    stays.
    """
    return (
        holder.kind in _STORES
        and holder.share >= _MOST_OF_IT
        and holder.net_bytes >= _LEAST_OF_NODES_OWN
        and holder.entries_added >= _DOZENS
        and holder.entries_removed <= _STAYING * holder.entries_added
    )


def _has_an_agent_each(holder: Holder) -> bool:
    """Whether each kept connection came with an agent of its own.

    Connections follow the load, but who shares an agent has no more of them for more requests.
    """
    if holder.kind != "connections":
        return False
    connections, agents = (_most(holder, words) for words in (_CONNECTIONS, _AGENTS))
    return agents >= _DOZENS and agents >= _ONE_EACH * connections


def _most(holder: Holder, words: tuple[str, ...]) -> int:
    """The largest net number of a class whose name ends with one of these words."""
    nets = (one.added - one.removed for one in holder.accumulates if one.class_name.endswith(words))
    return max(nets, default=0)


def _advice(holder: Holder) -> str | None:
    if _has_an_agent_each(holder):
        return advice_for("agents")
    if holder.accumulates and holder.accumulates[0].class_name.startswith(_LOADED_AGAIN):
        return advice_for("loaded again")
    return advice_for("modules" if holder.class_name == _MODULES else holder.kind)


def _judged(holder: Holder, evidence: HeapEvidence) -> Candidate:
    span = sum(evidence.spans)
    whole = min(evidence.spans) < _LEAST_SHARE_OF_WORK * span
    entries = holder.entries_added - holder.entries_removed
    grown = Grown(
        spans=(span,) if whole else evidence.spans,
        entry_nets=(entries,) if whole else holder.entry_nets or (entries,),
        byte_nets=(holder.net_bytes,) if whole else holder.nets or (holder.net_bytes,),
        added=holder.entries_added,
        removed=holder.entries_removed,
        before=holder.entries_before,
        later=_later(holder, evidence),
        size=holder.entries_after,
        limit=holder.limit,
    )
    shape = Shape.SMALL if _is_noise(holder) else shape_of(grown)
    accumulates = tuple(
        Accumulates(one.class_name, one.added, one.removed, one.bytes, one.location)
        for one in holder.accumulates
    )
    suspect = Suspect(
        summary=holding_sentence(holder.path, accumulates, holder.net_bytes, span, holder.group),
        kind=holder.kind,
        thread=evidence.thread,
        accumulates=accumulates,
        holder=HolderName(holder.class_name, holder.path, holder.id),
        added_at=(),
        growth_bytes=holder.net_bytes,
        per_s=entries / span if span > 0 else 0.0,
        confidence=_confidence(holder, grown, shape),
        retainer_path=holder.retainer_path,
        evidence=tuple(_evidence(holder, grown, span)),
        advice=_advice(holder),
    )
    return Candidate(suspect, shape, holder.net_bytes, holder.limit, holder.entries_after)


def _later(holder: Holder, evidence: HeapEvidence) -> tuple[int, int] | None:
    """Of the entries at the start of the last interval, how many there were and how many went."""
    if evidence.latest is None:
        return None
    for other in (*evidence.latest.holders, *evidence.latest.aside):
        if other.id == holder.id and other.entries_before is not None:
            return other.entries_before, other.entries_removed
    return None


def _is_noise(holder: Holder) -> bool:
    if holder.kind == "handles":
        uneven = min(holder.entry_nets, default=0) < 0.5 * max(holder.entry_nets, default=0)
        few = holder.entries_added < _LEAST_HANDLES or holder.share < _LEAST_SHARE_OF_HANDLES
        return few or uneven
    stays = holder.entries_removed <= _STAYING * holder.entries_added
    return holder.share < LEAST_SHARE and not (holder.entries_added >= _DOZENS and stays)


def _confidence(holder: Holder, grown: Grown, shape: Shape) -> Confidence:
    if not shape.accused:
        return "low"
    several = len(grown.spans) > 1
    stays = holder.entries_removed <= _STAYING * holder.entries_added
    clear = holder.entries_added >= _DOZENS and stays
    return "high" if several and clear else "medium"


def _evidence(holder: Holder, grown: Grown, span: float) -> Iterator[str]:
    if holder.entries_added or holder.entries_removed:
        words = freed_words(holder.entries_added, holder.entries_removed)
        size = f", {format_count(holder.entries_after)} now" if holder.entries_after is not None else ""
        yield f"entries {words} in {format_duration(span)}{size}"
    share = f", {holder.share:.0%} of the heap's growth" if holder.share > 0 else ""
    yield f"{format_bytes(holder.net_bytes, signed=True)} between snapshots{share}"
    if len(grown.spans) > 1:
        steps = zip(grown.entry_nets, grown.byte_nets, grown.spans, strict=False)
        yield "step by step: " + ", ".join(
            f"{entries:+,} entries and {format_bytes(size, signed=True)} in {format_duration(seconds)}"
            for entries, size, seconds in steps
        )
    for other in holder.also_held_by:
        yield f"also held by {other}: removing one is not enough"
