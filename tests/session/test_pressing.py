"""What becomes of a prediction on a busy machine, in a small container, and after the last one."""

from __future__ import annotations

import pytest

from tuiinspect.samples import Prediction, Pressure
from tuiinspect.session.pressing import Paces, pressed

WALK = Prediction(
    what="census",
    pause_s=3.0,
    memory_bytes=1,
    heap_bytes=1,
    rss_bytes=1,
    host_free_bytes=None,
    container_free_bytes=None,
)


@pytest.mark.parametrize(
    "pressure",
    [None, Pressure(2, 0.0), Pressure(8, 5.0), Pressure(2, 0.3), Pressure(1, 0.0), Pressure(4, 0, 2)],
)
def test_where_nothing_presses_it_stays_as_it_is(pressure: Pressure | None) -> None:
    assert pressed(WALK, pressure) == WALK


# Of walks on a two-core server with so many busy threads of others, beside what was predicted of them.
@pytest.mark.parametrize(
    ("others", "measured"), [(1.3, 1.7), (2.5, 2.4), (3.2, 2.6), (4.3, 2.9), (5.0, 4.0), (5.2, 3.4)]
)
def test_a_busy_machine_makes_it_longer_by_about_what_was_measured(others: float, measured: float) -> None:
    prediction = pressed(WALK, Pressure(2, others))
    assert prediction.calm_s == WALK.pause_s
    assert measured / 1.25 < prediction.pause_s / WALK.pause_s < measured * 1.25


def test_there_is_an_end_to_what_load_explains() -> None:
    assert pressed(WALK, Pressure(2, 500.0)).pause_s == 6 * WALK.pause_s
    assert pressed(WALK, Pressure(2, 0.0, 0.01)).pause_s == 6 * WALK.pause_s


# Measured in control groups of version 1 on the same server: 3.0 and 1.7 times as long.
@pytest.mark.parametrize(("quota", "pause_s"), [(0.5, 9.0), (1.0, 4.5)])
def test_a_small_container_makes_it_longer_and_is_named(quota: float, pause_s: float) -> None:
    prediction = pressed(WALK, Pressure(2, 0.0, quota))
    assert (prediction.pause_s, prediction.calm_s, prediction.cores) == (pause_s, 3.0, quota)


def test_what_presses_more_is_what_counts() -> None:
    assert pressed(WALK, Pressure(2, 6.0, 0.75)).cores is None
    assert pressed(WALK, Pressure(2, 6.0, 0.3)).cores == 0.3


def test_the_next_one_goes_by_the_last() -> None:
    paces = Paces()
    assert paces.of("main", "census") is None
    paces.learn("main", WALK, 4.5)
    second = pressed(WALK, None, paces.of("main", "census"))
    assert second.pause_s == pytest.approx(4.5)
    paces.learn("main", second, 9.0)
    assert pressed(WALK, None, paces.of("main", "census")).pause_s == pytest.approx(9.0)


@pytest.mark.parametrize(("took", "calm_s"), [(3.0, 3.0), (5.0, 3.0), (9.0, 3.0), (18.0, 6.0), (1.5, 1.5)])
def test_what_the_load_may_explain_is_no_pace_of_the_heap(took: float, calm_s: float) -> None:
    paces = Paces()
    under_load = pressed(WALK, Pressure(2, 4.0))
    assert (under_load.calm_s, under_load.pause_s) == (3.0, 9.0)
    paces.learn("main", under_load, took)
    assert pressed(WALK, None, paces.of("main", "census")).pause_s == pytest.approx(calm_s)


def test_each_thread_and_each_kind_has_its_own() -> None:
    paces = Paces()
    paces.learn("worker:1", WALK, 6.0)
    assert paces.of("main", "census") is None
    assert paces.of("worker:1", "snapshot") is None


@pytest.mark.parametrize(("took", "pace"), [(3000.0, 8.0), (0.001, 1 / 8)])
def test_one_that_went_wild_is_not_followed_all_the_way(took: float, pace: float) -> None:
    paces = Paces()
    paces.learn("main", WALK, took)
    assert paces.of("main", "census") == pace
