"""A saved sampling profile opened: the same list and tree, without a process."""

from __future__ import annotations

import pytest

from tests.support.profiles import profile
from tests.ui.driving import until
from tests.ui.stage import SMALL, still_options
from tuiinspect.ui.inspect_app import InspectApp
from tuiinspect.ui.screens.profile import ProfileScreen


def app(*retained: int) -> InspectApp:
    profiles = [profile(t * 60.0, retained=count) for t, count in enumerate(retained)]
    return InspectApp(lambda: ProfileScreen(profiles, "app.heapprofile"), still_options())


def text(running: InspectApp) -> str:
    return "\n".join(strip.text for strip in running.screen._compositor.render_strips())


@pytest.mark.parametrize("size", [SMALL, (120, 40), (40, 20)])
async def test_one_profile_shows_what_lives(size: tuple[int, int]) -> None:
    running = app(400)
    async with running.run_test(size=size) as pilot:
        await until(pilot, lambda: "retain" in text(running))
        assert "app.heapprofile" in text(running)
        assert ("18.0 MB live" in text(running)) is (size[0] > 40)
        assert text(running).index("retain") < text(running).index("cached")
        await pilot.press("v")
        await until(pilot, lambda: "▾ serve" in text(running))
        await pilot.press("escape")
        await until(pilot, lambda: "▾ serve" not in text(running))


async def test_two_profiles_show_what_grew() -> None:
    running = app(100, 400)
    async with running.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "+12.3 MB" in text(running))
        assert "growth over 1 min" in text(running)


async def test_in_forty_columns_the_file_and_line_stay() -> None:
    running = app(100, 400)
    async with running.run_test(size=(40, 20)) as pilot:
        await until(pilot, lambda: "retain session" in text(running))
        assert ":40" in text(running)
        await pilot.press("v")
        await until(pilot, lambda: "▾ serve" in text(running))
        assert ":12" in text(running)
