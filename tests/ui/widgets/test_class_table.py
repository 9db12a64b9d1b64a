"""The classes: sorted, filtered, in words."""

from __future__ import annotations

import pytest

from tests.ui import drawn_heaps
from tuiinspect.ui.lines import plain
from tuiinspect.ui.widgets.class_table import ClassRows
from tuiinspect.ui.widgets.listing import ObjectsOf, Order, next_order


@pytest.fixture
def rows() -> ClassRows:
    snapshot = drawn_heaps.server().snapshot()
    return ClassRows(snapshot.classes(), snapshot.total_bytes)


def names(rows: ClassRows) -> list[str]:
    return [row.name for row in rows.matching]


def test_largest_first(rows: ClassRows) -> None:
    retained = [row.retained for row in rows.matching]
    assert retained == sorted(retained, reverse=True)


@pytest.mark.parametrize("pattern", ["ses", "SES", "sEs"])
def test_filters_in_any_case(rows: ClassRows, pattern: str) -> None:
    rows.narrow(pattern)
    assert sorted(names(rows)) == ["Session", "SessionCache"]
    assert rows.total > 2
    rows.narrow("")
    assert len(rows) == rows.total


def test_the_filter_stays_when_sorted_and_the_order_when_filtered(rows: ClassRows) -> None:
    rows.narrow("e")
    before = set(names(rows))
    rows.sort_by(Order("name", reverse=False))
    assert set(names(rows)) == before
    rows.narrow("se")
    assert names(rows) == sorted(names(rows), key=str.casefold)


def test_every_column_in_turn() -> None:
    order = Order("retained", reverse=True)
    seen = []
    for _ in ClassRows.orders:
        seen.append(order.column)
        order = next_order(ClassRows.orders, order)
    assert sorted(seen) == sorted(ClassRows.orders)
    assert order == Order("retained", reverse=True)


def test_what_matches_is_marked_and_nothing_opens_when_nothing_does(rows: ClassRows) -> None:
    rows.narrow("sion")
    assert ("sion", "match") in rows.cells(0)["name"]
    assert isinstance(rows.open(0), ObjectsOf)
    rows.narrow("nothing is called this")
    assert rows.open(0) is None


def test_shares_are_of_the_whole_heap(rows: ClassRows) -> None:
    assert plain(rows.cells(0)["retained share"]) == "100%"
    small = next(at for at, row in enumerate(rows.matching) if row.name == "SessionCache")
    assert plain(rows.cells(small)["shallow share"]) == ""
