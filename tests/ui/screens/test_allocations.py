"""Pane 6: off until asked, then a list and a tree, and words for what somebody else did."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.profiles import profile
from tests.ui.scripted import START
from tests.ui.stage import SMALL, Stage, stage
from tuiinspect.events import AllocationsEnded, AllocationsRead, AllocationsStarted

pytestmark = pytest.mark.parametrize("size", [SMALL, (120, 40)], ids=["80x24", "120x40"])


@pytest.fixture(autouse=True)
def _own_state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


async def sampled(on: Stage) -> None:
    """The pane after three readings."""
    await on.press("a")
    await on.tell(AllocationsStarted(START, foreign=False))
    for t, retained in ((5, 100), (25, 250), (45, 400)):
        await on.tell(AllocationsRead(profile(START + t, retained=retained, started=START)))


async def test_it_is_off_and_says_what_it_would_cost(size: tuple[int, int]) -> None:
    async with stage(size=size) as on:
        await on.press("6")
        assert "off" in on.line_with("6 Allocations ")
        assert "0 to 16 % CPU" in on.text
        assert "full collection each 20 s" in on.text
        assert not any("allocations" in asked for asked in on.session.asked)


async def test_a_starts_it_reads_it_and_capital_a_ends_it(size: tuple[int, int]) -> None:
    async with stage(size=size) as on:
        await on.press("A")
        await on.press("a")
        await on.until(lambda: "allocations every 20.0" in on.session.asked)
        assert "stop allocations" not in on.session.asked
        await on.tell(AllocationsStarted(START, foreign=False))
        await on.sees("first reading comes 5 s after")
        await on.press("a")
        await on.until(lambda: "read allocations" in on.session.asked)
        await on.press("A")
        await on.until(lambda: "stop allocations" in on.session.asked)
        await on.tell(AllocationsEnded(None))
        await on.sees("sampled no more")


async def test_a_reading_that_was_asked_for_is_said_to_be_over(size: tuple[int, int]) -> None:
    async with stage(size=size) as on:
        await sampled(on)
        on.session.profile = replace(profile(START + 50, retained=420, started=START), cost_s=0.04)
        await on.press("a")
        await on.sees("Read; it took the process 0.04 s.")
        assert "Reading the allocations" not in on.text


async def test_functions_come_by_growth(size: tuple[int, int]) -> None:
    async with stage(size=size) as on:
        await sampled(on)
        row = on.line_with("sessions.ts:40")
        assert row.startswith("▲ +12.3 MB")
        assert "retain" in row
        assert "16.4 MB" in row
        assert "▲ 1 growing" in on.text
        assert "0.03 s pause" in on.text
        assert "tuiinspect-call" not in on.text
        cached = on.line_with("cached")
        assert cached.strip().startswith("0 B")


async def test_the_tree_shows_who_called(size: tuple[int, int]) -> None:
    async with stage(size=size) as on:
        await sampled(on)
        await on.press("enter")
        assert "share of live" in on.text
        assert "· retain" in on.line_with("sessions.ts:40")
        await on.press("h")
        await on.press("h")
        assert "▸ serve" in on.text
        assert "· retain" not in on.text
        await on.press("l")
        assert "▾ serve" in on.text
        await on.press("escape")
        assert "per min" in on.text


async def test_internals_are_shown_on_request(size: tuple[int, int]) -> None:
    async with stage(size=size) as on:
        await sampled(on)
        assert "push" not in on.text
        await on.press("f")
        assert "push" in on.text
        assert "tuiinspect-call.js" in on.text


async def test_a_filter_and_an_order(size: tuple[int, int]) -> None:
    async with stage(size=size) as on:
        await sampled(on)
        await on.press("slash", *"sess", "enter")
        assert "cached" not in on.text
        await on.press("escape")
        await on.press("s", "s")
        assert on.text.index("cached") < on.text.index("retain")


async def test_growth_counts_from_the_mark(size: tuple[int, int]) -> None:
    async with stage(size=size) as on:
        await sampled(on)
        await on.press("m")
        await on.sees("none grows")
        assert on.line_with("sessions.ts:40").strip().startswith("0 B")


async def test_somebody_elses_end_is_said_and_nothing_begins_by_itself(size: tuple[int, int]) -> None:
    async with stage(size=size) as on:
        await sampled(on)
        asked = len(on.session.asked)
        await on.tell(AllocationsEnded("sampling was stopped by another client of the inspector"))
        await on.sees("another client")
        assert "off" in on.line_with("6 Allocations ")
        assert "retain" in on.text, "what was read stays"
        assert len(on.session.asked) == asked


async def test_the_profile_is_saved(size: tuple[int, int], tmp_path: Path) -> None:
    async with stage(size=size) as on:
        await sampled(on)
        await on.press("w")
        (saved,) = (tmp_path / "state").rglob("*.heapprofile")
        assert saved.read_bytes() == b'{"head":{}}'
        await on.sees("The profile is in")
