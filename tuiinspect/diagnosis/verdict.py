"""Evidence to verdict: leak, no leak, or inconclusive with what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from tuiinspect.diagnosis.advice import advice_for
from tuiinspect.diagnosis.allocating import allocated
from tuiinspect.diagnosis.allocations import by_function
from tuiinspect.diagnosis.candidate import Candidate
from tuiinspect.diagnosis.counters import fact_words, facts
from tuiinspect.diagnosis.counting import collecting, counting
from tuiinspect.diagnosis.evidence import Evidence, ThreadMemory
from tuiinspect.diagnosis.findings import Accumulates, Findings, HolderName, Suspect, Verdict
from tuiinspect.diagnosis.holding import LEAST_WORK_S, held
from tuiinspect.diagnosis.joining import joined, with_places
from tuiinspect.diagnosis.listening import listening
from tuiinspect.diagnosis.robust import Slope, later_share, slope_of
from tuiinspect.diagnosis.steadiness import FLATTENING, Shape
from tuiinspect.diagnosis.trend import Point, lower_envelope
from tuiinspect.text import format_bytes, format_count, format_duration

MOST_SUSPECTS = 8
# What only counts can tell is open when it is at least this much.
_OPEN_BYTES = 100_000
_OPEN_ENTRIES = 30
# Memory beyond the heap moves in large steps: slower than this says nothing in a minute.
_LEAST_BEYOND_PER_S = 100_000
# Compiled code alone adds 5 to 15 kB/s in the first minutes.
_LEAST_FLOOR_PER_S = 40_000
_FLOOR_R2 = 0.95
_LEAST_NATIVE_PER_S = 250_000
_LEAST_NATIVE_SPAN_S = 30.0
_LINE_R2 = 0.9
_WAIT_MIN = 3
# Who stood still for most of the watch, and worked for a few seconds only, was not watched.
_LEAST_SHARE_AT_WORK = 0.4
_ENOUGH_WORK_S = 12.0
_NOT_COMPARABLE = "the snapshots' objects cannot be told apart: another client took some at the same time"


def conclude(evidence: Evidence) -> Findings:
    """The findings of one triage."""
    candidates = _candidates(evidence)
    accused = [one for one in candidates if one.shape.accused]
    series = dict(_series(evidence))
    beyond = list(_beyond_the_heap(evidence, series, accused))
    suspects = [with_places(one.suspect) for one in accused] + beyond
    still_open = [one for one in candidates if one.shape.open and _matters(one)]
    missing = tuple(_missing(evidence, still_open, series, bool(suspects)))
    verdict: Verdict = "leak" if suspects else "inconclusive" if missing else "no leak"
    healthy = tuple(_acquitted(candidates))
    counters = tuple(facts(evidence.counters))
    grown = [fact_words(fact) for fact in counters if fact.grows]
    return Findings(
        target=evidence.target,
        taken=evidence.taken,
        span_s=evidence.span_s,
        verdict=verdict,
        summary=_summary(verdict, suspects, missing, (*grown, *healthy), evidence),
        where=tuple(dict.fromkeys(_where(suspects))),
        series=series,
        suspects=tuple(suspects[:MOST_SUSPECTS]),
        healthy=healthy,
        missing=missing,
        steps=evidence.steps,
        rss_before=evidence.rss_before,
        rss_after=evidence.rss_after,
        pictures=evidence.pictures,
        notes=(*evidence.unmet, *evidence.notes),
        counters=counters,
        side_by_side=evidence.side_by_side,
        allocations=by_function(evidence.allocations),
    )


def _candidates(evidence: Evidence) -> list[Candidate]:
    thread = evidence.target.thread
    found = joined(
        chain.from_iterable(map(held, evidence.heaps)),
        listening(evidence.listeners, thread, evidence.resources),
        collecting(evidence.collections, thread),
        counting(evidence.classes, thread),
        explained=any(heap.thread == thread and heap.growth.comparable for heap in evidence.heaps),
    )
    return list(allocated(found, evidence.allocations, thread))


def _series(evidence: Evidence) -> Iterator[tuple[str, Slope]]:
    named = {
        "external": evidence.process.external,
        "array_buffers": evidence.process.array_buffers,
        "rss": evidence.process.rss,
        "native": evidence.process.native,
    }
    for memory in evidence.threads:
        name = "heap_floor" if memory.thread == evidence.target.thread else f"heap_floor {memory.thread}"
        named[name] = _floor(memory)
    for name, points in named.items():
        slope = slope_of(points)
        if slope is not None:
            yield name, slope


def _floor(memory: ThreadMemory) -> tuple[Point, ...]:
    return memory.floor if len(memory.floor) >= 4 else tuple(lower_envelope(memory.used))


def _beyond_the_heap(
    evidence: Evidence, series: dict[str, Slope], accused: Sequence[Candidate]
) -> Iterator[Suspect]:
    """External and native memory that grows along a line, where no holder explains it."""
    if not accused and not evidence.heaps and _grows(series.get("external"), evidence.process.external):
        yield _memory_suspect(
            evidence, series["external"], "buffers", "external memory (Buffers, ArrayBuffers)"
        )
    native = series.get("native")
    if (
        not accused
        and evidence.undisturbed_s >= _LEAST_NATIVE_SPAN_S
        and native is not None
        and native.low >= _LEAST_NATIVE_PER_S
        and _grows(native, evidence.process.native)
    ):
        yield _memory_suspect(evidence, native, "native", "memory outside the JS heap")


def _grows(slope: Slope | None, points: Sequence[Point]) -> bool:
    if slope is None or slope.low < _LEAST_BEYOND_PER_S or slope.r2 < _LINE_R2:
        return False
    share = later_share(points)
    return share is not None and share >= FLATTENING


def _memory_suspect(evidence: Evidence, slope: Slope, kind: str, what: str) -> Suspect:
    grown = slope.per_s * slope.span_s
    growth = f"{format_bytes(grown, signed=True)} in {format_duration(slope.span_s)}"
    return Suspect(
        summary=f"{what} grows: {growth}",
        kind=kind,
        thread=evidence.target.thread,
        accumulates=(Accumulates(what, 0, 0, round(grown)),),
        holder=HolderName("(native)", "outside the JS heap") if kind == "native" else None,
        added_at=(),
        growth_bytes=round(grown),
        per_s=0.0,
        confidence="medium",
        evidence=(
            f"{what}: {format_bytes(slope.per_s, signed=True)}/s (between {format_bytes(slope.low)} and "
            f"{format_bytes(slope.high)}), fit {slope.r2:.2f} over {format_duration(slope.span_s)}",
        ),
        advice=advice_for(kind),
    )


def _matters(one: Candidate) -> bool:
    size = one.bytes
    return (size or 0) >= _OPEN_BYTES or (size is None and one.weight >= _OPEN_ENTRIES)


def _missing(
    evidence: Evidence, still_open: Sequence[Candidate], series: dict[str, Slope], accused: bool
) -> Iterator[str]:
    if accused:
        return
    if evidence.cut_short is not None:
        yield f"a watch to its end: {evidence.cut_short}"
    standing = sum(step.pause_s for step in evidence.steps if step.thread == evidence.target.thread)
    work = evidence.span_s - standing
    if work < _LEAST_SHARE_AT_WORK * evidence.span_s and work < _ENOUGH_WORK_S:
        yield f"a calmer machine or a longer watch: the process was at work for only {format_duration(work)}"
    for one in still_open[:3]:
        yield _wait_for(one)
    if still_open:
        return
    floor = series.get("heap_floor")
    if floor is not None and floor.per_s > _LEAST_FLOOR_PER_S and floor.r2 >= _FLOOR_R2:
        unmet = [
            *evidence.unmet,
            *_hurried(evidence),
            *(_NOT_COMPARABLE for heap in evidence.heaps if not heap.growth.comparable),
        ]
        why = f" ({'; '.join(unmet)})" if unmet else ""
        pace = format_bytes(floor.per_s, signed=True)
        yield f"the heap grew {pace}/s, and nothing that was counted explains it{why}"


def _hurried(evidence: Evidence) -> Iterator[str]:
    for heap in evidence.heaps:
        work = sum(heap.spans)
        if work < LEAST_WORK_S:
            yield f"only {format_duration(work)} of work lay between the snapshots, which took long"


def _wait_for(one: Candidate) -> str:
    name = (
        one.suspect.holder.path if one.suspect.holder is not None else one.suspect.accumulates[0].class_name
    )
    if one.shape is Shape.FILLING and one.limit is not None and one.size is not None:
        bound = f"{format_count(one.size)} of {one.limit[0]} {format_count(one.limit[1])}"
        return f"watch {_WAIT_MIN} more minutes: {name} may still be filling, {bound}"
    if one.shape is Shape.BURST:
        return f"watch {_WAIT_MIN} more minutes: {name} has only begun to grow, and may come back"
    if one.shape is Shape.FILLING:
        return f"watch until the load is steady: {name} grows with the open connections"
    return f"watch {_WAIT_MIN} more minutes: {name} grows ever more slowly and may come to rest"


_ACQUITTED = {
    Shape.FLAT: "grew at first and stopped",
    Shape.TURNOVER: "takes in and lets go",
    Shape.FALLING: "shrank in the end",
}


def _acquitted(candidates: Sequence[Candidate]) -> Iterator[str]:
    """What grew and stopped, or went up and down, and why it is not accused; the largest few."""
    told = 0
    for one in candidates:
        why = _ACQUITTED.get(one.shape)
        if why is None or told == 5:
            continue
        told += 1
        yield f"{one.suspect.summary} - not accused: it {why}"


def _where(suspects: Sequence[Suspect]) -> Iterator[str]:
    for suspect in suspects:
        if suspect.kind == "native":
            yield "native"
        elif suspect.thread != "main":
            yield suspect.thread
        else:
            yield "external" if suspect.kind == "buffers" else "heap"


def _summary(
    verdict: Verdict,
    suspects: Sequence[Suspect],
    missing: Sequence[str],
    told: Sequence[str],
    evidence: Evidence,
) -> str:
    span = format_duration(evidence.span_s)
    if verdict == "leak":
        more = f" (and {len(suspects) - 1} more)" if len(suspects) > 1 else ""
        thread = suspects[0].thread
        where = f" in {thread.replace(':', ' ')}" if thread != evidence.target.thread else ""
        return f"leak{where}: {suspects[0].summary}{more}"
    if verdict == "inconclusive":
        return f"inconclusive after {span}: {missing[0]}"
    grew = f"; {told[0]}" if told else ""
    return f"no leak seen in {span}{grew}"
