"""What stands in the browser's place: a hint, progress, a snapshot, a newer one."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input

from tests.ui import drawn_heaps
from tests.ui.driving import PATIENCE_S, drawn, until
from tuiinspect.errors import UnreadableFile
from tuiinspect.heap import HeapSnapshot, RetainerPath
from tuiinspect.ui.lines import plain
from tuiinspect.ui.messages import CopyRequested
from tuiinspect.ui.widgets.browsing import Browsing
from tuiinspect.ui.widgets.row_list import RowList
from tuiinspect.ui.widgets.snapshot_browser import SnapshotBrowser
from tuiinspect.ui.widgets.waiting import Waiting, bar, progress_lines


class Holder(App[None]):
    """A screen with a browser and something else that can have the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.copied: list[str] = []

    def compose(self) -> ComposeResult:
        yield Input(id="other")
        yield SnapshotBrowser()

    def on_copy_requested(self, message: CopyRequested) -> None:
        self.copied.append(message.text)


@asynccontextmanager
async def holding() -> AsyncIterator[tuple[Pilot[None], SnapshotBrowser]]:
    async with Holder().run_test(size=(80, 24)) as pilot:
        yield pilot, pilot.app.query_one(SnapshotBrowser)


def told(pilot: Pilot[None]) -> str:
    return " ".join(plain(text) for text in pilot.app.query_one(Waiting).drawn)


def browsing(pilot: Pilot[None]) -> bool:
    return pilot.app.query_one(Browsing).display and not pilot.app.query_one(Waiting).display


async def settle(pilot: Pilot[None], browser: SnapshotBrowser, snapshot: HeapSnapshot) -> None:
    await until(pilot, lambda: browser.snapshot is snapshot)


@pytest.fixture(scope="module")
def server() -> HeapSnapshot:
    return drawn_heaps.server().snapshot()


@pytest.fixture(scope="module")
def ring() -> HeapSnapshot:
    return drawn_heaps.ring(3).snapshot()


async def test_a_hint_then_progress_then_the_snapshot(server: HeapSnapshot) -> None:
    async with holding() as (pilot, browser):
        browser.show_empty("S takes a snapshot: it pauses the process; the dialog says for how long")
        await pilot.pause()
        assert "S takes a snapshot" in told(pilot)
        browser.show_progress("the process writes", 0.25, "12.5 MB, 3 s")
        await pilot.pause()
        assert "25%" in told(pilot)
        assert "12.5 MB" in told(pilot)
        browser.show(server, "now")
        await settle(pilot, browser, server)
        assert browsing(pilot)


async def test_progress_hides_the_snapshot_and_giving_up_shows_it_again(server: HeapSnapshot) -> None:
    async with holding() as (pilot, browser):
        assert not browser.show_last()
        browser.show(server, "now")
        await settle(pilot, browser, server)
        browser.show_progress("again", None, "")
        await pilot.pause()
        assert not browsing(pilot)
        assert browser.show_last()
        await pilot.pause()
        assert browsing(pilot)


async def test_the_focus_stays_with_the_browser_whatever_it_shows(server: HeapSnapshot) -> None:
    async with holding() as (pilot, browser):
        browser.show_empty("nothing yet")
        browser.focus()
        await pilot.pause()
        assert pilot.app.focused is pilot.app.query_one(Waiting)
        browser.show(server, "now")
        await settle(pilot, browser, server)
        await until(pilot, lambda: pilot.app.focused is pilot.app.query_one(RowList))
        browser.show_progress("again", 0.5, "")
        await until(pilot, lambda: pilot.app.focused is pilot.app.query_one(Waiting))


async def test_the_focus_is_not_taken_from_others(server: HeapSnapshot) -> None:
    async with holding() as (pilot, browser):
        other = pilot.app.query_one("#other")
        other.focus()
        await pilot.pause()
        browser.show_progress("again", 0.5, "")
        browser.show(server, "now")
        await settle(pilot, browser, server)
        assert pilot.app.focused is other


