"""What the screens look like, cell by cell; `pytest --snapshot-update` takes new pictures."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

import pytest
from textual.pilot import Pilot

from tests.support.profiles import profile
from tests.ui.driving import drawn, until
from tests.ui.screens.test_picker import PROCESSES, Machine
from tests.ui.scripted import START, ScriptedSession, counted, story
from tests.ui.stage import SMALL, WIDE, dashboard_app, still_options
from tuiinspect.events import AllocationsRead, AllocationsStarted, CaptureProgressed, SessionEvent
from tuiinspect.samples import CaptureProgress, ListenerFunction
from tuiinspect.ui.inspect_app import InspectApp, Outcome
from tuiinspect.ui.screens.picker import PickerScreen

Compare = Callable[..., bool]
SIZES = pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])


async def shown(pilot: Pilot[Outcome], selector: str, words: str) -> None:
    await until(pilot, lambda: bool(pilot.app.screen.query(selector)) and words in drawn(pilot, selector))


def after(
    session: ScriptedSession, seconds: int, *keys: str, events: Iterable[SessionEvent] = ()
) -> Callable[[Pilot[Outcome]], Awaitable[None]]:
    async def run(pilot: Pilot[Outcome]) -> None:
        await pilot.pause()
        session.send(*story(seconds), *events)
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
            await pilot.pause()

    return run


@SIZES
def test_dashboard(snap_compare: Compare, size: tuple[int, int]) -> None:
    session = ScriptedSession()
    assert snap_compare(dashboard_app(session), terminal_size=size, run_before=after(session, 140))


@SIZES
def test_process_pane(snap_compare: Compare, size: tuple[int, int]) -> None:
    session = ScriptedSession()
    assert snap_compare(dashboard_app(session), terminal_size=size, run_before=after(session, 140, "4"))


@SIZES
@pytest.mark.parametrize("keys", ["", "v"], ids=["list", "tree"])
def test_allocations_pane(snap_compare: Compare, size: tuple[int, int], keys: str) -> None:
    session = ScriptedSession()

    async def run(pilot: Pilot[Outcome]) -> None:
        await after(session, 140, "6")(pilot)
        session.send(AllocationsStarted(START, foreign=False))
        for t, retained in ((5, 100), (65, 250), (125, 400)):
            session.send(AllocationsRead(profile(START + t, retained=retained, started=START)))
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()

    assert snap_compare(dashboard_app(session), terminal_size=size, run_before=run)


@SIZES
def test_classes_pane(snap_compare: Compare, size: tuple[int, int]) -> None:
    session = ScriptedSession()
    run = after(session, 140, "5", events=counted(60))
    assert snap_compare(dashboard_app(session), terminal_size=size, run_before=run)


def test_dashboard_at_forty_columns(snap_compare: Compare) -> None:
    session = ScriptedSession()
    run = after(session, 140, "1")
    assert snap_compare(dashboard_app(session), terminal_size=(40, 20), run_before=run)


def test_dashboard_side_by_side(snap_compare: Compare) -> None:
    session = ScriptedSession()
    assert snap_compare(dashboard_app(session), terminal_size=(180, 45), run_before=after(session, 140))


def test_dashboard_in_ascii(snap_compare: Compare) -> None:
    session = ScriptedSession()
    app = dashboard_app(session, still_options(ascii=True))
    assert snap_compare(app, terminal_size=SMALL, run_before=after(session, 140))


def test_dashboard_before_anything_is_known(snap_compare: Compare) -> None:
    assert snap_compare(dashboard_app(ScriptedSession()), terminal_size=SMALL)


def test_dashboard_marked_paused_and_filtered(snap_compare: Compare) -> None:
    session = ScriptedSession()
    run = after(session, 140, "slash", "h", "u", "b", "enter", "space")
    assert snap_compare(dashboard_app(session), terminal_size=SMALL, run_before=run)


@SIZES
def test_help(snap_compare: Compare, size: tuple[int, int]) -> None:
    session = ScriptedSession()
    run = after(session, 5, "question_mark")
    assert snap_compare(dashboard_app(session), terminal_size=size, run_before=run)


@SIZES
def test_snapshot_question(snap_compare: Compare, size: tuple[int, int]) -> None:
    session = ScriptedSession()

    async def run(pilot: Pilot[Outcome]) -> None:
        await after(session, 140, "S")(pilot)
        await shown(pilot, "#words", "take it")

    assert snap_compare(dashboard_app(session), terminal_size=size, run_before=run)


def test_snapshot_on_its_way(snap_compare: Compare) -> None:
    session = ScriptedSession()

    async def run(pilot: Pilot[Outcome]) -> None:
        await after(session, 140, "S")(pilot)
        await shown(pilot, "#words", "take it")
        await pilot.press("y")
        session.send(CaptureProgressed(CaptureProgress("streaming", 40, 100, 31_000_000, 2.0)))
        await pilot.pause()

    assert snap_compare(dashboard_app(session), terminal_size=WIDE, run_before=run)


def test_listener_functions(snap_compare: Compare) -> None:
    session = ScriptedSession()
    session.located = (
        ListenerFunction("deliver", "server.js", 21, 12, 1162, once=False),
        ListenerFunction("", "server.js", 40, 3, 120, once=True),
        ListenerFunction("onceWrapper", None, None, None, 2, once=False),
    )

    async def run(pilot: Pilot[Outcome]) -> None:
        await after(session, 140, "enter")(pilot)
        await until(pilot, lambda: "asking" not in drawn(pilot, "#waiting"))

    assert snap_compare(dashboard_app(session), terminal_size=SMALL, run_before=run)


@SIZES
def test_picker(snap_compare: Compare, size: tuple[int, int]) -> None:
    machine, options = Machine(), still_options()
    app = InspectApp(lambda: PickerScreen(machine.look, machine.open_session, options), options)

    async def run(pilot: Pilot[Outcome]) -> None:
        await shown(pilot, "#title", f"{len(PROCESSES)} node processes")

    assert snap_compare(app, terminal_size=size, run_before=run)
