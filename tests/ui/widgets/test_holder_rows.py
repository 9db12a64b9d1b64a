"""Who holds the growth as rows: what each says, what opens below it."""

from __future__ import annotations

import pytest

from tests.heap.goldens import VERSIONS, golden, growing
from tuiinspect.errors import UsageError
from tuiinspect.heap import HeapSnapshot
from tuiinspect.ui.lines import plain
from tuiinspect.ui.widgets.holder_rows import AccumulatedRows, FindHolders, HolderRows
from tuiinspect.ui.widgets.listing import DetailsOf, Show


def holders(newer: HeapSnapshot, base: HeapSnapshot) -> HolderRows:
    rows = HolderRows(base, "base")
    want = rows.start()
    assert isinstance(want, FindHolders)
    want.take(want.read(newer))
    return rows


@pytest.fixture(scope="module")
def rows() -> HolderRows:
    return holders(growing().newer, growing().base)


def row_of(rows: HolderRows, path: str) -> int:
    return next(at for at in range(len(rows)) if plain(rows.cells(at)["path"]).startswith(path))


def test_each_holder_says_what_it_gained(rows: HolderRows) -> None:
    cells = {key: plain(piece) for key, piece in rows.cells(row_of(rows, "Map .sessions")).items()}
    assert cells["path"] == "Map .sessions of Object .kept of the global object"
    assert (cells["kind"], cells["added"], cells["removed"]) == ("collection", "+60", "-10")
    assert cells["growth"].startswith("+")
    assert "in all, of it" in rows.sentence


def test_a_holder_is_an_object_with_details(rows: HolderRows) -> None:
    at = row_of(rows, "Map .sessions")
    node = rows.node(at)
    assert node is not None
    assert node.class_name == "Map"
    assert isinstance(rows.details(at), DetailsOf)
    assert rows.words(at).startswith("Map .sessions of Object .kept of the global object gained 60 entries")


def test_what_accumulates_is_below_it(rows: HolderRows) -> None:
    want = rows.open(row_of(rows, "Map .sessions"))
    assert isinstance(want, Show)
    assert isinstance(want.rows, AccumulatedRows)
    first = {key: plain(piece) for key, piece in want.rows.cells(0).items()}
    assert first["name"].startswith("Session")
    assert (first["added"], first["removed"]) == ("+60", "-10")
    assert want.rows.words(0).startswith("+50 Session")


def test_where_nothing_grew_it_says_so() -> None:
    rows = holders(growing().base, growing().base)
    assert len(rows) == 0
    assert rows.node(0) is None
    assert "nothing that was there before" in rows.sentence


def test_snapshots_of_different_processes_are_refused_in_words() -> None:
    one, other = (golden(version).snapshot for version in (VERSIONS[0], VERSIONS[-1]))
    want = HolderRows(one, "other").start()
    assert isinstance(want, FindHolders)
    with pytest.raises(UsageError, match="not of one process"):
        want.read(other)
