"""Driving the browser in tests: press keys, wait for what they lead to, read the screen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from tests.ui.drawn_heaps import DrawnHeap
from tuiinspect.ui.inspect_app import InspectApp
from tuiinspect.ui.lines import plain
from tuiinspect.ui.options import Options
from tuiinspect.ui.screens.browser import BrowserScreen
from tuiinspect.ui.widgets.drawing import Drawing
from tuiinspect.ui.widgets.path_line import PathLine
from tuiinspect.ui.widgets.row_list import RowList

Driver = Pilot[Any]
PATIENCE_S = 90.0


def browser_on(heap: DrawnHeap, folder: Path, *, ascii_only: bool = False) -> InspectApp:
    """The browser on a file of this heap."""
    file = folder / "drawn.heapsnapshot"
    file.write_bytes(heap.text())
    return browser_of(file, Options(ascii=ascii_only, mouse=False, warm_up=False))


def browser_of(file: Path, options: Options) -> InspectApp:
    return InspectApp(lambda: BrowserScreen(file), options)


async def until(pilot: Driver, condition: Callable[[], object]) -> None:
    """Wait until `condition` holds; a failed assertion shows the screen."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "\n".join(screen(pilot))
        await asyncio.sleep(0.01)
    await pilot.pause()


def rows(pilot: Driver) -> list[str]:
    """The rows of the list on the screen, without its header."""
    return [text.rstrip() for text in _list_text(pilot)[1:] if text.strip()]


def header(pilot: Driver) -> str:
    return next(iter(_list_text(pilot)), "")


def _list_text(pilot: Driver) -> list[str]:
    if not isinstance(pilot.app.screen, BrowserScreen):
        return []
    shown = pilot.app.screen.query_one(RowList)
    return [shown.render_line(y).text for y in range(shown.size.height)]


def way(pilot: Driver) -> str:
    return drawn(pilot, "#way")


def drawn(pilot: Driver, selector: str) -> str:
    return " ".join(plain(text) for text in pilot.app.screen.query_one(selector, Drawing).drawn).strip()


def path_line(pilot: Driver) -> str:
    return pilot.app.screen.query_one(PathLine).sentence()


def screen(pilot: Driver) -> list[str]:
    return [way(pilot), *_list_text(pilot)]


async def opened(pilot: Driver) -> None:
    """The classes are there."""
    await until(pilot, lambda: "class" in header(pilot) and rows(pilot))


async def open_class(pilot: Driver, name: str) -> None:
    """Filter for a class and open it."""
    await opened(pilot)
    await pilot.press("slash", *name, "enter", "enter")
    await until(pilot, lambda: "object" in header(pilot) and rows(pilot) and "@" in rows(pilot)[0])


async def open_object(pilot: Driver, name: str) -> None:
    """Open the first object of a class; its retainers are there."""
    await open_class(pilot, name)
    await pilot.press("enter")
    await until(pilot, lambda: "retained by" in header(pilot) and len(rows(pilot)) > 1)
