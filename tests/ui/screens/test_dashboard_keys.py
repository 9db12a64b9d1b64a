"""The dashboard by its keys: marks, the hook, details, copies, help."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.ui.scripted import ScriptedSession, story
from tests.ui.stage import stage, still_options
from tuiinspect.errors import ConnectionLost
from tuiinspect.samples import CapturedScope, CapturedVariable, ListenerFunction


async def test_the_sorted_column_is_marked() -> None:
    async with stage() as on:
        assert "growth ▼" in on.text
        await on.press("r")
        assert "growth ▲" in on.text
        await on.press("s")
        assert "per min ▼" in on.text


@pytest.mark.parametrize("width", [40, 80])
async def test_the_mark_of_the_sorted_column_is_apart_from_its_title_in_ascii(width: int) -> None:
    async with stage(options=still_options(ascii=True), size=(width, 24)) as on:
        assert "growth V" in on.text


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


async def test_call_sites_are_noted_on_request() -> None:
    async with stage() as on:
        await on.press("I")
        await on.sees("at some 10 to 20 µs each")
        assert "hook in .on(), noting call sites: i removes it" in on.text
        await on.press("I")
        await on.sees("what was is forgotten")
        await on.press("i", "I")
        await on.sees("There is no hook in .on() that could note it")
        assert on.session.asked[-2:] == ["call sites True", "call sites False"]


async def test_read_only_never_puts_the_hook_in() -> None:
    session = ScriptedSession(read_only=True)
    async with stage(session=session) as on:
        assert "read-only" in on.text
        await on.press("i", "I")
        assert not session.hook
        assert not session.asked[1:]


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
        assert "244 of the 404 were looked at" in on.text
        for expected in ("deliver", "240", "98%", "native code", "(anonymous)", "once"):
            assert expected in on.text
        await on.press("escape")
        assert "3 Retainers" in on.text


@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
async def test_enter_on_a_function_shows_what_it_has_captured(size: tuple[int, int]) -> None:
    session = ScriptedSession()
    session.located = (ListenerFunction("deliver", "server.js", 21, 12, 404, once=False),)
    session.scopes = (
        CapturedScope("subscribe", (CapturedVariable("session", "Session {name: 'a\x1b[2J'}"),), 3),
        CapturedScope("", (CapturedVariable("sessions", "Map(2)"),), 1),
    )
    async with stage(session=session, size=size) as on:
        await on.press("enter")
        await on.sees("server.js:21:12")
        await on.press("enter")
        await on.sees("in subscribe()")
        assert "captured by deliver of 1 presence:*" in session.asked
        for expected in (
            "deliver at server.js:21:12",
            "Session {name: ",
            "and 2 more",
            "in the module",
            "Map(2)",
        ):
            assert expected in on.text
        assert "\x1b" not in on.text
        await on.press("escape", "escape")
        assert "2 Listeners" in on.text


async def test_what_is_no_closure_says_so() -> None:
    session = ScriptedSession()
    session.located = (ListenerFunction("onceWrapper", None, None, None, 2, once=False),)
    async with stage(session=session) as on:
        await on.press("enter")
        await on.sees("native code")
        await on.press("enter")
        await on.sees("Nothing but what is global")


@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
async def test_a_long_path_keeps_its_file_and_line(size: tuple[int, int]) -> None:
    session = ScriptedSession()
    path = "/srv/releases/2024-11-26T120000Z/shop/dist/main/listeners.js"
    session.located = (ListenerFunction("resumeSession", path, 46, 25, 404, once=False),)
    async with stage(session=session, size=size) as on:
        await on.press("enter")
        await on.sees("listeners.js:46:25")
        assert "404" in on.line_with("listeners.js:46:25")
        assert "looked at" not in on.text


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


@pytest.mark.parametrize("pane", ["1", "2"])
async def test_help_says_what_copying_does_in_this_pane(pane: str) -> None:
    async with stage(size=(120, 70)) as on:
        await on.press(pane, "question_mark")
        copying = next(number for number, row in enumerate(on.lines) if row.strip().startswith("y  "))
        assert "copy the row under the cursor, or the heap's figures" in on.lines[copying]
        assert "the process" in [row.strip() for row in on.lines[:copying]]
        assert "retainers" not in [row.strip() for row in on.lines]


async def test_help_is_readable_at_forty_columns() -> None:
    async with stage(size=(40, 160)) as on:
        await on.press("question_mark")
        words = " ".join(on.text.split())
        for expected in (
            "give this pane the whole screen, and back",
            "count everything by one heap walk (asks first)",
            "setMaxListeners(0): Node's own warning is off",
        ):
            assert expected in words


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
        await on.sees("count everything by one heap walk")
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
