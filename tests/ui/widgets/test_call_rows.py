"""The tree of callers: what is open, what matches, and how long the bars are."""

from __future__ import annotations

import pytest

from tests.support.profiles import CACHE, EMIT, RETAIN, SERVE, profile
from tuiinspect.diagnosis.allocations import call_tree, growing_stacks
from tuiinspect.samples import Frame
from tuiinspect.ui.lines import plain
from tuiinspect.ui.widgets.call_rows import CallRows, Folds, bar


def tree(folds: Folds | None = None, pattern: str = "", retained: int = 400) -> CallRows:
    stacks = growing_stacks(profile(10, retained=100), profile(30, retained=retained))
    return CallRows(call_tree(stacks), folds or Folds(), pattern)


def shown(rows: CallRows) -> list[str]:
    return [plain(rows.cells(index)["function"]).split(" src")[0].rstrip() for index in range(len(rows))]


def test_what_is_large_is_open_from_the_start() -> None:
    assert shown(tree()) == ["▾ serve", "  · retain", "  · cached", "· emit node:events:471"]


def test_rows_close_and_open_and_stay_so() -> None:
    folds = Folds()
    rows = tree(folds)
    assert rows.set_open(0, None)
    assert shown(tree(folds)) == ["▸ serve", "· emit node:events:471"]
    assert not tree(folds).set_open(0, opened=False)
    assert not tree(folds).set_open(1, opened=True), "a leaf has nothing to open"
    assert tree(folds).set_open(0, opened=True)
    assert len(tree(folds, retained=900)) == 4


def test_the_way_to_a_function_is_opened() -> None:
    folds = Folds({(SERVE,): False})
    rows = tree(folds)
    way = rows.way_to(CACHE)
    assert way == (SERVE, CACHE)
    folds.show(way)
    rows = tree(folds)
    index = rows.index_of(way)
    assert index == 2
    assert rows.above(index) == 0
    assert rows.above(0) == 0
    assert rows.way_to(Frame("nobody", None, None, None, "native")) is None
    assert tree().way_to(EMIT) == (EMIT,)


def test_a_filter_keeps_what_matches_and_what_leads_there() -> None:
    folds = Folds({(SERVE,): False})
    assert shown(tree(folds, "CACHED")) == ["▾ serve", "  · cached"]
    assert shown(tree(folds, "sessions.ts")) == ["▾ serve", "  · retain"]
    assert len(tree(folds, "nothing like it")) == 0


def test_a_row_has_its_live_bytes_and_growth() -> None:
    cells = tree().cells(1)
    assert plain(cells["live"]) == "16.4 MB"
    assert plain(cells["growth"]) == "+12.3 MB"
    assert tree().words(1) == "retain at src/sessions.ts:40:5: 16.4 MB live"
    assert tree().way(1) == (SERVE, RETAIN)


@pytest.mark.parametrize(
    ("size", "whole", "drawn"),
    [
        (16, 16, "████████"),
        (8, 16, "████"),
        (5, 16, "██▌"),
        (1, 1000, "▌"),
        (0, 16, ""),
        (3, 0, "▌"),
        (-4, 16, ""),
    ],
)
def test_bars(size: int, whole: int, drawn: str) -> None:
    assert bar(size, whole, 8) == drawn
