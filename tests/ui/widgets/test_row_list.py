"""A list of a million rows costs what is in sight."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tuiinspect.ui.lines import Line, line
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.listing import Listing
from tuiinspect.ui.widgets.row_list import RowList

MANY = 1_000_000
HEIGHT = 20


class Numbers(Listing):
    columns: ClassVar[tuple[Column, ...]] = (Column("number", "number", 0, right=False),)

    def __init__(self, count: int) -> None:
        super().__init__("numbers")
        self.count = count
        self.drawn: list[int] = []

    def __len__(self) -> int:
        return self.count

    def cells(self, index: int) -> Mapping[str, Line]:
        self.drawn.append(index)
        return {"number": line(f"row {index}")}

    def words(self, index: int) -> str:
        return f"row {index}"


class ListApp(App[None]):
    def compose(self) -> ComposeResult:
        yield RowList()


@asynccontextmanager
async def showing(rows: Numbers) -> AsyncIterator[tuple[Pilot[None], RowList]]:
    async with ListApp().run_test(size=(40, HEIGHT)) as pilot:
        shown = pilot.app.query_one(RowList)
        shown.show(rows)
        shown.focus()
        await pilot.pause()
        yield pilot, shown


def texts(shown: RowList) -> list[str]:
    return [shown.render_line(y).text.rstrip() for y in range(1, HEIGHT)]


async def test_draws_no_more_than_is_in_sight() -> None:
    rows = Numbers(MANY)
    async with showing(rows) as (pilot, shown):
        assert texts(shown)[0] == "row 0"
        for key in ("G", "pageup", "ctrl+u", "g", "pagedown", "end"):
            rows.drawn.clear()
            await pilot.press(key)
            assert 0 < len(rows.drawn) <= 4 * HEIGHT, key
        assert shown.cursor == MANY - 1
        assert texts(shown)[-1] == f"row {MANY - 1}"


async def test_a_step_redraws_two_rows() -> None:
    rows = Numbers(MANY)
    async with showing(rows) as (pilot, _):
        rows.drawn.clear()
        await pilot.press("j")
        assert set(rows.drawn) == {0, 1}


@pytest.mark.parametrize(
    ("keys", "cursor"),
    [
        ("j j k", 1),
        ("down down up", 1),
        ("k", 0),
        ("pagedown", HEIGHT - 2),
        ("pagedown pageup", 0),
        ("ctrl+d", (HEIGHT - 1) // 2),
        ("ctrl+d ctrl+u", 0),
        ("G", 99),
        ("end", 99),
        ("G j", 99),
        ("G g", 0),
        ("end home", 0),
    ],
)
async def test_moves_by_the_keys_of_every_list(keys: str, cursor: int) -> None:
    async with showing(Numbers(100)) as (pilot, shown):
        await pilot.press(*keys.split())
        assert shown.cursor == cursor
        assert f"row {cursor}" in texts(shown), "the cursor is in sight"


async def test_comes_back_to_where_the_rows_were_left() -> None:
    rows = Numbers(1_000)
    async with showing(rows) as (pilot, shown):
        await pilot.press(*["pagedown"] * 5, "k")
        cursor, window = shown.cursor, shown.window
        shown.show(Numbers(3))
        await pilot.pause()
        assert shown.cursor == 0
        shown.show(rows)
        await pilot.pause()
        assert (shown.cursor, shown.window) == (cursor, window)


async def test_rows_that_went_take_the_cursor_along() -> None:
    rows = Numbers(100)
    async with showing(rows) as (pilot, shown):
        await pilot.press("G")
        rows.count = 5
        shown.rows_changed()
        await pilot.pause()
        assert shown.cursor == 4
        assert texts(shown)[:6] == ["row 0", "row 1", "row 2", "row 3", "row 4", ""]


async def test_no_rows_and_no_list_are_blank() -> None:
    async with showing(Numbers(0)) as (pilot, shown):
        await pilot.press("j", "G", "enter", "l", "h")
        assert texts(shown)[0] == ""
        shown.show(None)
        await pilot.pause()
        assert texts(shown)[0] == ""
