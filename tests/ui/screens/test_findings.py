"""Saved findings on the screen: all of them, scrolled by keys, at any width, and copied."""

from __future__ import annotations

import time

import pytest

from tests.diagnosis.evidences import listeners, quiet
from tests.ui.driving import PATIENCE_S, Driver
from tuiinspect.diagnosis.verdict import conclude
from tuiinspect.report.saved import Saved
from tuiinspect.report.triage import triage_document
from tuiinspect.report.triage_text import triage_markdown, triage_text
from tuiinspect.ui.inspect_app import InspectApp
from tuiinspect.ui.lines import plain, width_of
from tuiinspect.ui.options import Options
from tuiinspect.ui.screens.findings import FindingsScreen, findings_lines


def leaking(**changes: str) -> Saved:
    document = triage_document(conclude(quiet(listeners=(listeners(lambda t: 10 + 8 * t),))))
    document |= changes
    return Saved(triage_text(document), triage_markdown(document), document["verdict"])


def findings_on(saved: Saved) -> InspectApp:
    options = Options(mouse=False, warm_up=False)
    return InspectApp(lambda: FindingsScreen(saved), options)


async def sees(pilot: Driver, words: str) -> None:
    """Wait until the screen has `words`, in whatever lines."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        await pilot.pause()
        text = " ".join(strip.text.strip() for strip in pilot.app.screen._compositor.render_strips())
        if words in text:
            return
        assert time.monotonic() < deadline, text


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)])
async def test_everything_is_reached_by_keys(size: tuple[int, int]) -> None:
    saved = leaking()
    app = findings_on(saved)
    async with app.run_test(size=size) as pilot:
        await sees(pilot, "leak: ")
        await pilot.press("G")
        await sees(pilot, "RSS 80.0 MB before")
        await pilot.press("g")
        await sees(pilot, "leak: ")
        await pilot.press("escape")
        assert app.is_running
        await pilot.press("y")
        await pilot.pause()
        assert app.clipboard == saved.markdown
        await pilot.press("q")
    assert not app.is_running


@pytest.mark.parametrize("width", [20, 37, 80, 200])
def test_no_line_is_wider_than_the_screen_and_no_word_is_lost(width: int) -> None:
    saved = leaking(summary="leak: [red]Session[/red] \x1b[31m keeps on growing")
    lines = findings_lines(saved, width)
    assert max(map(width_of, lines)) <= width
    assert "[red]Session[/red]" in " ".join(map(plain, lines))
    assert "\x1b" not in "".join(map(plain, lines))
