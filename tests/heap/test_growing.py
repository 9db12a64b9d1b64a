"""Two snapshots of a growing program against what Chrome DevTools says of them."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from tests.heap.goldens import growing
from tuiinspect.heap import Filter

_UNREACHABLE = 200_000_000


def test_the_difference_is_that_of_devtools_row_by_row() -> None:
    theirs = Counter(
        (row["name"], row["added"], row["removed"], row["added_size"], row["removed_size"])
        for row in growing().tables["diff"]
    )
    difference = growing().newer.diff(growing().base)
    assert (
        Counter(
            (row.name, row.added, row.removed, row.added_bytes, row.removed_bytes) for row in difference.rows
        )
        == theirs
    )
    session = next(row for row in difference.rows if row.name == "Session")
    assert (session.added, session.removed, session.delta) == (60, 10, 50)
    assert difference.growth_bytes > 0


def test_pages_of_the_difference_hold_what_its_rows_count() -> None:
    difference = growing().newer.diff(growing().base)
    base_ids, newer_ids = set(growing().base.ids.tolist()), set(growing().newer.ids.tolist())
    row = next(row for row in difference.rows if row.name == "Session")
    added = difference.added(row.key, 0, 100)
    assert added.total == len(added.nodes) == 60
    assert sum(node.self_size for node in added.nodes) == row.added_bytes
    assert all(node.class_name == "Session" and node.id not in base_ids for node in added.nodes)
    removed = difference.removed(row.key, 0, 100)
    assert sum(node.self_size for node in removed.nodes) == row.removed_bytes
    assert all(node.class_name == "Session" and node.id not in newer_ids for node in removed.nodes)


@pytest.mark.parametrize("by", list(Filter))
def test_filters_leave_the_rows_that_they_leave_in_devtools(by: Filter) -> None:
    theirs = sorted(
        (row["name"], row["count"], row["distance"], row["self"], row["max_retained"])
        for row in growing().tables["filters"][by]
    )
    rows = growing().newer.filtered(by).classes()
    assert sorted((r.name, r.count, r.distance, r.shallow, r.retained) for r in rows) == theirs


def test_duplicated_strings_are_grouped_as_in_devtools() -> None:
    theirs = [
        (row["value"], row["count"], row["self"], row["retained"])
        for row in growing().tables["duplicates"][:40]
    ]
    page = growing().newer.duplicate_strings().groups(0, 40, sort="retained")
    ours = [(row.text[:100], row.count, row.shallow, row.retained) for row in page.rows]
    assert [row[3] for row in ours] == [row[3] for row in theirs]
    least = theirs[-1][3]
    assert {row for row in ours if row[3] > least} == {row for row in theirs if row[3] > least}


def test_distances_past_ignored_objects_are_those_of_devtools() -> None:
    newer = growing().newer
    ordinals = [newer.ordinal(int(node_id)) for node_id in growing().tables["ignored"]]
    found = newer.ignoring(ordinals).distances
    shown = np.where(found == -5, np.maximum(newer.distances, 0) + _UNREACHABLE, found)
    assert np.array_equal(shown, growing().distances)
    assert np.count_nonzero(found != newer.distances) > 10
