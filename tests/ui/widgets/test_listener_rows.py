"""The rows of the listeners' table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ui.scripted import emitter, emitters, listeners_sample
from tuiinspect.history import ListenerHistory, ListenerRow
from tuiinspect.samples import FoundBy
from tuiinspect.ui.lines import plain
from tuiinspect.ui.widgets import columns
from tuiinspect.ui.widgets.listener_rows import (
    FIRST_ORDER,
    ListenerRows,
    NarrowListenerRows,
    cells,
    remarks,
    row_words,
    summaries,
)
from tuiinspect.ui.widgets.listing import next_order


def rows_after(seconds: int) -> tuple[ListenerRow, ...]:
    history = ListenerHistory()
    for second in range(seconds):
        history.add(listeners_sample(second))
    return history.rows()


def drawn(rows: ListenerRows, index: int, width: int) -> str:
    return plain(columns.row(columns.fitting(rows.columns, width), rows.cells(index), width))


def test_the_largest_growth_comes_first() -> None:
    rows = ListenerRows(rows_after(31))
    assert [rows.row(index).count.emitter for index in range(3)] == [1, 2, 3]  # type: ignore[union-attr]


def test_a_row_says_who_what_how_many_how_fast_and_over_which_span() -> None:
    shown = drawn(ListenerRows(rows_after(31)), 0, 140)
    for expected in (
        "Hub hub  module lib/hub.js",
        "presence:* ×12",
        "412",
        "+240",
        "+480",
        "off",
        "hook now",
    ):
        assert expected in shown
    assert "30 s" not in shown


def test_a_row_that_came_later_says_over_which_span_it_grew() -> None:
    early = rows_after(31)
    late = replace(early[1], span_s=12.0)
    assert "12 s" in drawn(ListenerRows([early[0], late]), 1, 140)


@pytest.mark.parametrize("width", [200, 120, 80, 60])
def test_a_row_is_as_wide_as_the_room(width: int) -> None:
    rows = ListenerRows(rows_after(5))
    assert len(drawn(rows, 0, width)) == width
    assert "+32" in drawn(rows, 0, width)


def test_forty_columns_hold_the_essentials() -> None:
    shown = drawn(NarrowListenerRows(rows_after(31)), 0, 40)
    assert shown.startswith("Hub hub")
    assert shown.endswith("412     +240")


def test_sorting_goes_through_all_columns_and_back() -> None:
    order, seen = FIRST_ORDER, []
    for _ in ListenerRows.orders:
        seen.append(order.column)
        order = next_order(ListenerRows.orders, order)
    assert order == FIRST_ORDER
    assert set(seen) == set(ListenerRows.orders)


@pytest.mark.parametrize("column", ListenerRows.orders)
def test_reversed_is_the_other_way_round(column: str) -> None:
    rows = [row for row in rows_after(31) if row.growth > 0]
    order = replace(FIRST_ORDER, column=column)
    forth = ListenerRows(rows, order)
    back = ListenerRows(rows, replace(order, reverse=False))
    assert forth.row(0) == back.row(1)


@pytest.mark.parametrize(("pattern", "found"), [("hub", 1), ("CONNECT", 1), ("net", 1), ("zzz", 0), ("", 6)])
def test_the_filter_looks_at_names_modules_and_events(pattern: str, found: int) -> None:
    assert len(ListenerRows(rows_after(2), pattern=pattern)) == found


def test_more_than_the_limit_is_marked_without_colour() -> None:
    row = rows_after(31)[1]
    assert plain(cells(row)["max"]) == "10!"


def test_text_from_the_target_is_harmless() -> None:
    hostile = emitter(9, "\x1b[31mred\n[bold]", 3, class_name="[red]Evil[/]\x1b]52;c;x\x07", name="a\u202eb")
    row = ListenerRow(hostile, 1, None, 0.0, (1, 2), 0.0, 0.0)
    shown = "".join(plain(cell) for cell in cells(row).values()) + row_words(row)
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown
    assert "[red]Evil[/]" in shown


def test_an_emitter_keeps_its_place_by_key() -> None:
    rows = ListenerRows(rows_after(2))
    assert rows.index_of((3, "abort")) == 1
    assert rows.index_of((99, "abort")) is None


def test_the_head_says_how_many_grow_and_since_when() -> None:
    sample = listeners_sample(3)
    assert plain(summaries(None, 0, "", marked=False)[0]) == "no counts yet"
    longest = plain(summaries(sample, 2, "3 s", marked=True)[0])
    assert longest == "▲ 2 growing  259 listeners on 48 emitters  growth since the mark, 3 s"
    assert plain(summaries(sample, 0, "3 s", marked=False)[-1]) == "– none grows"
    assert sum(count.count for count in emitters(3)) == 259


@pytest.mark.parametrize(
    ("found_by", "age_s", "words", "sentence"),
    [
        ("reach", 0.2, "attach now", "found at attach, counted now"),
        ("hook", 12.0, "hook 12 s", "found by the hook, counted 12 s ago"),
        ("census", 1.0, "census now", "found by a census, counted now"),
    ],
)
def test_a_row_says_how_it_was_found_and_when_it_was_counted(
    found_by: FoundBy, age_s: float, words: str, sentence: str
) -> None:
    row = rows_after(5)[0]
    seen = replace(row, count=replace(row.count, found_by=found_by, age_s=age_s))
    assert words in drawn(ListenerRows([seen]), 0, 120)
    for hook, censused in ((True, False), (False, False), (True, True), (False, True)):
        longest, shorter, shortest = (plain(form) for form in remarks(seen, hook=hook, censused=censused))
        assert sentence in longest
        assert "not seen" in longest
        assert "not seen" in shorter
        assert len(shorter) <= 80
        assert shortest == f" {sentence}"


def test_the_trend_stays_at_eighty_columns_beside_a_scrollbar() -> None:
    assert "trend" in [column.key for column in columns.fitting(ListenerRows.columns, 79)]
