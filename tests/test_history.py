"""What is kept of the past, and what is read from it."""

from __future__ import annotations

import pytest

from tests.support.samples import emitter_count, listeners_sample, major_gc, memory_sample
from tuiinspect.history import FINE_SAMPLES, ListenerHistory, MemoryHistory

MB = 1_000_000


def test_floor_points_come_from_major_collections_only() -> None:
    history = MemoryHistory()
    history.add(memory_sample(1.0))
    history.add(memory_sample(2.0, collections=(major_gc(1.5, 18 * MB),), gc_floor=18 * MB))
    assert history.floor_points() == [(1.5, 18.0 * MB)]
    assert [gc.t for gc in history.collections] == [1.5]


def test_other_threads_are_left_out() -> None:
    history = MemoryHistory()
    history.add(memory_sample(1.0, thread="worker:1"))
    assert history.latest is None


def test_memory_stays_bounded_and_the_first_and_latest_samples_stay() -> None:
    history = MemoryHistory()
    for t in range(FINE_SAMPLES * 4):
        history.add(memory_sample(float(t)))
    assert len(history.samples) <= FINE_SAMPLES
    assert history.samples[0].t == 0.0
    assert history.samples[-1].t == FINE_SAMPLES * 4 - 1
    times = [sample.t for sample in history.samples]
    assert times == sorted(times)


def test_the_trend_starts_at_the_mark() -> None:
    history = MemoryHistory()
    for t in range(30):
        history.add(memory_sample(float(t), 10 * MB + t * MB))
    history.mark()
    assert history.trend() is None
    for t in range(30, 60):
        history.add(memory_sample(float(t), 39 * MB))
    trend = history.trend()
    assert trend is not None
    assert trend.slope_bytes_per_s == pytest.approx(0.0)


def test_cost_share_is_time_taken_over_time_passed() -> None:
    history = MemoryHistory()
    for t in range(11):
        history.add(memory_sample(float(t), cost_s=0.01))
    assert history.cost_share() == pytest.approx(0.011)


def test_growth_is_the_targets_count_less_its_baseline() -> None:
    history = ListenerHistory()
    history.add(listeners_sample(100.0, [emitter_count(1, "data", 5, 5), emitter_count(2, "tick", 3, 3)]))
    history.add(
        listeners_sample(
            130.0,
            [
                emitter_count(1, "data", 5, 5, measured_s=30.0),
                emitter_count(2, "tick", 18, 3, measured_s=30.0),
            ],
        )
    )
    first, second = history.rows()
    assert (first.count.event, first.growth, first.span_s, first.per_minute) == ("tick", 15, 30.0, 30.0)
    assert first.trend == (3, 18)
    assert (second.count.event, second.growth, second.per_minute) == ("data", 0, 0.0)


def test_the_span_is_the_time_in_which_the_growth_came_about() -> None:
    history = ListenerHistory()
    history.add(listeners_sample(0.0, [emitter_count(1, "tick", 3, 3)]))
    history.add(listeners_sample(60.0, [emitter_count(1, "tick", 63, 3, measured_s=60.2)]))
    history.add(listeners_sample(70.0, [emitter_count(1, "tick", 73, 63, measured_s=5.0)]))
    (row,) = history.rows()
    assert (row.growth, row.span_s, row.per_minute) == (10, 5.0, 120.0)


def test_a_row_that_was_just_seen_has_no_rate_yet() -> None:
    history = ListenerHistory()
    history.add(listeners_sample(0.0, [emitter_count(1, "tick", 6, 4)]))
    assert history.rows()[0].per_minute is None


def test_emitters_long_gone_are_forgotten() -> None:
    history = ListenerHistory()
    history.add(listeners_sample(0.0, [emitter_count(1, "tick", 6)]))
    history.add(listeners_sample(1000.0, [emitter_count(2, "tick", 6)]))
    history.add(listeners_sample(1001.0, [emitter_count(1, "tick", 7), emitter_count(2, "tick", 6)]))
    by_emitter = {row.count.emitter: row for row in history.rows()}
    assert by_emitter[1].first_seen == 1001.0
    assert by_emitter[2].first_seen == 1000.0
