"""Lines are as wide as they say, whatever is in them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tuiinspect.ui.lines import Piece, fit, fit_line, line, plain, spread, width_of, wrap


@given(st.text(max_size=30), st.integers(0, 40))
def test_fit_is_exactly_as_wide_as_asked_for(text: str, width: int) -> None:
    shown = text.replace("\t", " ")
    assert cell_len(fit(shown, width)) == width


def test_fit_says_what_it_cut() -> None:
    assert fit("hub", 5) == "hub  "
    assert fit("hub", 5, "right") == "  hub"
    assert fit("connector", 5) == "conn…"
    assert fit("日本語", 4) == "日… "


def test_fit_line_keeps_styles_and_pads() -> None:
    assert fit_line(line(Piece("ab", "strong"), "cd"), 3) == (Piece("ab", "strong"), Piece("…"))
    assert plain(fit_line(line("ab"), 4)) == "ab  "


@given(st.lists(st.text("ab日", max_size=9), max_size=5), st.integers(1, 30))
def test_fit_line_is_exactly_as_wide_as_asked_for(texts: list[str], width: int) -> None:
    assert width_of(fit_line(line(*texts), width)) == width


def test_spread_gives_up_its_right_end_first() -> None:
    assert plain(spread(line("left"), line("right"), 12)) == "left   right"
    assert plain(spread(line("left"), line("right"), 9)) == "left     "


def test_wrap_breaks_between_words_and_keeps_styles() -> None:
    key = line(Piece("y", "key"), Piece(" take it    "), Piece("n", "key"), Piece(" leave it"))
    assert [plain(part) for part in wrap(key, 40)] == [plain(key)]
    first, second = wrap(key, 17)
    assert (plain(first), plain(second)) == ("y take it    n", "leave it")
    assert [piece.style for piece in first if piece.text.strip() == "n"] == ["key"]
    assert [plain(part) for part in wrap(line("one two three"), 8, indent=2)] == ["one two", "  three"]
    assert wrap((), 10) == ((),)


@given(st.lists(st.text("ab 日", max_size=12), max_size=5), st.integers(4, 30))
def test_wrap_loses_no_word_that_fits(texts: list[str], width: int) -> None:
    lines = wrap(line("a", *texts), width)
    assert all(width_of(part) <= width for part in lines)
    words = "".join(("a", *texts)).split()
    if all(cell_len(word) <= width for word in words):
        assert " ".join(plain(part) for part in lines).split() == words
