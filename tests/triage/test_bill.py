"""What a triage says of its pauses before, and of its target's visitors after."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.samples import memory_sample
from tests.triage.test_plan import CENSUS, SMALL
from tuiinspect.diagnosis.findings import Step
from tuiinspect.report.triage_bill import bill_text
from tuiinspect.samples import Prediction, ServerLoad
from tuiinspect.triage.bill import Bill, cut_notes
from tuiinspect.triage.plan import Leave, plan

VISITED = replace(SMALL, connections=12)
VISITED_CENSUS = replace(CENSUS, connections=12)


def _told(snapshot: Prediction, census: Prediction, span_s: float = 60) -> str:
    return bill_text(Bill(plan(span_s, snapshot, census, Leave()), snapshot, census))


def test_each_step_is_told_with_what_it_may_come_to() -> None:
    told = _told(replace(SMALL, pause_s=2.0, calm_s=0.8), CENSUS)
    assert told == (
        "snapshot x 3: each stops the process for about 0.80 s (this machine is busy: it may take 2.0 s) "
        "and takes up to 60.0 MB of memory"
    )


def test_pauses_that_cut_connections_say_so_and_what_would_not() -> None:
    told = _told(replace(VISITED, pause_s=8.0), VISITED_CENSUS)
    assert "requests that came meanwhile fail (12 connections are open)" in told
    assert "(a census instead of snapshots would stop it for about 0.10 s)" in told
    everything = _told(replace(VISITED, pause_s=8.0), replace(VISITED_CENSUS, pause_s=6.0))
    assert "instead" not in everything


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "each time a worker thread too: it stops"), (3, "each time 3 worker threads too")],
)
def test_worker_threads_are_told_of(number: int, words: str) -> None:
    bill = Bill(plan(60, SMALL, CENSUS, Leave()), SMALL, CENSUS, workers=(SMALL,) * number)
    assert words in bill_text(bill)
    assert "the thread for about 0.40 s and takes up to 60.0 MB" in bill_text(bill)


def test_snapshots_that_may_follow_a_census_are_announced() -> None:
    dear = replace(SMALL, pause_s=100.0)
    assert "(snapshots follow the first census if" in _told(dear, CENSUS)
    assert "follow" not in _told(SMALL, CENSUS)
    assert not plan(60, dear, CENSUS, Leave(snapshots=False)).reconsidered
    assert not plan(60, dear, CENSUS, Leave(census=False)).reconsidered


@pytest.mark.parametrize("snapshot", [VISITED, replace(SMALL, pause_s=8.0)])
def test_what_cuts_nothing_is_not_said_to(snapshot: Prediction) -> None:
    told = _told(snapshot, CENSUS)
    assert "kept alive" not in told
    assert "instead" not in told


@pytest.mark.parametrize(
    ("pauses", "connections", "told"),
    [([5.2], 3, "once"), ([6.0, 1.0, 7.0], 3, "2 times"), ([4.0], 3, None), ([6.0], 0, None)],
)
def test_what_happened_to_visitors_is_noted(pauses: list[float], connections: int, told: str | None) -> None:
    steps = [Step("snapshot", "main", 1.0, pause) for pause in pauses]
    steps.append(Step("readings of allocations", "main", 1.0, 60.0))
    samples = [memory_sample(0.0), memory_sample(1.0, servers=(ServerLoad("server", connections, 0),))]
    notes = list(cut_notes(steps, samples))
    assert len(notes) == (told is not None)
    assert all(f"more than 5 s {told}" in note for note in notes)
