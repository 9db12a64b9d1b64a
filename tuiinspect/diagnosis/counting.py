"""Collections and classes whose counts grow, seen without a snapshot, judged and put into words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from tuiinspect.diagnosis.advice import advice_for
from tuiinspect.diagnosis.candidate import Candidate
from tuiinspect.diagnosis.counted import shape_of_counts
from tuiinspect.diagnosis.evidence import CountSeries
from tuiinspect.diagnosis.findings import Accumulates, HolderName, Suspect
from tuiinspect.diagnosis.steadiness import LEAST_ENTRIES, Grown, Shape, shape_of
from tuiinspect.samples import ListenerFunction
from tuiinspect.text import format_count, format_duration

# What every program has in numbers, and what says nothing about it by itself.
NAMELESS = frozenset({"Object", "Array", "Function", "String", "Number", "AsyncFunction", "Promise", "Date"})


def collecting(series: Iterable[CountSeries], thread: str) -> Iterator[Candidate]:
    """Each collection that was counted at least twice and grew."""
    for one in series:
        growth, span = _growth(one)
        if growth > 0:
            yield _collection(one, thread, growth, span)


def counting(series: Iterable[CountSeries], thread: str) -> Iterator[Candidate]:
    """Each of the program's classes that grew from census to census.

    Of the engine's and of Node's own there are more whenever there is more to do, and who made them is not
    to be seen from their number: sockets, streams and timers come with every burst of requests.
    """
    for one in series:
        growth, span = _growth(one)
        if growth >= LEAST_ENTRIES and _is_programs_own(one):
            yield _class(one, thread, growth, span)


def _is_programs_own(one: CountSeries) -> bool:
    return one.file is not None and not one.file.startswith("node:")


def _growth(one: CountSeries) -> tuple[int, float]:
    points = one.points
    if len(points) < 2:
        return 0, 0.0
    return int(points[-1][1] - points[0][1]), points[-1][0] - points[0][0]


def _collection(one: CountSeries, thread: str, growth: int, span: float) -> Candidate:
    what = max(one.value_classes, key=lambda name: one.value_classes[name], default=None)
    entry = what or f"entry of {one.class_name}"
    entries = what or ("properties" if one.kind == "properties" else "entries")
    where = (one.where or "").removeprefix("module ")
    name = " in ".join(part for part in (one.name or one.class_name, where) if part)
    keys = f", keys such as {', '.join(one.sample_keys[:3])}" if one.sample_keys else ""
    suspect = Suspect(
        summary=f"{name} keeps +{format_count(growth)} {entries} in {format_duration(span)} "
        f"(now {format_count(int(one.points[-1][1]))})",
        kind=one.kind,
        thread=thread,
        accumulates=(Accumulates(entry, growth, 0, 0),),
        holder=HolderName(one.class_name, name),
        added_at=(),
        growth_bytes=None,
        per_s=growth / span,
        confidence="medium",
        evidence=(
            f"{one.class_name} {name}: +{format_count(growth)} entries in {format_duration(span)}{keys}",
        ),
        advice=advice_for(one.kind),
    )
    return Candidate(suspect, shape_of_counts(one.points), growth)


def _class(one: CountSeries, thread: str, growth: int, span: float) -> Candidate:
    place = (ListenerFunction(one.class_name, one.file, one.line, None, growth, False),) if one.file else ()
    suspect = Suspect(
        summary=f"+{format_count(growth)} {one.class_name} in {format_duration(span)} "
        f"(now {format_count(int(one.points[-1][1]))}); who holds them takes a snapshot to tell",
        kind="objects",
        thread=thread,
        accumulates=(Accumulates(one.class_name, growth, 0, 0, one.file),),
        holder=None,
        added_at=place,
        growth_bytes=None,
        per_s=growth / span,
        confidence="medium",
        evidence=(f"{one.class_name}: +{format_count(growth)} between censuses, {format_duration(span)}",),
    )
    return Candidate(suspect, _course(one), growth)


def _course(one: CountSeries) -> Shape:
    """Few points: the net gain of each interval, as between snapshots."""
    pairs = list(pairwise(one.points))
    nets = tuple(int(later[1] - earlier[1]) for earlier, later in pairs)
    grown = Grown(
        spans=tuple(later[0] - earlier[0] for earlier, later in pairs),
        entry_nets=nets,
        byte_nets=tuple(0 for _ in nets),
        added=sum(net for net in nets if net > 0),
        removed=-sum(net for net in nets if net < 0),
    )
    return shape_of(grown)
