"""What is kept of collections, and what is read from it."""

from __future__ import annotations

from itertools import pairwise

from tests.support.samples import census_sample, collection_count, collections_sample
from tuiinspect.history import CollectionHistory
from tuiinspect.history.span import TREND_COUNTS


def test_the_fastest_growing_comes_first_then_the_largest() -> None:
    history = CollectionHistory()
    history.add(collections_sample(0.0, [collection_count(1, 500, 500), collection_count(2, 10, 10)]))
    rows = [collection_count(1, 500, 500, measured_s=30.0), collection_count(2, 40, 10, measured_s=30.0)]
    history.add(collections_sample(30.0, rows))
    first, second = history.rows()
    assert (first.key, first.growth, first.per_minute, first.trend) == (2, 30, 60.0, (10, 40))
    assert (second.key, second.growth) == (1, 0)


def test_what_a_census_saw_inside_stays_with_the_recounted_size() -> None:
    history = CollectionHistory()
    seen = collection_count(4, 300, 300, sample_keys=("req1",), value_classes={"Session": 300})
    history.add_census(census_sample(1.0, collections=[seen]))
    history.add(collections_sample(2.0, [collection_count(4, 320, 300, measured_s=2.0)]))
    (row,) = history.rows()
    assert (row.count.size, row.count.sample_keys, row.count.value_classes) == (
        320,
        ("req1",),
        {"Session": 300},
    )


def test_collections_long_gone_are_forgotten() -> None:
    history = CollectionHistory()
    history.add(collections_sample(0.0, [collection_count(1, 5)]))
    history.add(collections_sample(1000.0, [collection_count(2, 5)]))
    assert [row.key for row in history.rows()] == [2]


def test_the_trend_covers_the_whole_span_however_long() -> None:
    history = CollectionHistory()
    for second in range(4000):
        count = collection_count(1, second, measured_s=float(second))
        history.add(collections_sample(float(second), [count]))
    (row,) = history.rows()
    assert len(row.trend) <= 2 * TREND_COUNTS
    assert row.trend[0] == 0
    assert row.trend[-1] > 3900
    assert {later - earlier for earlier, later in pairwise(row.trend)} == {64}
    assert row.grows


def test_a_mark_starts_the_trend_anew() -> None:
    history = CollectionHistory()
    for second in range(30):
        count = collection_count(1, second, measured_s=float(second))
        history.add(collections_sample(float(second), [count]))
    assert history.rows()[0].grows
    history.add(collections_sample(30.0, [collection_count(1, 30, 30, measured_s=0.5)]))
    assert history.rows()[0].trend == (30,)
    assert not history.rows()[0].grows
