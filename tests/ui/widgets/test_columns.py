"""Rows that are exactly as wide as the list, whatever is in them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tuiinspect.text import clean
from tuiinspect.ui.lines import Piece, line, plain, width_of
from tuiinspect.ui.widgets.columns import Column, fitting, header, row, squeezed

COLUMNS = (
    Column("name", "class", 0, right=False),
    Column("count", "count", 9, drop=2),
    Column("dist", "dist", 5, drop=3),
    Column("size", "size", 9),
)


def keys(width: int, room: int = 22) -> list[str]:
    return [column.key for column in fitting(COLUMNS, width, room)]


def test_columns_are_dropped_in_their_order() -> None:
    assert keys(80) == ["name", "count", "dist", "size"]
    assert keys(45) == ["name", "count", "size"]
    assert keys(35) == ["name", "size"]
    assert keys(10) == ["name", "size"], "what has no place in the order stays"
    assert keys(45, room=30) == ["name", "size"]


@given(st.text(), st.text(max_size=30), st.integers(min_value=12, max_value=200))
def test_a_row_is_as_wide_as_the_list(name: str, size: str, width: int) -> None:
    cells = {"name": line(clean(name)), "size": line(clean(size)), "count": line("12")}
    assert width_of(row(fitting(COLUMNS, width), cells, width)) == width


def test_figures_stand_at_the_right_and_texts_at_the_left() -> None:
    drawn = plain(row(COLUMNS, {"name": line("Session"), "count": line("12"), "size": line("1.5 MB")}, 50))
    assert drawn.startswith("Session ")
    assert drawn.endswith(" 1.5 MB")


def test_the_longest_text_is_shortened_and_the_id_stays() -> None:
    pieces = line(".next in ", Piece("N" * 100, "strong"), Piece(" @4711", "dim"))
    kept = squeezed(pieces, 40)
    assert width_of(kept) == 40
    assert plain(kept).startswith(".next in NNN")
    assert plain(kept).endswith("… @4711")


def test_only_a_column_whose_end_matters_is_shortened_inside() -> None:
    cells = {"name": line("N" * 100, " @4711")}
    assert plain(row((Column("name", "object", 0, right=False),), cells, 20)).endswith("… @4711")
    assert plain(row((Column("name", "class", 0, right=False, ends=False),), cells, 20)).endswith("NN…")


def test_what_cannot_be_shortened_is_cut_by_the_row() -> None:
    cells = {"name": line("abcdefgh", "ijklmnop", "qrstuvwx")}
    assert width_of(row((COLUMNS[0],), cells, 10)) == 10


def test_the_sorted_column_shows_its_direction() -> None:
    assert "size ▼" in plain(header(COLUMNS, 60, "size", reverse=True))
    assert "count ▲" in plain(header(COLUMNS, 60, "count", reverse=False))
    assert "▼" not in plain(header(COLUMNS, 60, None, reverse=True))


def test_the_mark_stands_apart_where_there_is_room_and_never_widens_the_row() -> None:
    tight = (Column("name", "class", 0, right=False), Column("size", "retained", 9))
    drawn = plain(header(tight, 40, "size", reverse=True))
    assert drawn.endswith(" retained▼")
    assert len(drawn) == 40
    assert plain(header(tight, 40, "name", reverse=False)).startswith("class ▲ ")
