"""The dashboard on a scripted session: send events, press keys, read the whole screen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from textual.pilot import Pilot
from textual.strip import Strip

from tests.ui.scripted import START, ScriptedSession, story
from tuiinspect.events import SessionEvent
from tuiinspect.ui.inspect_app import InspectApp, Outcome
from tuiinspect.ui.options import Options
from tuiinspect.ui.screens.dashboard import DashboardScreen

WIDE = (120, 40)
SMALL = (80, 24)
PATIENCE_S = 90.0


class Clock:
    """Stands still until told otherwise, so that drawings are the same each time."""

    def __init__(self, now: float = START) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def still_options(**changes: object) -> Options:
    """Nothing moves by itself: no ticking, no throttling, no helper process."""
    options = Options(
        clock=Clock(), redraw_interval_s=0.0, ticking=False, warm_up=False, goes_to_suspects=False
    )
    return replace(options, **changes)  # type: ignore[arg-type]


def dashboard_app(session: ScriptedSession, options: Options | None = None) -> InspectApp:
    chosen = options or still_options()
    return InspectApp(lambda: DashboardScreen(session, chosen), chosen)


@dataclass
class Stage:
    """One running dashboard."""

    pilot: Pilot[Outcome]
    session: ScriptedSession

    @property
    def app(self) -> InspectApp:
        assert isinstance(self.pilot.app, InspectApp)
        return self.pilot.app

    @property
    def dashboard(self) -> DashboardScreen:
        return next(screen for screen in self.app.screen_stack if isinstance(screen, DashboardScreen))

    async def tell(self, *events: SessionEvent) -> None:
        self.session.send(*events)
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.pilot.pause()

    async def until(self, condition: Callable[[], object]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < deadline, self.text
            await asyncio.sleep(0.01)
        await self.pilot.pause()

    async def sees(self, words: str) -> None:
        await self.until(lambda: words in self.text)

    @property
    def strips(self) -> list[Strip]:
        return self.app.screen._compositor.render_strips()

    @property
    def lines(self) -> list[str]:
        return [strip.text for strip in self.strips]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def line_with(self, words: str) -> str:
        return next(line for line in self.lines if words in line)


@asynccontextmanager
async def stage(
    seconds: int = 30,
    *,
    size: tuple[int, int] = WIDE,
    options: Options | None = None,
    session: ScriptedSession | None = None,
) -> AsyncIterator[Stage]:
    """The dashboard after `seconds` of the story."""
    scripted = session or ScriptedSession()
    async with dashboard_app(scripted, options).run_test(size=size) as pilot:
        running = Stage(pilot, scripted)
        await pilot.pause()
        if seconds:
            await running.tell(*story(seconds))
        yield running
