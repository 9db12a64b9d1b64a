"""Texts that are there several times: what they waste, in each order, and the strings of one text."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ui import drawn_heaps
from tuiinspect.heap import HeapSnapshot
from tuiinspect.ui.lines import plain
from tuiinspect.ui.widgets.duplicate_rows import DuplicateRows, FindDuplicates, SameTextRows
from tuiinspect.ui.widgets.listing import Order, Show
from tuiinspect.ui.widgets.paged_rows import PAGE, MorePage, PagedRows


def repeating(texts: int) -> HeapSnapshot:
    """Text n is there n times more than the first, which is there once."""
    heap = drawn_heaps.DrawnHeap()
    holder = heap.add("Array")
    heap.hold(1, holder, "texts")
    for at in range(texts):
        for _ in range(at + 1):
            text = heap.add(f"text {at}", kind="string", size=100)
            heap.hold(holder, text, text, kind="element")
    return heap.snapshot()


@pytest.fixture(scope="module")
def snapshot() -> HeapSnapshot:
    return repeating(4)


def duplicates(snapshot: HeapSnapshot) -> DuplicateRows:
    rows = DuplicateRows(snapshot)
    assert rows.wanted(0, 10) is None, "nothing to read a page of yet"
    want = rows.start()
    assert isinstance(want, FindDuplicates)
    want.take(want.read(snapshot))
    read(snapshot, rows)
    return rows


def read(snapshot: HeapSnapshot, rows: PagedRows[Any], first: int = 0) -> None:
    want = rows.wanted(first, first + 1)
    assert isinstance(want, MorePage)
    want.take(want.read(snapshot))


def texts(rows: DuplicateRows) -> list[str]:
    return [plain(rows.cells(at)["text"]) for at in range(len(rows))]


def test_most_wasted_first_with_what_it_wastes(snapshot: HeapSnapshot) -> None:
    rows = duplicates(snapshot)
    assert texts(rows) == ['"text 3"', '"text 2"', '"text 1"']
    assert plain(rows.cells(0)["wasted"]) == "300 B"
    assert plain(rows.cells(0)["count"]) == "4"
    assert rows.sentence.startswith("600 B would be saved")
    assert rows.words(0) == '4 × "text 3", 300 B wasted'


def test_the_least_first_is_the_same_list_from_its_end() -> None:
    many = repeating(PAGE + 51)
    rows = duplicates(many)
    total = len(rows)
    assert total == PAGE + 50
    forth = [row.key for row in map(rows.row, range(PAGE)) if row]
    rows.sort_by(Order("wasted", reverse=False))
    read(many, rows, 0)
    read(many, rows, PAGE)
    back = [row.key for row in map(rows.row, range(total)) if row]
    assert len(back) == total
    assert back[::-1][:PAGE] == forth


def test_a_text_opens_its_strings(snapshot: HeapSnapshot) -> None:
    rows = duplicates(snapshot)
    want = rows.open(0)
    assert isinstance(want, Show)
    same = want.rows
    assert isinstance(same, SameTextRows)
    assert len(same) == 4
    read(snapshot, same)
    assert {plain(same.cells(at)["id"]).split(" @")[0] for at in range(4)} == {'"text 3"'}
