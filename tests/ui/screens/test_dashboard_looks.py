"""A look at the living object behind a row: asked for with its cost, then shown; or why it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui import drawn_heaps
from tests.ui.stage import Stage, stage
from tuiinspect.events import CaptureFinished
from tuiinspect.samples import Captured, Cost, LiveObject, LiveProperty

LIVE = LiveObject(
    "Session",
    (
        LiveProperty("id", "7", "field"),
        LiveProperty("label", "", "getter"),
        LiveProperty("key 'a'", "Map(2)", "entry"),
    ),
    more=True,
    at="/srv/app/session.js:4:16",
    pause_s=0.25,
)
COST = Cost("snapshot", predicted_s=0.1, pause_s=0.1, rss_before=1, rss_after=2)


async def browse(on: Stage, path: Path) -> None:
    """Take a snapshot of a drawn heap, and stand on the first of its sessions."""
    path.write_bytes(drawn_heaps.server().text())
    on.session.path = path
    await on.press("S")
    await on.sees("y take it")
    await on.press("y")
    await on.until(lambda: "snapshot" in on.session.asked)
    await on.tell(CaptureFinished(Captured(str(path), 1_000, COST)))
    await on.sees("Session")
    await on.press("slash", *"Session", "enter")
    await on.sees("2 of 11")
    await on.press("enter")
    await on.sees("classes › Session")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "server.heapsnapshot"


async def test_the_object_is_shown_after_a_yes_and_with_what_it_cost(path: Path) -> None:
    async with stage(size=(110, 40)) as on:
        on.session.live = LIVE
        await browse(on, path)
        await on.press("v")
        await on.sees("y look")
        assert "about 4.2 s" in on.text
        assert not any(asked.startswith("look") for asked in on.session.asked)
        await on.press("y")
        await on.sees("the process stood still for 0.25 s")
        for words in ("Session", "session.js:4:16", "id: 7", "not called", "key 'a' → Map(2)", "and more"):
            assert words in on.text
        assert any(asked.endswith("all properties") for asked in on.session.asked)
        await on.press("escape")
        assert "stood still" not in on.text


async def test_a_no_asks_nothing_of_the_process(path: Path) -> None:
    async with stage(size=(110, 40)) as on:
        await browse(on, path)
        await on.press("v")
        await on.sees("y look")
        await on.press("n")
        assert not any(asked.startswith("look") for asked in on.session.asked)


async def test_an_object_that_is_gone_is_said_to_be(path: Path) -> None:
    async with stage(size=(110, 40)) as on:
        await browse(on, path)
        await on.press("v")
        await on.sees("y look")
        await on.press("y")
        await on.sees("it is gone")
