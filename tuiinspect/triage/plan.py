"""Which rungs a triage climbs, and when: decided from the span, the predictions and what is permitted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from tuiinspect.samples import Prediction

# Before anything disturbs it, RSS is watched this long at least, or this share of a short span.
CALM_S = 10.0
CALM_SHARE = 0.2
LEAST_WORK_SHARE = 0.3
CALM_SHARE_FOR_NATIVE = 0.6
# With three snapshots the second interval tells filling from leaking; they may take this share of the span.
SHARE_FOR_THREE = 0.15
SHARE_FOR_TWO = 0.8
SHARE_FOR_CENSUSES = 0.3
# What is left for the analysis of the last one.
LAST_WORDS_S = 1.0


Agenda = tuple[tuple[float, Literal["snapshot", "census"]], ...]


@dataclass(frozen=True, slots=True)
class Leave:
    """What the user permits: `force` takes also what is not expected to fit.

    Sampling `allocations` makes the program slower all the while, so that is only for the asking.
    """

    snapshots: bool = True
    census: bool = True
    force: bool = False
    allocations: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Seconds after the start at which each rung is taken; `unmet` says why others are not.

    `reconsidered`: a first census may find so few objects that snapshots are taken after all.
    """

    snapshots: tuple[float, ...] = ()
    censuses: tuple[float, ...] = ()
    unmet: tuple[str, ...] = ()
    reconsidered: bool = False

    @property
    def agenda(self) -> Agenda:
        """The rungs in the order of their time."""
        rungs: Agenda = (
            *((moment, "snapshot") for moment in self.snapshots),
            *((moment, "census") for moment in self.censuses),
        )
        return tuple(sorted(rungs))

    @property
    def costly(self) -> bool:
        return bool(self.snapshots or self.censuses)


def plan(span_s: float, snapshot: Prediction, census: Prediction, leave: Leave) -> Plan:
    """The rungs for a span; `snapshot` and `census` are the predictions for one of each, all threads."""
    begin = min(CALM_S, CALM_SHARE * span_s)
    unmet: list[str] = []
    if not leave.snapshots:
        unmet.append("no snapshot: not permitted")
    elif not snapshot.fits and not leave.force:
        unmet.append(_short_of(snapshot))
    elif snapshot.pause_s <= SHARE_FOR_THREE * span_s / 3:
        last = max(begin, span_s - snapshot.pause_s - LAST_WORDS_S)
        return Plan(snapshots=(begin, (begin + last) / 2, last))
    elif 2 * snapshot.pause_s <= SHARE_FOR_TWO * span_s:
        # The longer the pauses, the less work there is between them: begin at once.
        begin = min(begin, 3.0)
        last = span_s - snapshot.pause_s - LAST_WORDS_S
        between = (begin + snapshot.pause_s + last) / 2
        censuses = (between,) if leave.census and census.fits else ()
        return Plan(snapshots=(begin, last), censuses=censuses)
    else:
        pauses = f"{2 * snapshot.pause_s:.0f} s of {span_s:.0f} s"
        unmet.append(f"no snapshot: two would stop the process for about {pauses}")
    by_census = _by_census(span_s, begin, census, leave, unmet)
    return replace(by_census, reconsidered=leave.snapshots and bool(by_census.censuses))


def spaced(agenda: Agenda, gone_s: float, span_s: float) -> Agenda:
    """What is left when a snapshot took much longer than was thought: the last one, after some work."""
    last = [moment for moment, rung in agenda if rung == "snapshot"][-1:]
    return tuple((max(moment, gone_s + LEAST_WORK_SHARE * span_s), "snapshot") for moment in last)


def later(agenda: Agenda, span_s: float) -> Agenda:
    """The same rungs in the last part of the span, for a target whose memory outside the heap grows.

    A snapshot leaves so much behind in RSS that a native slope is invisible afterwards; but what is allocated
    outside may have owners inside, which only a snapshot names.
    """
    begin = CALM_SHARE_FOR_NATIVE * span_s
    late = [rung for rung in agenda if rung[0] > begin]
    if len(late) < 2 and agenda:
        late = [(begin, agenda[0][1]), *(late or [(max(begin, agenda[-1][0]), agenda[-1][1])])]
    return tuple(late)


def _by_census(span_s: float, begin: float, census: Prediction, leave: Leave, unmet: list[str]) -> Plan:
    if not leave.census:
        return Plan(unmet=(*unmet, "no census: not permitted"))
    if not census.fits and not leave.force:
        return Plan(unmet=(*unmet, _short_of(census)))
    last = max(begin, span_s - census.pause_s - LAST_WORDS_S)
    if 3 * census.pause_s <= SHARE_FOR_CENSUSES * span_s:
        return Plan(censuses=(begin, (begin + last) / 2, last), unmet=tuple(unmet))
    if census.pause_s > SHARE_FOR_CENSUSES * span_s:
        return Plan(unmet=(*unmet, f"no census: it would stop the process for {census.pause_s:.0f} s"))
    # One finds the collections, whose sizes are then read each second for nothing.
    return Plan(censuses=(begin,), unmet=(*unmet, "one census: more would stop the process for too long"))


def _short_of(prediction: Prediction) -> str:
    memory = f"{prediction.memory_bytes / 1e6:,.0f} MB"
    free = prediction.free_bytes
    if free is not None and prediction.memory_bytes > free:
        return f"no {prediction.what}: it may need {memory} of memory, {free / 1e6:,.0f} MB are free"
    return f"no {prediction.what}: it needs {prediction.disk_bytes / 1e6:,.0f} MB of disk, which are not free"
