"""Only what changed is drawn again."""

from __future__ import annotations

from textual.geometry import Region

from tuiinspect.ui.lines import Piece, line
from tuiinspect.ui.widgets.drawing import changed_regions, strip_of


def test_what_is_the_same_is_not_drawn() -> None:
    lines = [line("heap used", Piece("42 MB", "strong"))]
    assert list(changed_regions(lines, [line("heap used", Piece("42 MB", "strong"))])) == []


def test_a_line_is_drawn_up_to_its_last_change() -> None:
    before, after = line("count 41 of many"), line("count 42 of many")
    assert list(changed_regions([(), before], [(), after])) == [Region(0, 1, 8, 1)]


def test_a_change_of_style_alone_counts() -> None:
    assert list(changed_regions([line("ab")], [line("a", Piece("b", "bad"))])) == [Region(0, 0, 2, 1)]


def test_wide_characters_count_two_cells() -> None:
    assert list(changed_regions([line("日本x語")], [line("日本y語")])) == [Region(0, 0, 5, 1)]


def test_lines_come_and_go() -> None:
    assert list(changed_regions([line("ab")], [])) == [Region(0, 0, 2, 1)]
    assert list(changed_regions([], [line("ab")])) == [Region(0, 0, 2, 1)]


def test_a_strip_is_as_wide_as_asked_for() -> None:
    assert strip_of(line("日本"), 3).cell_length == 3
    assert strip_of(line("ab"), 5).text == "ab   "
