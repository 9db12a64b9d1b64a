"""Listeners that pile up, judged and put into words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tuiinspect.diagnosis.advice import advice_for
from tuiinspect.diagnosis.candidate import Candidate
from tuiinspect.diagnosis.counted import shape_of_counts
from tuiinspect.diagnosis.evidence import ListenerSeries
from tuiinspect.diagnosis.findings import Accumulates, HolderName, Suspect
from tuiinspect.diagnosis.steadiness import Shape
from tuiinspect.diagnosis.words import listening_sentence, place_words
from tuiinspect.samples import EmitterCount
from tuiinspect.text import format_count, format_duration

_SOCKETS = ("TCPSocketWrap", "PipeWrap", "TLSWrap")


def listening(
    series: Iterable[ListenerSeries], thread: str, resources: tuple[Mapping[str, int], Mapping[str, int]]
) -> Iterator[Candidate]:
    """Each event that gained listeners. What keeps pace with the open sockets follows the load."""
    opened = sum(resources[1].get(kind, 0) - resources[0].get(kind, 0) for kind in _SOCKETS)
    for one in series:
        yield _judged(one, thread, opened)


def emitter_words(row: EmitterCount) -> str:
    """The emitter as a person points at it: `hub`, `connector in lib/hub.js`, `Connector`.

    What has no name may have a place all the same: `Client, listener of event 'message' of Hub`.
    """
    name = row.name or row.class_name
    where = (row.where or "").removeprefix("module ")
    if not where or where in name:
        return name
    if where.startswith("in "):
        return f"{name} {where}"
    a_file = where != row.where or where == "globalThis"
    return f"{name} in {where}" if a_file else f"{name}, {where}"


def _judged(one: ListenerSeries, thread: str, opened: int) -> Candidate:
    row, points = one.row, one.points
    growth = int(points[-1][1] - points[0][1])
    span = points[-1][0] - points[0][0]
    shape = shape_of_counts(points)
    if shape.accused and opened >= 0.5 * growth:
        shape = Shape.FILLING
    kind = "event-target" if row.kind == "EventTarget" else "listeners"
    words = emitter_words(row)
    suspect = Suspect(
        summary=listening_sentence(words, row.event, growth, row.count, span, one.functions),
        kind=kind,
        thread=thread,
        accumulates=(Accumulates(f"'{row.event}' listener", growth, 0, 0),),
        holder=HolderName(row.class_name, f"{words}, event '{row.event}'"),
        added_at=one.functions,
        growth_bytes=None,
        per_s=growth / span if span > 0 else 0.0,
        confidence="high" if shape.accused and growth >= 30 else "medium" if shape.accused else "low",
        retainer_path=(one.held.sentence,) if one.held is not None else (),
        evidence=tuple(_evidence(one, growth, span)),
        advice=advice_for(kind),
    )
    return Candidate(suspect, shape, growth)


def _evidence(one: ListenerSeries, growth: int, span: float) -> Iterator[str]:
    row = one.row
    limit = {None: "", 0: ", and its limit is switched off"}.get(
        row.max_listeners, f" (max {row.max_listeners})"
    )
    yield (
        f"'{row.event}' on {row.class_name}: +{format_count(growth)} listeners in {format_duration(span)}, "
        f"now {format_count(row.count)}{limit}"
    )
    for function in one.functions[:3]:
        yield f"{format_count(function.count)} x {place_words(function)}"
