"""Which rungs fit into a span, and into memory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tuiinspect.samples import Prediction
from tuiinspect.triage.plan import Leave, later, plan, spaced

ALL = Leave()
SMALL = Prediction(
    what="snapshot",
    pause_s=0.4,
    memory_bytes=60_000_000,
    heap_bytes=6_000_000,
    rss_bytes=60_000_000,
    host_free_bytes=2_000_000_000,
    container_free_bytes=None,
)
CENSUS = replace(SMALL, what="census", pause_s=0.1, memory_bytes=10_000_000)


def test_small_heap_gets_three_snapshots_with_calm_before() -> None:
    made = plan(60, SMALL, CENSUS, ALL)
    assert len(made.snapshots) == 3
    assert made.snapshots[0] >= 10
    first, middle, last = made.snapshots
    assert middle - first == pytest.approx(last - middle)
    assert made.snapshots[2] + SMALL.pause_s <= 60
    assert made.censuses == ()


def test_large_heap_gets_two_as_far_apart_as_can_be_with_a_census_between() -> None:
    made = plan(60, replace(SMALL, pause_s=17), replace(CENSUS, pause_s=2), ALL)
    assert len(made.snapshots) == 2
    assert made.snapshots[0] <= 3
    assert made.snapshots[1] + 17 <= 60
    assert len(made.censuses) == 1
    assert made.snapshots[0] + 17 < made.censuses[0] < made.snapshots[1]
    assert [rung for _, rung in made.agenda] == ["snapshot", "census", "snapshot"]


def test_too_long_a_pause_leaves_censuses() -> None:
    made = plan(60, replace(SMALL, pause_s=50), replace(CENSUS, pause_s=5), ALL)
    assert made.snapshots == ()
    assert len(made.censuses) == 3
    assert "50" not in made.unmet[0]
    assert "100 s of 60 s" in made.unmet[0]


def test_long_walk_is_made_once_and_one_that_takes_most_of_the_span_never() -> None:
    assert len(plan(60, replace(SMALL, pause_s=90), replace(CENSUS, pause_s=14), ALL).censuses) == 1
    made = plan(60, replace(SMALL, pause_s=90), replace(CENSUS, pause_s=25), ALL)
    assert made.censuses == ()
    assert "25 s" in made.unmet[-1]


def test_what_does_not_fit_in_memory_is_not_taken() -> None:
    large = replace(SMALL, memory_bytes=9_000_000_000)
    made = plan(60, large, CENSUS, ALL)
    assert made.snapshots == ()
    assert made.censuses != ()
    assert "9,000 MB of memory, 2,000 MB are free" in made.unmet[0]
    assert plan(60, large, CENSUS, Leave(force=True)).snapshots != ()


def test_nothing_fits() -> None:
    made = plan(60, replace(SMALL, memory_bytes=1 << 40), replace(CENSUS, memory_bytes=1 << 40), ALL)
    assert not made.costly
    assert len(made.unmet) == 2


def test_native_growth_is_watched_undisturbed_for_most_of_the_span() -> None:
    for made in (plan(60, SMALL, CENSUS, ALL), plan(60, replace(SMALL, pause_s=12), CENSUS, ALL)):
        put_off = later(made.agenda, 60)
        assert [rung for _, rung in put_off].count("snapshot") >= 1
        assert len(put_off) >= 2
        assert put_off[0][0] >= 36
        assert put_off[-1] == made.agenda[-1]
    assert later((), 60) == ()


def test_snapshots_that_took_long_leave_time_to_work_before_the_last() -> None:
    made = plan(60, SMALL, CENSUS, ALL)
    left = spaced(made.agenda[1:], 40, 60)
    assert left == ((made.snapshots[-1], "snapshot"),)
    assert spaced(made.agenda[1:], 70, 60)[0][0] >= 85
    assert spaced((), 70, 60) == ()


def test_leave_is_kept() -> None:
    assert plan(60, SMALL, CENSUS, Leave(snapshots=False)).snapshots == ()
    assert plan(60, SMALL, CENSUS, Leave(snapshots=False)).censuses != ()
    assert not plan(60, SMALL, CENSUS, Leave(snapshots=False, census=False)).costly


def test_short_span_still_has_room_between() -> None:
    made = plan(15, SMALL, CENSUS, ALL)
    assert len(made.snapshots) == 3
    assert 0 < made.snapshots[0] < made.snapshots[1] < made.snapshots[2] < 15
