"""Makes the pictures in this folder: runs the real screens on real leaking programs and saves what they show.

python screenshots/make.py            all of them
python screenshots/make.py picker     one of them
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tuiinspect.leaks.catalogue import find_leak
from tuiinspect.leaks.launcher import start
from tuiinspect.node import find_node
from tuiinspect.ui import environment

environment.prepare(slow=False)

from textual.screen import Screen  # noqa: E402 - its environment has to be set first

from tuiinspect.session import Session  # noqa: E402
from tuiinspect.targets.discovery import node_processes  # noqa: E402
from tuiinspect.targets.resolve import Pid  # noqa: E402
from tuiinspect.ui.inspect_app import InspectApp  # noqa: E402
from tuiinspect.ui.options import Options  # noqa: E402
from tuiinspect.ui.screens.dashboard import DashboardScreen  # noqa: E402
from tuiinspect.ui.screens.picker import PickerScreen  # noqa: E402

FOLDER = Path(__file__).parent
PATIENCE_S = 180.0
OPTIONS = Options(mouse=False, warm_up=False, goes_to_suspects=False)
OWN_PORT = ("--inspect-port=0",)


@dataclass(frozen=True)
class Wait:
    """Wait until the screen shows all of these words, then `seconds` more."""

    words: tuple[str, ...]
    seconds: float = 0.0


Step = str | Wait


@dataclass(frozen=True)
class Shot:
    """A picture: the leaks that run, the terminal's size, and the keys that lead to it."""

    leaks: tuple[str, ...]
    size: tuple[int, int]
    steps: tuple[Step, ...]


GROWING = Wait(("growing", "MB/min"), seconds=25)
TAKE_SNAPSHOT: tuple[Step, ...] = ("S", Wait(("take it",)), "y", Wait(("objects", "paused the")))
TO_PATH: tuple[Step, ...] = (
    *("3", "z", "slash", *"session", Wait(("Session",)), "enter", "enter", Wait(("@",))),
    *("enter", Wait(("retained by",), 0.5), "p", Wait(("up to a root",), 9)),
)

TRIAGE: tuple[Step, ...] = ("7", "t", Wait(("Climb the ladder",)), "y", Wait(("they hold",), 1))

SHOTS = {
    "suspects": Shot(("listeners",), (110, 24), (GROWING, *TRIAGE)),
    "suspect": Shot(("listeners",), (110, 34), (GROWING, *TRIAGE, "enter", Wait(("what to do",)))),
    "picker": Shot(("listeners", "module-map", "timers"), (100, 16), (Wait(("listeners.js", "timers.js")),)),
    "dashboard": Shot(("listeners",), (120, 40), (GROWING, *TAKE_SNAPSHOT, Wait((), 8))),
    "dashboard-80x24": Shot(("listeners",), (80, 24), (GROWING,)),
    "snapshot-dialog": Shot(("timers",), (100, 30), (Wait(("MB/min",), 5), "S", Wait(("take it",)))),
    "listener-functions": Shot(("listeners",), (100, 30), (GROWING, "2", "enter", Wait(("resumeSession",)))),
    "retainers": Shot(("listeners",), (120, 30), (GROWING, *TAKE_SNAPSHOT, *TO_PATH)),
}


@contextmanager
def first_screen(pids: Sequence[int]) -> Iterator[Callable[[], Screen[object]]]:
    """The picker when several programs run, else the dashboard on the one."""
    if len(pids) > 1:
        yield lambda: PickerScreen(
            lambda: [process for process in node_processes() if process.pid in pids],
            lambda pid: Session(Pid(pid)),
            OPTIONS,
        )
        return
    session = Session(Pid(pids[0]))
    try:
        yield lambda: DashboardScreen(session, OPTIONS)
    finally:
        session.let_go()


async def take(shot: Shot, pids: Sequence[int]) -> str:
    """Run the screens through the shot's steps and return the picture as SVG."""
    with first_screen(pids) as screen:
        app = InspectApp(screen, OPTIONS)
        async with app.run_test(size=shot.size) as pilot:
            for step in shot.steps:
                if isinstance(step, Wait):
                    await until(app, step)
                else:
                    await pilot.press(step)
                    await pilot.pause()
            return app.export_screenshot(title="tuiinspect")


async def until(app: InspectApp, wait: Wait) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while missing := [word for word in wait.words if word not in shown(app)]:
        if time.monotonic() > deadline:
            sys.exit(f"never on the screen: {', '.join(missing)}\n{shown(app)}")
        await asyncio.sleep(0.1)
    await asyncio.sleep(wait.seconds)


def shown(app: InspectApp) -> str:
    """What the terminal shows, as text."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


def make(name: str) -> None:
    shot = SHOTS[name]
    with ExitStack() as programs:
        pids = [
            programs.enter_context(start(find_leak(leak), node=find_node(), flags=OWN_PORT)).pid
            for leak in shot.leaks
        ]
        picture = asyncio.run(take(shot, pids))
    (FOLDER / f"{name}.svg").write_text(picture, encoding="utf-8")
    print(FOLDER / f"{name}.svg")


def main() -> None:
    names = sys.argv[1:] or list(SHOTS)
    if unknown := [name for name in names if name not in SHOTS]:
        sys.exit(f"no such screenshot: {', '.join(unknown)}; there are {', '.join(SHOTS)}")
    with tempfile.TemporaryDirectory() as state:
        os.environ["XDG_STATE_HOME"] = state
        for name in names:
            make(name)


if __name__ == "__main__":
    main()
