"""The screens from start to end. Textual is imported in here only after its environment is set."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from tuiinspect.errors import ExitCode, InspectError
from tuiinspect.targets.discovery import NodeProcess, node_processes
from tuiinspect.targets.resolve import Pid, TargetSpec
from tuiinspect.ui import environment
from tuiinspect.ui.endings import Ending
from tuiinspect.ui.options import Options
from tuiinspect.ui.ports import LiveSession
from tuiinspect.warming import Warming

if TYPE_CHECKING:
    from textual.screen import Screen

SWITCH_INTERVAL_S: Final = 0.0005
"""While a snapshot is analysed in another thread a key waits for its turn some 25 times: not 5 ms each."""

FirstScreen = Callable[[Options], "Screen[Any]"]
"""Makes it with the options as they are when the screens run."""


def run_dashboard(session: LiveSession, options: Options) -> int:
    """Watch one target until the user leaves; it is let go whatever happens. Returns the exit code."""
    environment.prepare(slow=options.slow)
    from tuiinspect.ui.screens.dashboard import DashboardScreen

    return run_screen(lambda ours: DashboardScreen(session, ours), options, session.let_go)


def run_picker(
    open_session: Callable[[TargetSpec], LiveSession],
    options: Options,
    processes: Callable[[], Sequence[NodeProcess]] = node_processes,
) -> int:
    """Let the user choose among `processes`, and watch what `open_session` gives. Returns the exit code."""
    environment.prepare(slow=options.slow)
    from tuiinspect.ui.screens.picker import PickerScreen

    sessions: list[LiveSession] = []

    def opened(pid: int) -> LiveSession:
        sessions.append(open_session(Pid(pid)))
        return sessions[-1]

    def let_go() -> None:
        for session in sessions:
            session.let_go()

    return run_screen(lambda ours: PickerScreen(processes, opened, ours), options, let_go)


def run_screen(first: FirstScreen, options: Options, let_go: Callable[[], object]) -> int:
    """Show screens until the user leaves or a signal comes, and let go in any case.

    Raises:
        InspectError: a screen ended with it.
    """
    from tuiinspect.ui.inspect_app import InspectApp, crash_text

    sys.setswitchinterval(SWITCH_INTERVAL_S)
    warming = Warming()
    ours = replace(options, engine_ready=lambda: warming.over)
    app = InspectApp(lambda: first(ours), ours)
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
        f"tuiinspect: an error of its own, {type(error).__name__}: {error}\nThe process was let go. {place}",
        file=sys.stderr,
    )
    return ExitCode.INTERNAL
