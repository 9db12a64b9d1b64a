"""Growth by class between two censuses."""

from __future__ import annotations

from tests.support.samples import census_sample, class_count
from tuiinspect.history import ClassHistory, class_growth
from tuiinspect.samples import ClassSurvivors


def test_named_classes_that_grow_come_before_what_they_are_made_of() -> None:
    before = census_sample(0.0, [class_count("Object", 900, None, None), class_count("Session", 10)])
    after = census_sample(
        30.0,
        [
            class_count("Object", 9000, None, None),
            class_count("Socket", 40, "node:net", 300),
            class_count("Session", 40),
            class_count("View", 80, "view.js"),
        ],
    )
    rows = class_growth(before, after)
    assert [(row.count.class_name, row.growth) for row in rows] == [
        ("View", 80),
        ("Session", 30),
        ("Object", 8100),
        ("Socket", 40),
    ]
    assert (rows[1].per_minute, rows[1].span_s, rows[1].trend) == (60.0, 30.0, (10, 40))


def test_two_classes_of_one_name_are_told_apart_by_their_place() -> None:
    before = census_sample(0.0, [class_count("Session", 10, "a.js"), class_count("Session", 5, "b.js")])
    after = census_sample(60.0, [class_count("Session", 10, "a.js"), class_count("Session", 9, "b.js")])
    assert [(row.count.file, row.growth) for row in class_growth(before, after)] == [("b.js", 4), ("a.js", 0)]


def test_one_census_tells_no_growth() -> None:
    history = ClassHistory()
    assert history.rows() == ()
    history.add(census_sample(0.0, [class_count("Session", 10), class_count("View", 20)]))
    assert [(row.count.class_name, row.growth) for row in history.rows()] == [
        ("View", None),
        ("Session", None),
    ]


def test_growth_is_told_since_the_census_before() -> None:
    history = ClassHistory()
    for t, count in ((0.0, 10), (30.0, 15), (60.0, 21)):
        history.add(census_sample(t, [class_count("Session", count)]))
    (row,) = history.rows()
    assert (row.growth, row.span_s) == (6, 30.0)
    assert len(history.censuses) == 3


def test_a_class_grows_once_its_new_objects_have_outlived_a_collection() -> None:
    history = ClassHistory()
    history.add(census_sample(0.0, [class_count("Session", 10)]))
    history.add(census_sample(30.0, [class_count("Session", 40)]))
    assert not history.rows()[0].grows
    history.add_survivors([ClassSurvivors("Session", "app.js", 3, 30, 29, 5.0, collected=False)])
    assert not history.rows()[0].grows
    history.add_survivors([ClassSurvivors("Session", "app.js", 3, 30, 29, 9.0, collected=True)])
    assert history.rows()[0].grows
    history.add(census_sample(60.0, [class_count("Session", 70)]))
    assert not history.rows()[0].grows
