"""What is kept of the memory, and what is read from it."""

from __future__ import annotations

import pytest

from tests.support.samples import major_gc, memory_sample
from tuiinspect.history import MemoryHistory
from tuiinspect.history.memory import FINE_SAMPLES

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
