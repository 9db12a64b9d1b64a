"""A dialog keeps its figures and its keys, whatever the room."""

from __future__ import annotations

import pytest

from tests.ui.scripted import PREDICTION
from tuiinspect.ui.lines import line, plain, width_of
from tuiinspect.ui.widgets.cost_view import cost_lines
from tuiinspect.ui.widgets.dialog_view import choice_lines, dialog_lines, dialog_room

CHOICES = (("y", "take the census"), ("n", "leave it"))
NOTE = line("Nothing is served during the pause. The process runs slower for a while after it.")


def drawn(columns: int, rows: int) -> list[str]:
    width, height = dialog_room(columns, rows)
    title = line("Walk the heap of 16856 listeners.js to count all listeners?")
    lines = dialog_lines(title, cost_lines(PREDICTION, width), [NOTE], CHOICES, width, height)
    assert all(width_of(shown) <= width for shown in lines)
    return [plain(shown) for shown in lines]


@pytest.mark.parametrize("columns", [36, 40, 59, 60, 80, 120])
@pytest.mark.parametrize("rows", [14, 20, 40])
def test_figures_and_keys_are_always_there(columns: int, rows: int) -> None:
    shown = drawn(columns, rows)
    assert len(shown) <= dialog_room(columns, rows)[1]
    words = " ".join(" ".join(shown).split())
    for expected in ("count all listeners?", "about 4.2 s", "420 MB", "3.40 GB", "12.0 GB", "n leave it"):
        assert expected in words


def test_blank_lines_go_before_the_notes_do() -> None:
    assert "" in drawn(40, 40)
    dense = drawn(40, 16)
    assert "" not in dense
    assert "Nothing is served" in " ".join(dense)
    assert "Nothing is served" not in " ".join(drawn(40, 12))


def test_keys_stand_below_each_other_where_they_must() -> None:
    assert [plain(row) for row in choice_lines(CHOICES, 31)] == ["y take the census    n leave it"]
    assert [plain(row) for row in choice_lines(CHOICES, 30)] == ["y take the census", "n leave it"]
