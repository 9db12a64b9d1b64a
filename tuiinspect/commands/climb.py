"""What the commands that climb the ladder share: the switches for its rungs, and its progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any

import click

from tuiinspect.commands.live import live
from tuiinspect.commands.progress import ProgressLine
from tuiinspect.diagnosis.evidence import Evidence
from tuiinspect.report.triage_bill import progress_words
from tuiinspect.samples import Counter
from tuiinspect.triage.bill import Bill, Progressed
from tuiinspect.triage.ladder import Ladder
from tuiinspect.triage.plan import Leave
from tuiinspect.warming import Warming

_SWITCHES = (
    click.option("--no-snapshot", is_flag=True, help="Never take a heap snapshot."),
    click.option("--no-census", is_flag=True, help="Never walk the heap to count it."),
    click.option("--force", is_flag=True, help="Also what is not expected to fit in memory."),
    click.option(
        "--allocations",
        is_flag=True,
        help="Sample allocations too, to tell where what piles up comes from: 0 to 16 % more CPU meanwhile.",
    ),
)


def leave_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the switches; the command gets them as one argument `leave`."""

    @wraps(function)
    def wrapped(
        *args: object, no_snapshot: bool, no_census: bool, force: bool, allocations: bool, **rest: object
    ) -> object:
        leave = Leave(not no_snapshot, not no_census, force, allocations)
        return function(*args, leave=leave, **rest)

    decorated: Callable[..., Any] = wrapped
    for switch in reversed(_SWITCHES):
        decorated = switch(decorated)
    return decorated


@contextmanager
def warmed(leave: Leave) -> Iterator[Callable[[], bool]]:
    """Compile the snapshot engine meanwhile, if it will be needed; what is yielded tells whether it is."""
    if not leave.snapshots:
        yield lambda: True
        return
    with Warming() as warming:
        yield lambda: warming.over


def climb(
    target: str,
    span: float,
    leave: Leave,
    line: ProgressLine,
    *,
    ask: Callable[[Bill], bool],
    ready: Callable[[], bool],
    read_only: bool,
    allow_remote: bool = False,
    told: Callable[[Progressed], None] = lambda _: None,
    counters: Sequence[Counter] = (),
) -> Evidence:
    """Attach to `target`, climb the ladder and let go; `ready` tells whether the snapshot engine is.

    `counters` are evaluated in the target with each sample.

    Raises:
        InspectError: it cannot be watched, or `ask` declined the bill.
    """

    def show(progress: Progressed) -> None:
        line.show(progress_words(progress), progress.what)
        told(progress)

    with live(
        target, read_only=read_only, workers=True, allow_remote=allow_remote, counters=counters
    ) as stream:
        return Ladder(stream.session, span, leave, ask=ask, say=show, ready=ready).climb()
