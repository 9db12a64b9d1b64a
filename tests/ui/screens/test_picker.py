"""The picker by its keys."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import pytest

from tests.ui.scripted import ScriptedSession, story
from tests.ui.stage import SMALL, WIDE, Stage, still_options
from tuiinspect.errors import InspectError, NotAttachable
from tuiinspect.targets.discovery import NodeProcess
from tuiinspect.ui.inspect_app import InspectApp
from tuiinspect.ui.screens.dashboard import DashboardScreen
from tuiinspect.ui.screens.picker import PickerScreen


def process(pid: int, title: str, **changes: object) -> NodeProcess:
    fields: dict[str, object] = {
        "pid": pid,
        "user": "app",
        "uptime_s": 3720.0,
        "rss_bytes": 98_000_000,
        "command": ("node", title),
        "title": title,
        "node": "v20.20.2",
        "inspector": None,
        "attachable": True,
        "why_not": None,
    }
    return NodeProcess(**{**fields, **changes})  # type: ignore[arg-type]


PROCESSES = [
    process(4242, "server.js", rss_bytes=120_000_000),
    process(17, "worker.js", rss_bytes=2_000_000_000, uptime_s=90_000.0, node="v22.23.3"),
    process(99, "billing.js", user="root", attachable=False, why_not="belongs to another user (root)"),
    process(7, "[red]\x1b[2Jx", rss_bytes=1000),
]


class Machine:
    """What the picker looks at, and what it opens."""

    def __init__(self) -> None:
        self.processes: Sequence[NodeProcess] | InspectError = PROCESSES
        self.session = ScriptedSession()
        self.opened: list[int] = []
        self.refuses: InspectError | None = None

    def look(self) -> Sequence[NodeProcess]:
        if isinstance(self.processes, InspectError):
            raise self.processes
        return self.processes

    def open_session(self, pid: int) -> ScriptedSession:
        if self.refuses is not None:
            raise self.refuses
        self.opened.append(pid)
        return self.session


Open = Callable[[], PickerScreen]


@asynccontextmanager
async def picking(machine: Machine, size: tuple[int, int] = WIDE) -> AsyncIterator[Stage]:
    options = still_options()
    app = InspectApp(lambda: PickerScreen(machine.look, machine.open_session, options), options)
    async with app.run_test(size=size) as pilot:
        stage = Stage(pilot, machine.session)
        await pilot.pause()
        yield stage


@pytest.mark.parametrize("size", [SMALL, WIDE, (40, 20)], ids=["80x24", "120x40", "40x20"])
async def test_it_lists_the_processes_largest_first(size: tuple[int, int]) -> None:
    async with picking(Machine(), size) as on:
        await on.sees("4 node processes" if size[0] > 40 else "worker.js")
        order = [on.text.index(name) for name in ("worker.js", "server.js")]
        assert order == sorted(order)
        assert "\x1b" not in on.text


async def test_enter_attaches() -> None:
    machine = Machine()
    async with picking(machine) as on:
        await on.sees("server.js")
        await on.press("j", "enter")
        assert machine.opened == [4242]
        await on.tell(*story(10))
        assert "presence:* ×12" in on.text


async def test_what_cannot_be_attached_to_says_why() -> None:
    machine = Machine()
    async with picking(machine) as on:
        await on.sees("! belongs to another user (root)")
        await on.press("slash", *"billing", "enter", "enter")
        assert "99 billing.js: belongs to another user (root)" in on.text
        assert machine.opened == []


async def test_an_error_on_the_way_is_said_on_the_screen() -> None:
    machine = Machine()
    machine.refuses = NotAttachable("9229 is taken", advice="Stop the other one.")
    async with picking(machine) as on:
        await on.sees("server.js")
        await on.press("enter")
        assert "! 9229 is taken Stop the other one." in on.text


async def test_filter_and_order() -> None:
    async with picking(Machine()) as on:
        await on.sees("server.js")
        await on.press("slash", *"serv")
        assert "1 of 4" in on.text
        assert "worker.js" not in on.text
        await on.press("escape", "s")
        assert "up for ▼" in on.text
        await on.press("r")
        assert "up for ▲" in on.text


async def test_a_new_process_appears_and_the_cursor_stays() -> None:
    machine = Machine()
    async with picking(machine) as on:
        await on.sees("server.js")
        await on.press("j")
        machine.processes = [process(1, "huge.js", rss_bytes=9_000_000_000), *PROCESSES]
        on.app.screen_stack[-1].look()  # type: ignore[attr-defined]
        await on.sees("huge.js")
        await on.press("enter")
        assert machine.opened == [4242]


async def test_nobody_there_is_said() -> None:
    machine = Machine()
    machine.processes = []
    async with picking(machine) as on:
        await on.sees("no node process here")
        await on.press("enter", "j", "s")
        machine.processes = InspectError("cannot read /proc")
        on.app.screen_stack[-1].look()  # type: ignore[attr-defined]
        await on.sees("! cannot read /proc")


async def test_escape_goes_back_to_the_list_after_a_yes() -> None:
    machine = Machine()
    async with picking(machine) as on:
        await on.sees("server.js")
        await on.press("enter")
        await on.tell(*story(5))
        await on.press("escape")
        assert "go back to the list?" in on.text
        await on.press("n", "escape", "y")
        await on.until(lambda: not any(isinstance(s, DashboardScreen) for s in on.app.screen_stack))
        assert "let go" in machine.session.asked
        await on.sees("which process?")
        await on.press("escape", "escape", "q")
    assert on.app.return_value == 0
