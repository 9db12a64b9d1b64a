"""Where the listeners that grew were added: asked once, at the end."""

from __future__ import annotations

from tuiinspect.diagnosis.evidence import ListenerSeries
from tuiinspect.errors import InspectError
from tuiinspect.samples import ListenerFunction
from tuiinspect.triage.ports import TriagedSession
from tuiinspect.triage.watching import Watching

# Only the rows that grew most are asked about.
LOCATED_ROWS = 12


def located_listeners(session: TriagedSession, watching: Watching) -> list[ListenerSeries]:
    """Every row that grew, the fastest ones with the functions that listen."""
    rows = [(row, points) for row, points in watching.listeners() if points[-1][1] > points[0][1]]
    rows.sort(key=lambda pair: pair[1][0][1] - pair[1][-1][1])
    series = []
    for place, (row, points) in enumerate(rows):
        functions: tuple[ListenerFunction, ...] = ()
        if place < LOCATED_ROWS:
            try:
                functions = session.functions(row.emitter, row.event)
            except InspectError:
                functions = ()
        series.append(ListenerSeries(row, points, functions))
    return series
