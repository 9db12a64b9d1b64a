"""The dashboard's panes: what is on the screen, and moving about in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual import events

from tests.ui.scripted import emitter, listeners_sample, story
from tests.ui.stage import SMALL, WIDE, Stage, stage, still_options
from tuiinspect.events import (
    ListenersCounted,
)
from tuiinspect.ui.pane_table import PANE_TABLE
from tuiinspect.ui.widgets.listeners_pane import ListenersPane

SIZES = pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])


def cursor_row(on: Stage) -> str:
    row = on.dashboard.query_one(ListenersPane).row
    assert row is not None
    return row.count.class_name


@SIZES
async def test_three_panes_are_on_the_screen(size: tuple[int, int]) -> None:
    async with stage(120, size=size) as on:
        for expected in (
            "4242 server.js",
            "1 Heap growth",
            "▲ +6.00 MB/min",
            "2 Listeners",
            "presence:* ×12",
            "+952",
            "3 Retainers",
            "S takes a heap snapshot",
            "? help",
        ):
            assert expected in on.text


async def test_at_forty_columns_the_panes_are_tabs() -> None:
    async with stage(30, size=(40, 20)) as on:
        assert "[2 Listeners]" in on.text
        assert "Hub hub" in on.text
        await on.press("1")
        assert "[1 Heap] 2  3  4" in on.text
        assert "floor after GC" in on.text
        assert "Hub hub" not in on.text
        await on.press("tab", "tab")
        assert " 1  2 [3 Retainers] 4" in on.text
        words = " ".join(on.text.split())
        assert "S takes a heap snapshot: classes, their objects, and who retains them" in words


async def test_any_size_is_survived() -> None:
    async with stage(30) as on:
        for size in ((1, 1), (10, 3), (25, 8), (59, 60), (60, 19), (60, 20), (200, 60), (300, 100), (80, 24)):
            await on.pilot.resize_terminal(*size)
            await on.press("1", "2", "3", "4", "z", "z", "2", "slash", "h", "escape")
            await on.tell(*story(31)[61:])
        assert "1 Heap growth" in on.text
        assert "presence:* ×12" in on.text


async def test_panes_by_number_and_tab() -> None:
    async with stage() as on:
        assert on.dashboard.pane.NUMBER == 2
        for key, pane in (("1", 1), ("3", 3), ("tab", 4), ("shift+tab", 3), ("2", 2)):
            await on.press(key)
            assert pane == on.dashboard.pane.NUMBER


async def test_tab_goes_round_all_panes() -> None:
    async with stage() as on:
        seen = []
        for _ in PANE_TABLE:
            await on.press("tab")
            seen.append(type(on.dashboard.pane))
        assert set(seen) == set(PANE_TABLE)
        assert seen[-1] is ListenersPane


@SIZES
async def test_a_full_pane_takes_the_place_of_the_lists(size: tuple[int, int]) -> None:
    async with stage(size=size) as on:
        assert "[1-3 Home] 4 Process" in on.text
        await on.press("4")
        assert "1-3 Home [4 Process]" in on.text
        assert "growth since attach, 29 s" in on.text
        assert "array buffers" in on.text
        assert ("1 Heap growth" in on.text) == (size == WIDE)
        assert "2 Listeners" not in on.text
        assert "3 Retainers" not in on.text


@pytest.mark.parametrize("keys", [("escape",), ("2",), ("z",), ("shift+tab", "shift+tab")])
async def test_ways_back_from_a_full_pane(keys: tuple[str, ...]) -> None:
    async with stage(size=SMALL) as on:
        await on.press("4", *keys)
        assert "Hub hub" in on.text
        assert "1 Heap growth" in on.text
        assert "3 Retainers" in on.text
        assert on.dashboard.pane.NUMBER == 2


async def test_a_full_pane_beside_the_chart_is_maximised_first() -> None:
    async with stage() as on:
        await on.press("3", "4", "z")
        assert "1 Heap growth" not in on.text
        await on.press("escape")
        assert "1 Heap growth" in on.text
        assert on.dashboard.pane.NUMBER == 4
        await on.press("escape")
        assert on.dashboard.pane.NUMBER == 3
        assert "Hub hub" in on.text


async def test_a_full_pane_follows_while_it_is_seen_and_is_up_to_date_when_it_comes_back() -> None:
    async with stage(10) as on:
        await on.press("4")
        assert "growth since attach, 9 s" in on.text
        await on.tell(*story(20)[21:])
        assert "growth since attach, 19 s" in on.text
        await on.press("1")
        await on.tell(*story(30)[41:])
        await on.press("4")
        assert "growth since attach, 29 s" in on.text


async def test_the_palette_finds_a_full_pane() -> None:
    async with stage() as on:
        await on.press("colon", *"process")
        await on.sees("pane 4: process")
        await on.press("enter")
        await on.until(lambda: on.dashboard.pane.NUMBER == 4)


async def test_copying_in_a_full_pane_gives_its_row() -> None:
    async with stage() as on:
        await on.press("4", "y")
        assert on.app.clipboard.startswith("heap used: ")


async def test_maximised_and_back_step_by_step() -> None:
    async with stage() as on:
        await on.press("z")
        assert "1 Heap growth" not in on.text
        assert "Hub hub" in on.text
        assert "4242 server.js" in on.text
        await on.press("1")
        assert "floor after GC" in on.text
        assert "Hub hub" not in on.text
        await on.press("escape")
        assert "Hub hub" in on.text
        await on.press("escape", "escape")
        assert on.app.is_running


@pytest.mark.parametrize("keys", [("j",), ("down",)])
async def test_the_cursor_goes_down_and_back(keys: tuple[str, ...]) -> None:
    async with stage() as on:
        await on.press(*keys)
        assert cursor_row(on) == "Connector"
        await on.press("k")
        assert cursor_row(on) == "Hub"
        await on.press("G")
        assert cursor_row(on) == "Server"
        await on.press("g")
        assert cursor_row(on) == "Hub"
        await on.press("pagedown")
        assert cursor_row(on) == "Server"


async def test_the_cursor_stays_on_its_emitter_when_the_order_changes() -> None:
    async with stage() as on:
        await on.press("j", "r")
        assert cursor_row(on) == "Connector"
        await on.press("s", "s", "s", "s")
        assert cursor_row(on) == "Connector"


async def test_the_cursor_follows_its_emitter_once_it_was_moved() -> None:
    def sample(second: int, *, ahead: bool) -> ListenersCounted:
        connector = emitter(2, "connected", 900, baseline=0 if ahead else 899, class_name="Connector")
        return ListenersCounted(
            replace(listeners_sample(second), rows=(*listeners_sample(second).rows[:1], connector))
        )

    async with stage() as on:
        await on.tell(sample(31, ahead=True))
        assert cursor_row(on) == "Connector"
        await on.tell(sample(32, ahead=False))
        assert cursor_row(on) == "Hub"
        await on.press("j")
        for second, ahead in ((33, True), (34, False), (35, True)):
            await on.tell(sample(second, ahead=ahead))
            assert cursor_row(on) == "Connector"


async def test_the_filter_works_as_it_is_typed_and_stays_in_sight() -> None:
    async with stage() as on:
        await on.press("slash", "h", "u", "b")
        assert "1 of 6" in on.text
        assert "Connector" not in on.text
        await on.press("enter")
        assert "/ hub" in on.text
        assert cursor_row(on) == "Hub"
        await on.press("escape")
        assert "Connector" in on.text
        assert "/ hub" not in on.text


async def test_a_key_typed_into_the_filter_is_text() -> None:
    async with stage() as on:
        await on.press("slash", "q", "m", "z")
        assert "0 of 6" in on.text
        assert "mark" not in on.session.asked
        await on.press("escape")
        assert "Hub hub" in on.text


async def test_what_is_typed_right_behind_the_slash_is_in_the_filter() -> None:
    async with stage() as on:
        for key, character in (("slash", "/"), ("h", "h"), ("slash", "/"), ("b", "b")):
            on.app.post_message(events.Key(key, character))
        await on.pilot.pause()
        assert "/ h/b" in on.text
        assert "0 of 6" in on.text


async def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with stage(30) as on:
        assert "▲ 2 growing" in on.text
        styles = [segment.style for strip in on.strips for segment in strip]
        assert any(style is not None and style.bold for style in styles)
        assert not any(
            style is not None and style.color is not None and not style.color.is_default for style in styles
        )


async def test_ascii_reaches_every_widget() -> None:
    async with stage(30, options=still_options(ascii=True)) as on:
        await on.press("S")
        await on.sees("y take it")
        assert on.text.isascii()
        await on.press("n", "slash", "h", "question_mark")
        assert on.text.isascii()
