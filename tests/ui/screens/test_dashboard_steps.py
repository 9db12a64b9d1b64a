"""Costly steps are asked for first, and quitting in the middle of one too."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.samples import census_sample
from tests.ui.scripted import PREDICTION, ScriptedSession, listeners_sample
from tests.ui.stage import stage
from tuiinspect.errors import ConnectionLost
from tuiinspect.events import (
    CaptureFailed,
    CaptureProgressed,
    CensusTaken,
)
from tuiinspect.samples import CaptureProgress, Cost


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
        await on.tell(CensusTaken(census_sample(31.0, listeners=listeners_sample(31), cost=cost)))
        assert "151,000 objects looked at; it paused the target for 3.1 s" in on.text


@pytest.mark.parametrize("key", ["c", "S"])
async def test_a_narrow_dialog_keeps_its_figures_and_keys(key: str) -> None:
    async with stage(size=(36, 20)) as on:
        await on.press(key)
        await on.sees("about 4.2 s")
        for expected in ("420 MB", "on top of 98.0 MB RSS", "3.40 GB", "12.0 GB", "y take", "n leave it"):
            assert expected in on.text
        await on.pilot.resize_terminal(100, 30)
        await on.sees("it stops the process for     about 4.2 s")


async def test_a_dialog_says_what_becomes_of_the_pause_on_a_busy_machine() -> None:
    async with stage(size=(100, 30)) as on:
        on.session.prediction = replace(PREDICTION, pause_s=12.6, calm_s=4.2)
        await on.press("S")
        await on.sees("it stops the process for     about 4.2 s  ! 13 s on so busy a machine")
        assert "it may cut" not in on.text
        await on.pilot.resize_terminal(36, 20)
        await on.sees("! 13 s on so busy a machine")


async def test_a_dialog_says_that_a_long_pause_cuts_connections() -> None:
    async with stage(size=(100, 30)) as on:
        on.session.prediction = replace(PREDICTION, pause_s=12.6, connections=40)
        await on.press("S")
        await on.sees("connections it may cut")
        assert "40  ! kept alive: over 5 s" in on.text


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
