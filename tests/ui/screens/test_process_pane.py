"""Pane 4 on the dashboard: its rows, two series side by side, and the way back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ui.scripted import START, memory_samples, story
from tests.ui.stage import SMALL, WIDE, stage
from tuiinspect.events import CountersRead, MemorySampled, SessionEvent
from tuiinspect.samples import CountersSample, CounterValue

SIZES = pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])


def busy_server(seconds: int) -> list[SessionEvent]:
    """The story with a socket for each second, and a counter of the user's that fails at first."""
    events: list[SessionEvent] = []
    for second, sample in enumerate(memory_samples(seconds)):
        value = None if second < 5 else 3.0 * second
        counted = CounterValue("cache", value, None if value else "it throws")
        events.append(CountersRead(CountersSample(START + second, (counted,), 0.0)))
        sockets = 5 + second % 7
        events.append(MemorySampled(replace(sample, resources={"Timeout": 3, "TCPSocketWrap": sockets})))
    return [*story(0), *events]


@SIZES
async def test_a_series_is_put_beside_the_one_under_the_cursor(size: tuple[int, int]) -> None:
    async with stage(30, size=size) as on:
        await on.press("4", "b")
        assert "heap used / heap used" in on.text
        await on.press("j")
        assert "heap used / floor after GC" in on.text
        await on.press("escape")
        assert "heap used / " not in on.text
        assert on.dashboard.pane.NUMBER == 4
        await on.press("escape")
        assert on.dashboard.pane.NUMBER == 2


async def test_pairs_that_are_watched_without_asking_open_by_enter() -> None:
    async with stage(30) as on:
        await on.press("4", "G")
        assert "listeners per emitter" in on.text
        await on.press("enter")
        assert "listeners / emitters known: 10 now" in on.text


async def test_a_counter_without_a_value_has_a_row() -> None:
    async with stage(0) as on:
        await on.tell(*busy_server(3))
        await on.press("4")
        assert "your counters" in on.text
        assert on.line_with(" cache").split() == ["cache", "–", "–", "–"]
        await on.tell(*busy_server(10))
        assert next(row for row in on.lines if row.startswith(" cache ")).split()[:2] == ["cache", "27"]


async def test_the_cursor_stays_on_its_series_when_new_ones_come() -> None:
    async with stage(10) as on:
        await on.press("4", *["j"] * 8, "y")
        assert on.app.clipboard.startswith("Timeout: 3")
        (latest,) = list(memory_samples(11))[10:]
        more = {"FSReqCallback": 2, "Timeout": 4}
        await on.tell(MemorySampled(replace(latest, resources=more, loop_utilisation=0.5)))
        await on.press("y")
        assert on.app.clipboard.startswith("Timeout: 4")
