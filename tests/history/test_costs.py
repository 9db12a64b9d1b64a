"""What we took of the target's time."""

from __future__ import annotations

import pytest

from tests.support.samples import census_sample, emitter_count, listeners_sample, memory_sample
from tuiinspect.events import (
    CensusTaken,
    CountersRead,
    ListenersCounted,
    MemorySampled,
    SessionEvent,
    TargetBlocked,
    VariablesExplored,
)
from tuiinspect.history.costs import CostHistory, ProbeCost, cost_of
from tuiinspect.samples import CountersSample


def test_each_probe_says_what_it_cost() -> None:
    census = census_sample(70.0)
    events: list[tuple[SessionEvent, ProbeCost]] = [
        (MemorySampled(memory_sample(1.0, cost_s=0.1)), ProbeCost("memory", 1.0, 0.1)),
        (
            MemorySampled(memory_sample(1.0, cost_s=0.2, thread="worker:1")),
            ProbeCost("worker threads", 1.0, 0.2),
        ),
        (
            ListenersCounted(listeners_sample(2.0, [emitter_count(1, "data", 1)], cost_s=0.3)),
            ProbeCost("listeners", 2.0, 0.3),
        ),
        (CountersRead(CountersSample(3.0, (), 0.4)), ProbeCost("your counters", 3.0, 0.4)),
        (VariablesExplored(4.0, 0.5), ProbeCost("exploring", 4.0, 0.5)),
        (CensusTaken(census), ProbeCost("census", census.t, census.cost.pause_s)),
    ]
    for event, cost in events:
        assert cost_of(event, "main") == cost


def test_what_costs_nothing_is_not_counted() -> None:
    assert cost_of(TargetBlocked(1.0), "main") is None


def test_the_share_is_that_of_the_last_minute() -> None:
    history = CostHistory()
    assert history.share() is None
    history.add(ProbeCost("census", 0.0, 5.0))
    assert history.share() == pytest.approx(5.0)
    for second in range(1, 101):
        history.add(ProbeCost("memory", float(second), 0.001))
        history.add(ProbeCost("listeners", float(second), 0.002))
    assert history.share() == pytest.approx(0.003)
    assert history.share(span_s=1000) == pytest.approx((5 + 0.3) / 100)
    assert history.totals == {
        "census": 5.0,
        "memory": pytest.approx(0.1),
        "listeners": pytest.approx(0.2),
    }
