"""Classes and collections in one list."""

from __future__ import annotations

from tests.support.samples import census_sample, class_count, collection_count, collections_sample
from tuiinspect.history import ClassHistory, CollectionHistory, CollectionRow, GrowthRow, ranked
from tuiinspect.samples import ClassSurvivors


def name(row: GrowthRow) -> str:
    return row.count.name or "nameless" if isinstance(row, CollectionRow) else row.count.class_name


def test_what_grows_for_certain_comes_first_then_what_has_a_name() -> None:
    collections, classes = CollectionHistory(), ClassHistory()
    for second in range(31):
        rows = [
            collection_count(1, 40 + second, 40, name="sessions", measured_s=float(second)),
            collection_count(2, 900, 100, name=None, measured_s=float(second)),
            collection_count(3, 5000, 5000, name="table", measured_s=float(second)),
            collection_count(4, 90 + second % 7, 90, name="pool", measured_s=float(second)),
        ]
        collections.add(collections_sample(float(second), rows))
    classes.add(census_sample(0.0, [class_count("Session", 1), class_count("Object", 100, None, None)]))
    classes.add(census_sample(30.0, [class_count("Session", 31), class_count("Object", 9000, None, None)]))
    classes.add_survivors([ClassSurvivors("Session", "app.js", 3, 30, 30, 9.0, collected=True)])
    found = [name(row) for row in ranked(classes.rows(), collections.rows())]
    assert found == ["sessions", "Session", "pool", "Object", "nameless", "table"]
    assert [row.grows for row in ranked(classes.rows(), collections.rows())][:3] == [True, True, False]