async def test_a_newer_snapshot_takes_the_place_of_the_old_one(
    server: HeapSnapshot, ring: HeapSnapshot
) -> None:
    async with holding() as (pilot, browser):
        browser.show(server, "old")
        await settle(pilot, browser, server)
        browser.focus()
        await pilot.press("j", "enter")
        browser.show(ring, "new")
        await settle(pilot, browser, ring)
        first = pilot.app.query_one(RowList).render_line(2).text
        assert "Link0" in first


async def test_of_two_the_last_asked_for_is_shown(server: HeapSnapshot, ring: HeapSnapshot) -> None:
    async with holding() as (pilot, browser):
        browser.show(server, "first")
        browser.show(ring, "second")
        await settle(pilot, browser, ring)
        await pilot.pause()
        assert browser.snapshot is ring


class Unreadable:
    """Of a snapshot only what is asked of it here, which fails."""

    total_bytes = 0

    @property
    def views(self) -> object:
        raise UnreadableFile("the file is gone", advice="Take another one.")


async def test_what_goes_wrong_is_said_in_words() -> None:
    async with holding() as (pilot, browser):
        browser.show(cast("HeapSnapshot", Unreadable()), "gone")
        await until(pilot, lambda: "the file is gone" in told(pilot))
        assert "Take another one." in told(pilot)


class Slow:
    """A snapshot whose paths take as long as the test wants; everything else is its own."""

    def __init__(self, snapshot: HeapSnapshot) -> None:
        self._snapshot = snapshot
        self.asked = threading.Event()
        self.answer = threading.Event()

    def __getattr__(self, name: str) -> object:
        return getattr(self._snapshot, name)

    def paths(self, ordinal: int, count: int) -> tuple[RetainerPath, ...]:
        self.asked.set()
        assert self.answer.wait(PATIENCE_S)
        return self._snapshot.paths(ordinal, count)


async def test_keys_are_answered_while_a_path_is_looked_for_and_a_late_one_is_dropped(
    server: HeapSnapshot,
) -> None:
    slow = Slow(server)
    async with holding() as (pilot, browser):
        browser.show(cast("HeapSnapshot", slow), "slow")
        await until(pilot, lambda: browser.snapshot)
        browser.focus()
        await pilot.press("j", "enter", "p")
        await until(pilot, slow.asked.is_set)
        assert "looking for the path" in drawn(pilot, "#way")
        await pilot.press("j", "j")
        assert pilot.app.query_one(RowList).cursor == 2
        await pilot.press("escape")
        slow.answer.set()
        await pilot.press("j", "k")
        assert "path" not in drawn(pilot, "#way")
        assert "class" in pilot.app.query_one(RowList).render_line(0).text


async def test_copies_what_is_useful_on_each_list(server: HeapSnapshot) -> None:
    async with holding() as (pilot, browser):
        app = cast("Holder", pilot.app)
        browser.show(server, "now")
        await settle(pilot, browser, server)
        browser.focus()
        await pilot.press("j", "y")
        await until(pilot, lambda: app.copied)
        assert app.copied[-1].startswith("Session: 300 objects, shallow")
        await pilot.press("p")
        await until(pilot, lambda: pilot.app.query_one("#sentence").size.height)
        await pilot.press("y")
        await until(pilot, lambda: len(app.copied) == 2)
        assert "Session @4203: item 'session-299' of Map .sessions of SessionCache" in app.copied[-1]


async def test_keys_with_nothing_to_do_are_left_to_others() -> None:
    async with holding() as (pilot, browser):
        browser.show_empty("nothing yet")
        browser.focus()
        await pilot.press("s", "r", "p", "f", "y", "slash", "escape", "enter", "j", "G")
        assert told(pilot) == "nothing yet"


def test_a_bar_is_full_at_the_end_and_never_longer() -> None:
    assert bar(0, 10) == ("", "░" * 10)
    assert bar(0.5, 10) == ("█" * 5, "░" * 5)
    assert bar(1, 10) == bar(7.3, 10) == ("█" * 10, "")


def test_without_a_known_end_there_is_no_bar() -> None:
    assert [plain(text) for text in progress_lines("waiting", None, "3 s", 40)] == ["waiting", "3 s"]
