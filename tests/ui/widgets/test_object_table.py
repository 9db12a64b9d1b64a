"""Pages of objects: read when they are looked at, kept while they may be looked at again."""

from __future__ import annotations

import pytest

from tests.ui import drawn_heaps
from tuiinspect.heap import ClassRow, HeapSnapshot, Node
from tuiinspect.ui.widgets.listing import Order
from tuiinspect.ui.widgets.object_table import ObjectRows
from tuiinspect.ui.widgets.paged_rows import PAGE, MorePage


@pytest.fixture(scope="module")
def snapshot() -> HeapSnapshot:
    return drawn_heaps.crowd(1_000).snapshot()


@pytest.fixture
def fans(snapshot: HeapSnapshot) -> ClassRow:
    return next(row for row in snapshot.classes() if row.name == "Fan")


def want(rows: ObjectRows, first: int, last: int) -> MorePage[Node]:
    wanted = rows.wanted(first, last)
    assert isinstance(wanted, MorePage)
    return wanted


def test_knows_how_many_there_are_before_any_is_read(snapshot: HeapSnapshot, fans: ClassRow) -> None:
    rows = ObjectRows(fans, snapshot.total_bytes)
    assert len(rows) == 1_000
    assert rows.node(0) is None
    assert rows.open(0) is None
    assert rows.words(0) == ""


def test_reads_the_pages_in_sight_once(snapshot: HeapSnapshot, fans: ClassRow) -> None:
    rows = ObjectRows(fans, snapshot.total_bytes)
    first = want(rows, PAGE - 10, PAGE + 10)
    second = want(rows, PAGE - 10, PAGE + 10)
    assert (first.start, second.start) == (0, PAGE)
    assert rows.wanted(PAGE - 10, PAGE + 10) is None
    first.take(first.read(snapshot))
    second.take(second.read(snapshot))
    ids = {node.id for node in map(rows.node, range(2 * PAGE)) if node}
    assert len(ids) == 2 * PAGE
    assert rows.node(2 * PAGE) is None


def test_an_answer_in_another_order_is_dropped(snapshot: HeapSnapshot, fans: ClassRow) -> None:
    rows = ObjectRows(fans, snapshot.total_bytes)
    late = want(rows, 0, 10)
    rows.sort_by(Order("id", reverse=True))
    late.take(late.read(snapshot))
    assert rows.node(0) is None
    now = want(rows, 0, 10)
    now.take(now.read(snapshot))
    ids = [node.id for node in map(rows.node, range(10)) if node]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == 10


def test_pages_long_out_of_sight_are_forgotten_and_read_again() -> None:
    heap = drawn_heaps.crowd(12_000).snapshot()
    row = next(row for row in heap.classes() if row.name == "Fan")
    rows = ObjectRows(row, heap.total_bytes)
    for start in range(0, 12_000, PAGE):
        page = want(rows, start, start + 10)
        page.take(page.read(heap))
    assert rows.node(0) is None
    again = want(rows, 0, 10)
    again.take(again.read(heap))
    assert rows.node(0) is not None


def test_a_filter_looks_through_all_objects_and_the_rest_comes_back(
    snapshot: HeapSnapshot, fans: ClassRow
) -> None:
    rows = ObjectRows(fans, snapshot.total_bytes)
    first = want(rows, 0, 10)
    first.take(first.read(snapshot))
    rows.narrow("20")
    assert (len(rows), rows.total) == (1, 1_000), "until it is known how many"
    found = want(rows, 0, 10)
    found.take(found.read(snapshot))
    ids = [node.id for node in map(rows.node, range(len(rows))) if node]
    assert len(ids) == len(rows) == len([identity for identity in ids if str(identity).startswith("20")])
    assert ids
    rows.narrow("")
    assert len(rows) == 1_000


def test_nothing_is_searched_for_a_filter_that_has_changed(snapshot: HeapSnapshot, fans: ClassRow) -> None:
    rows = ObjectRows(fans, snapshot.total_bytes)
    rows.narrow("2")
    late = want(rows, 0, 10)
    rows.narrow("20")
    assert late.read(snapshot) is None
