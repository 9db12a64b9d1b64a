"""How classes and collections read in their list."""

from __future__ import annotations

from tests.support.samples import census_sample, class_count, collection_count, collections_sample
from tuiinspect.history import ClassHistory, CollectionHistory, ranked
from tuiinspect.ui.lines import Line
from tuiinspect.ui.widgets import columns
from tuiinspect.ui.widgets.growth_rows import FIRST_ORDER, GrowthRows, summaries
from tuiinspect.ui.widgets.listing import next_order


def plain(cells: Line) -> str:
    return "".join(piece.text for piece in cells)


def rows(pattern: str = "") -> GrowthRows:
    collections, classes = CollectionHistory(), ClassHistory()
    for second in range(31):
        counts = [
            collection_count(1, 40 + second, 40, name="[b]sessions[/b]\x1b[2J", measured_s=float(second)),
            collection_count(2, 700, 700, name=None, where=None, value_classes={"Entry": 700}),
        ]
        collections.add(collections_sample(float(second), counts))
    classes.add(census_sample(0.0, [class_count("Session", 10)]))
    classes.add(census_sample(30.0, [class_count("Session", 41)]))
    return GrowthRows(ranked(classes.rows(), collections.rows()), FIRST_ORDER, pattern)


def drawn(listing: GrowthRows, index: int, width: int) -> str:
    return plain(columns.row(columns.fitting(listing.columns, width), listing.cells(index), width))


def test_what_grows_is_marked_and_what_comes_from_the_target_is_harmless() -> None:
    first = drawn(rows(), 0, 120)
    assert first.startswith("▲ [b]sessions[/b]")
    assert "\x1b" not in first
    assert "Map" in first
    assert "+30" in first


def test_a_class_says_where_it_is_written_and_a_nameless_collection_what_is_in_it() -> None:
    listing = rows()
    assert "Session  app.js:3" in drawn(listing, 1, 120)
    assert "+31" in drawn(listing, 1, 120)
    assert "a nameless Map  of Entry" in drawn(listing, 2, 120)


def test_a_narrow_terminal_keeps_name_count_and_growth() -> None:
    narrow = drawn(rows(), 0, 44)
    assert len(narrow) == 44
    assert "sessions" in narrow
    assert "+30" in narrow


def test_the_filter_looks_at_kinds_names_and_files() -> None:
    assert len(rows("map")) == 2
    assert len(rows("APP.JS")) == 1
    assert rows("app.js").total == 3
    assert rows("nothing of the kind").key(0) is None


def test_every_column_has_its_turn() -> None:
    order, seen = FIRST_ORDER, []
    for _ in GrowthRows.orders:
        seen.append(order.column)
        order = next_order(GrowthRows.orders, order)
    assert seen == list(GrowthRows.orders)
    assert order == FIRST_ORDER


def test_the_head_says_what_is_counted_and_what_a_census_adds() -> None:
    assert "no counts yet" in plain(summaries((), None, 0, marked=False)[0])
    before = plain(summaries((), 281, 0, marked=False)[0])
    assert "281 collections since attach; c counts classes" in before
    assert "between the last two censuses" in plain(summaries((), 281, 2, marked=True)[0])
