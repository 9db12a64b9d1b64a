"""The screens from start to end. Textual is imported in here only after its environment is set."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tuiinspect.errors import ExitCode, InspectError
from tuiinspect.ui import environment
from tuiinspect.ui.endings import Ending
from tuiinspect.ui.options import Options
from tuiinspect.ui.ports import LiveSession
from tuiinspect.ui.warming import Warming

if TYPE_CHECKING:
    from textual.screen import Screen

    from tuiinspect.targets.discovery import NodeProcess

FirstScreen = Callable[[], "Screen[Any]"]


def run_dashboard(session: LiveSession, options: Options, *, asked_for: str) -> int:
    """Watch one target until the user leaves; it is let go whatever happens. Returns the exit code."""
    environment.prepare(slow=options.slow)
    from tuiinspect.ui.screens.dashboard import DashboardScreen

    return _run(lambda: DashboardScreen(session, options, asked_for), options, session.let_go)


def run_picker(
    processes: Callable[[], Sequence[NodeProcess]],
    open_session: Callable[[int], LiveSession],
    options: Options,
) -> int:
    """Let the user choose among `processes`, and watch what `open_session` gives for a pid."""
    environment.prepare(slow=options.slow)
    from tuiinspect.ui.screens.picker import PickerScreen

    sessions: list[LiveSession] = []

    def opened(pid: int) -> LiveSession:
        sessions.append(open_session(pid))
        return sessions[-1]

    def let_go() -> None:
        for session in sessions:
            session.let_go()

    return _run(lambda: PickerScreen(processes, opened, options), options, let_go)


def run_browser(path: Path, options: Options) -> int:
    """Browse a snapshot file.

    Raises:
        InspectError: the file cannot be read.
    """
    environment.prepare(slow=options.slow)
    from tuiinspect.ui.screens.browser import BrowserScreen

    return _run(lambda: BrowserScreen(path), options, lambda: None)


def _run(first: FirstScreen, options: Options, let_go: Callable[[], object]) -> int:
    from tuiinspect.ui.app import InspectApp, crash_text

    app = InspectApp(first, options)
    warming = Warming()
    if options.warm_up:
        warming.start()
    with Ending(app.exit_from_signal, let_go).installed():
        try:
            outcome = app.run(mouse=options.mouse)
        finally:
            warming.stop()
            let_go()
    if app.crash is not None:
        return _say_crash(app.crash, crash_text(app.crash))
    if isinstance(outcome, InspectError):
        raise outcome
    return outcome if outcome is not None else ExitCode.FINE


def _say_crash(error: Exception, details: str) -> int:
    from tuiinspect.ui.report_file import write_text

    try:
        place = f"Details are in {write_text('crash.txt', details)}; please report it."
    except InspectError as unwritable:
        place = str(unwritable)
    print(
        f"tuiinspect: an error of its own, {type(error).__name__}: {error}\n"
        f"The process was let go. {place}",
        file=sys.stderr,
    )
    return ExitCode.INTERNAL
