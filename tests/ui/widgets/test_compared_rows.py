"""What is new since an earlier snapshot: sums by class, sorted by each column, and the added objects."""

from __future__ import annotations

import pytest

from tests.heap.goldens import VERSIONS, golden
from tests.ui import drawn_heaps
from tuiinspect.errors import UsageError
from tuiinspect.heap import HeapSnapshot, Node
from tuiinspect.ui.lines import plain
from tuiinspect.ui.widgets.compared_rows import AddedRows, Compare, ComparedRows
from tuiinspect.ui.widgets.listing import Order, Show
from tuiinspect.ui.widgets.paged_rows import MorePage


@pytest.fixture(scope="module")
def base() -> HeapSnapshot:
    return drawn_heaps.server(260).snapshot()


@pytest.fixture(scope="module")
def newer() -> HeapSnapshot:
    return drawn_heaps.server(300).snapshot()


def compared(newer: HeapSnapshot, base: HeapSnapshot) -> ComparedRows:
    rows = ComparedRows(base, "base", newer.total_bytes)
    want = rows.start()
    assert isinstance(want, Compare)
    want.take(want.read(newer))
    return rows


def test_snapshots_of_different_processes_are_refused_in_words() -> None:
    one, other = (golden(version).snapshot for version in (VERSIONS[0], VERSIONS[-1]))
    want = ComparedRows(one, "other", other.total_bytes).start()
    with pytest.raises(UsageError, match="not of one process"):
        want.read(other)  # type: ignore[union-attr]


def names(rows: ComparedRows) -> list[str]:
    return [rows.words(at).split(":")[0] for at in range(len(rows))]


def test_what_grew_most_comes_first_with_its_sums(newer: HeapSnapshot, base: HeapSnapshot) -> None:
    rows = compared(newer, base)
    assert names(rows)[0] == "ArrayBuffer"
    cells = {key: plain(pieces) for key, pieces in rows.cells(1).items()}
    assert cells == {
        "name": "Session",
        "added": "+40",
        "removed": "0",
        "delta": "+40",
        "added bytes": "+2.88 kB",
        "removed bytes": "0 B",
        "delta bytes": "+2.88 kB",
    }
    assert "in all" in rows.sentence
    assert rows.words(1) == "Session: 40 added, 0 removed, +2.88 kB"


def test_what_is_gone_is_negative_and_opens_nothing(newer: HeapSnapshot, base: HeapSnapshot) -> None:
    rows = compared(base, newer)
    rows.sort_by(Order("removed", reverse=True))
    cells = {key: plain(pieces) for key, pieces in rows.cells(0).items()}
    assert (cells["removed"], cells["delta"]) == ("-80", "-80")
    assert cells["delta bytes"].startswith("-")
    assert rows.open(0) is None


def test_every_column_sorts_and_a_filter_counts(newer: HeapSnapshot, base: HeapSnapshot) -> None:
    rows = compared(newer, base)
    for column in rows.orders:
        rows.sort_by(Order(column, reverse=False))
        forth = names(rows)
        rows.sort_by(Order(column, reverse=True))
        assert sorted(names(rows)) == sorted(forth)
    rows.narrow("sess")
    assert names(rows) == ["Session"]
    assert rows.total > 1


def test_the_added_objects_are_those_that_only_the_newer_has(newer: HeapSnapshot, base: HeapSnapshot) -> None:
    rows = compared(newer, base)
    want = rows.open(names(rows).index("Session"))
    assert isinstance(want, Show)
    added = want.rows
    assert isinstance(added, AddedRows)
    assert len(added) == 40
    page = added.wanted(0, 10)
    assert isinstance(page, MorePage)
    page.take(page.read(newer))
    found = [node for node in map(added.node, range(40)) if isinstance(node, Node)]
    assert len({node.id for node in found}) == 40
    assert not {node.id for node in found} & set(base.ids.tolist())
