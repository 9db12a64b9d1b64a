"""The dashboard by its keys."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.ui.scripted import PREDICTION, START, TARGET, ScriptedSession, emitter, listeners_sample, story
from tests.ui.stage import SMALL, WIDE, Clock, Stage, stage, still_options
from tuiinspect.errors import ConnectionLost
from tuiinspect.events import (
    Attached,
    CaptureFailed,
    CaptureProgressed,
    CensusTaken,
    ConnectionDropped,
    ListenersCounted,
    ProbeFailed,
    TargetBlocked,
    TargetEnded,
)
from tuiinspect.samples import CaptureProgress, Cost, Emitters, ListenerFunction
from tuiinspect.ui.widgets.listeners_pane import ListenersPane

SIZES = pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])


def cursor_row(on: Stage) -> str:
    row = on.dashboard.query_one(ListenersPane).row
    assert row is not None
    return row.count.class_name


async def test_the_first_picture_comes_before_anything_is_asked_of_the_target() -> None:
    async with stage(0) as on:
        assert "attaching to server:9229 …" in on.text
        assert on.session.asked == ["start"]


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
        assert "[1 Heap growth]" in on.text
        assert "floor after GC" in on.text
        assert "Hub hub" not in on.text
        await on.press("tab", "tab")
        assert "S takes a heap snapshot" in on.text


async def test_any_size_is_survived() -> None:
    async with stage(30) as on:
        for size in ((1, 1), (10, 3), (25, 8), (59, 60), (60, 19), (60, 20), (200, 60), (300, 100), (80, 24)):
            await on.pilot.resize_terminal(*size)
            await on.press("1", "2", "3", "z", "z", "2", "slash", "h", "escape")
            await on.tell(*story(31)[61:])
        assert "1 Heap growth" in on.text
        assert "presence:* ×12" in on.text


async def test_panes_by_number_and_tab() -> None:
    async with stage() as on:
        assert on.dashboard.pane.NUMBER == 2
        for key, pane in (("1", 1), ("3", 3), ("tab", 1), ("shift+tab", 3), ("2", 2)):
            await on.press(key)
            assert pane == on.dashboard.pane.NUMBER


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


async def test_the_sorted_column_is_marked() -> None:
    async with stage() as on:
        assert "growth▼" in on.text
        await on.press("r")
        assert "growth▲" in on.text
        await on.press("s")
        assert "per min▼" in on.text


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


async def test_pause_holds_the_view_while_sampling_goes_on() -> None:
    clock = Clock()
    async with stage(30, options=still_options(clock=clock)) as on:
        await on.press("space")
        clock.now += 12
        await on.tell(*story(40)[61:])
        assert "PAUSED 12 s" in on.text
        assert "+232" in on.text
        assert len(on.dashboard.state.memory.samples) > 30
        await on.press("space")
        assert "PAUSED" not in on.text
        assert "+312" in on.text


async def test_a_mark_restarts_the_counting() -> None:
    async with stage(30) as on:
        await on.press("m")
        await on.sees("Mark set")
        assert "mark" in on.session.asked
        await on.tell(*story(60)[61:])
        assert "since the mark" in on.text


async def test_the_hook_goes_out_and_in() -> None:
    async with stage() as on:
        await on.press("i")
        await on.sees("no hook in .on(): i puts it in")
        assert not on.session.hook
        await on.press("i")
        await on.sees("hook in .on(): i removes it")


async def test_read_only_never_puts_the_hook_in() -> None:
    session = ScriptedSession(read_only=True)
    async with stage(session=session) as on:
        assert "read-only" in on.text
        await on.press("i")
        assert not session.hook


async def test_the_interval_goes_up_and_down() -> None:
    async with stage() as on:
        await on.press("-")
        assert "every 2 s" in on.text
        await on.press("+", "+")
        assert "every 0.5 s" in on.text
        await on.press(*["+"] * 9)
        assert on.session.interval == 0.2


async def test_enter_shows_who_listens() -> None:
    session = ScriptedSession()
    session.located = (
        ListenerFunction("deliver", "server.js", 21, 12, 240, once=False),
        ListenerFunction("", None, None, None, 4, once=True),
    )
    async with stage(session=session) as on:
        await on.press("enter")
        await on.sees("server.js:21:12")
        assert "functions of 1 presence:*" in session.asked
        assert "404 listeners" in on.text
        for expected in ("deliver", "240", "98%", "native code", "(anonymous)", "once"):
            assert expected in on.text
        await on.press("escape")
        assert "3 Retainers" in on.text


async def test_an_error_while_asking_is_said_in_words() -> None:
    session = ScriptedSession()
    session.located = ConnectionLost("the emitter is gone", advice="It was collected.")
    async with stage(session=session) as on:
        await on.press("enter")
        await on.sees("the emitter is gone")
        assert "It was collected." in on.text


async def test_copying_claims_nothing() -> None:
    async with stage() as on:
        await on.press("y")
        assert on.app.clipboard.startswith("404 listeners of 'presence:*' on hub (Hub), module lib/hub.js")
        assert "If they do not arrive" in on.text
        await on.press("1", "y")
        assert "heap limit" in on.app.clipboard


async def test_the_report_goes_to_a_file_whose_name_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    session = ScriptedSession()
    session.located = (ListenerFunction("deliver", "server.js", 21, 12, 240, once=False),)
    async with stage(session=session) as on:
        await on.press("w")
        await on.sees("Report written")
    document = json.loads(next((tmp_path / "tuiinspect").glob("report-4242-*.json")).read_text())
    assert document["emitters"][0]["added_at"][0]["file"] == "server.js"
    assert "deliver" in next((tmp_path / "tuiinspect").glob("report-4242-*.txt")).read_text()


async def test_help_lists_the_keys_of_the_pane() -> None:
    async with stage(size=(120, 60)) as on:
        await on.press("question_mark")
        assert "Keys: Listeners" in on.text
        for expected in ("filter as you type", "take a heap snapshot", "j ↓", "quit", "your mark"):
            assert expected in on.text
        await on.press("G", "g", "j", "k", "escape")
        assert "3 Retainers" in on.text


async def test_remapped_keys_work_and_are_shown() -> None:
    async with stage(options=still_options(keys={"mark": "f5"}), size=(120, 60)) as on:
        await on.press("m")
        assert "mark" not in on.session.asked
        await on.press("f5")
        await on.until(lambda: "mark" in on.session.asked)
        await on.press("question_mark")
        assert "f5" in on.line_with("set a mark")


async def test_the_palette_offers_what_the_keys_do() -> None:
    async with stage() as on:
        await on.press("colon")
        await on.sees("count all listeners by one heap walk")
        assert "let go of the process" not in on.text
        await on.press(*"maximise")
        await on.sees("give this pane the whole screen")
        await on.press("enter")
        await on.until(lambda: on.dashboard.maximized is not None)


async def test_the_line_at_the_bottom_follows_the_pane() -> None:
    async with stage() as on:
        assert "/ filter" in on.lines[-1]
        await on.press("1")
        assert "/ filter" not in on.lines[-1]
        assert "S snapshot" in on.lines[-1]


async def test_a_blocked_target_and_a_lost_one_are_said() -> None:
    async with stage() as on:
        await on.tell(TargetBlocked(3.2))
        assert "! target blocked for 3 s" in on.text
        await on.tell(ConnectionDropped("reset by peer", retrying=True))
        assert "trying again" in on.text
        await on.tell(Attached(TARGET, resumed=True))
        assert "● attached" in on.text
        await on.tell(TargetEnded("process 4242 has ended"))
        assert "process 4242 has ended; what was seen stays here" in on.text
        assert "presence:* ×12" in on.text
        await on.press("S")
        assert "does not answer any more" in on.text


async def test_an_attach_that_fails_is_said_and_gives_the_exit_code() -> None:
    async with stage(0) as on:
        await on.tell(ConnectionDropped("no process 4242\nIs it another user's?", retrying=False))
        assert "no process 4242" in on.text
        assert "Is it another user's?" in on.text
        await on.press("q")
    assert on.app.return_value == 3


async def test_a_failed_probe_leaves_the_rest_alone() -> None:
    async with stage() as on:
        await on.tell(ProbeFailed("census", "the target did not answer"))
        assert "! census: the target did not answer" in on.text


async def test_names_from_the_target_are_never_markup() -> None:
    async with stage() as on:
        evil = emitter(9, "[bold]x[/]", 9, baseline=0, class_name="[red]Evil[/red]", name="\x1b[2J[@click=x]")
        await on.tell(ListenersCounted(replace(listeners_sample(31), rows=(evil,))))
        assert "[red]Evil[/red]" in on.text
        assert "[bold]x[/]" in on.text
        assert "\x1b" not in on.text


async def test_a_census_is_asked_for_first_and_tells_its_cost() -> None:
    async with stage() as on:
        await on.press("c")
        await on.sees("about 4.2 s")
        assert "slower" in on.text
        await on.press("n")
        assert "census" not in on.session.asked
        await on.press("c")
        await on.sees("y take the census")
        await on.press("y")
        await on.until(lambda: "census" in on.session.asked)
        cost = Cost("census", predicted_s=4.2, pause_s=3.1, rss_before=1, rss_after=2)
        await on.tell(CensusTaken(Emitters(listeners_sample(31), cost, 1, 151_000)))
        assert "151,000 objects looked at; it paused the target for 3.1 s" in on.text


async def test_quitting_while_a_snapshot_is_taken_asks_first() -> None:
    async with stage() as on:
        await on.press("S")
        await on.sees("y take it")
        await on.press("y")
        await on.until(lambda: "snapshot" in on.session.asked)
        await on.tell(CaptureProgressed(CaptureProgress("generating", 1, 4, 0, 1.0)))
        assert "25%" in on.text
        await on.press("q")
        assert "Quit?" in on.text
        await on.press("n")
        assert on.app.is_running
        await on.press("q", "y")
    assert on.app.return_value == 0


async def test_ctrl_c_quits_at_once_even_while_typing() -> None:
    async with stage() as on:
        await on.press("slash", "h", "ctrl+c")
    assert on.app.return_value == 0


async def test_escape_stops_a_snapshot() -> None:
    async with stage() as on:
        await on.press("S")
        await on.sees("y take it")
        await on.press("enter")
        await on.tell(CaptureProgressed(CaptureProgress("waiting", 0, 0, 0, 0.1)))
        assert "waiting for the process to begin" in on.text
        await on.press("escape")
        await on.until(lambda: "cancel" in on.session.asked)
        assert "S takes a heap snapshot" in on.text


async def test_a_snapshot_that_fails_says_why_and_what_to_do() -> None:
    async with stage() as on:
        await on.press("S")
        await on.sees("y take it")
        await on.press("y")
        await on.tell(CaptureFailed("the disk is full", "Free some room."))
        assert "! the disk is full. Free some room." in on.text
        assert "No snapshot." in on.text


async def test_what_does_not_fit_needs_force() -> None:
    session = ScriptedSession()
    session.prediction = replace(PREDICTION, container_free_bytes=1)
    async with stage(session=session) as on:
        await on.press("S")
        await on.sees("It does not fit")
        await on.press("y", "enter")
        assert "It does not fit" in on.text
        await on.press("F")
        await on.until(lambda: "forced snapshot" in session.asked)


async def test_a_prediction_that_fails_can_only_be_left() -> None:
    session = ScriptedSession()
    session.prediction = ConnectionLost("no sample has come yet", advice="Try again in a second.")
    async with stage(session=session) as on:
        await on.press("S")
        await on.sees("no sample has come yet")
        await on.press("y", "F", "escape")
        assert "3 Retainers" in on.text
        assert not {"snapshot", "forced snapshot"} & set(session.asked)


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


async def test_many_events_are_drawn_as_one_picture() -> None:
    async with stage(0) as on:
        drawn: list[int] = []
        draw = on.dashboard.draw
        on.dashboard.draw = lambda: (drawn.append(1), draw())[1]  # type: ignore[method-assign,func-returns-value]
        await on.tell(*story(200))
        assert len(on.dashboard.state.memory.samples) == 200
        assert len(drawn) == 1


async def test_a_slow_terminal_is_drawn_to_less_often() -> None:
    async with stage(1, options=still_options(redraw_interval_s=3600.0)) as on:
        shown = on.text
        await on.tell(*story(30)[3:])
        assert on.text == shown
        on.dashboard.apply_all()
        await on.pilot.pause()
        assert "+232" in on.text


async def test_start_time_of_the_clock_does_not_show() -> None:
    async with stage(30, options=still_options(clock=Clock(START + 99_999))) as on:
        later = on.text
    async with stage(30) as on:
        assert on.text == later
