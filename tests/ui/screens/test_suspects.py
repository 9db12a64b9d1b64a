"""The pane of suspects: fed by what is seen anyway, called up once, opened, and the way to a triage."""

from __future__ import annotations

import pytest

from tests.ui.scripted import ScriptedSession, story
from tests.ui.stage import WIDE, Stage, dashboard_app, still_options
from tuiinspect.samples import ListenerFunction
from tuiinspect.ui.screens.dashboard import DashboardScreen
from tuiinspect.ui.screens.suspect import SuspectScreen

DELIVER = ListenerFunction("deliver", "server.js", 21, 12, 640, False)


def session_with_functions() -> ScriptedSession:
    session = ScriptedSession()
    session.located = (DELIVER,)
    return session


async def test_growing_listeners_are_named_with_their_place() -> None:
    session = session_with_functions()
    async with dashboard_app(session).run_test(size=WIDE) as pilot:
        stage = Stage(pilot, session)
        await stage.tell(*story(140))
        await stage.press("7")
        await stage.sees("leak:")
        await stage.sees("deliver() at server.js:21")
        await stage.press("enter")
        await stage.until(lambda: isinstance(stage.app.screen, SuspectScreen))
        await stage.sees("what to do:")
        await stage.press("escape")
        assert isinstance(stage.app.screen, DashboardScreen)


@pytest.mark.parametrize(("keys", "shown"), [((), "suspects"), (("1",), "heap")], ids=["looks on", "acts"])
async def test_first_suspect_calls_its_pane_up_unless_somebody_looks_around(
    keys: tuple[str, ...], shown: str
) -> None:
    session = session_with_functions()
    app = dashboard_app(session, still_options(goes_to_suspects=True))
    async with app.run_test(size=WIDE) as pilot:
        stage = Stage(pilot, session)
        await stage.press(*keys)
        await stage.tell(*story(140))
        await stage.until(lambda: stage.dashboard.state.suspicion.live is not None)
        await stage.until(lambda: shown == stage.dashboard.pane.ID)


async def test_triage_asks_first_and_a_no_leaves_everything_as_it_was() -> None:
    session = session_with_functions()
    async with dashboard_app(session).run_test(size=WIDE) as pilot:
        stage = Stage(pilot, session)
        await stage.tell(*story(140))
        await stage.press("t")
        await stage.tell(*story(1))
        await stage.sees("Climb the ladder for a minute?")
        await stage.press("n")
        await stage.until(lambda: not stage.dashboard.suspects.under_way)
        await stage.sees("not confirmed")
        assert stage.dashboard.state.suspicion.triaged is None
