"""The application: which screen is on, the theme, the keys that work everywhere, and how it ends."""

from __future__ import annotations

import asyncio
import os
import traceback
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, ClassVar

from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.filter import LineFilter
from textual.screen import Screen

from tuiinspect.errors import ExitCode, InspectError
from tuiinspect.ui import clipboard
from tuiinspect.ui.ascii import AsciiFilter
from tuiinspect.ui.key_table import all_keys, check_overrides
from tuiinspect.ui.keymap import APP, MOVEMENT, bindings
from tuiinspect.ui.lines import line
from tuiinspect.ui.options import Options
from tuiinspect.ui.palette import THEME
from tuiinspect.ui.screens.confirm import Answer, Question
from tuiinspect.ui.screens.dashboard import DashboardScreen
from tuiinspect.ui.screens.help import HelpScreen
from tuiinspect.ui.state import Link

Outcome = int | InspectError


class QuitQuestion(Question):
    """Asked while a snapshot is under way."""


class InspectApp(App[Outcome], inherit_bindings=False):
    """Shows the screen it is given, and whatever that opens."""

    CSS_PATH = "app.tcss"
    TITLE = "tuiinspect"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(APP)]

    def __init__(self, first: Callable[[], Screen[Any]], options: Options) -> None:
        self._ascii = AsciiFilter()
        # Said before the theme is known: with NO_COLOR Textual would grey what has no colour to begin with.
        super().__init__(ansi_color=True)
        self.options = options
        self.crash: Exception | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self._first = first
        self.register_theme(THEME)
        self.theme = THEME.name
        self.set_keymap(check_overrides(options.keys))

    def on_mount(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.push_screen(self._first())

    def get_line_filters(self) -> Sequence[LineFilter]:
        filters = super().get_line_filters()
        return [*filters, self._ascii] if self.options.ascii else filters

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the keys do here, for the palette."""
        known, told = all_keys(), {"palette", "quit-now", *(key.id for key in MOVEMENT)}
        for active in screen.active_bindings.values():
            key = known.get(active.binding.id or "")
            if key is not None and active.enabled and key.id not in told:
                told.add(key.id)
                run = partial(self.run_action, active.binding.action, active.node)
                yield SystemCommand(key.name, active.binding.description, run)

    def copy_to_clipboard(self, text: str) -> None:
        # As in the base class, but wrapped so that tmux and screen pass it on.
        self._clipboard = text
        if self._driver is not None:
            self._driver.write(clipboard.sequence(text, os.environ))

    @property
    def _dashboards(self) -> list[DashboardScreen]:
        return [screen for screen in self.screen_stack if isinstance(screen, DashboardScreen)]

    def action_show_help(self) -> None:
        where = self.screen.pane.NAME if isinstance(self.screen, DashboardScreen) else "here"
        self.push_screen(HelpScreen(where, self.screen.active_bindings))

    def action_leave(self) -> None:
        """Quit; while a snapshot is under way only on a yes, or when asked again."""
        capturing = any(dashboard.capture.under_way for dashboard in self._dashboards)
        if not capturing or isinstance(self.screen, QuitQuestion):
            self.exit(self._exit_code)
            return
        question = QuitQuestion(
            "A snapshot is under way. Quit?",
            [line("The process is not harmed: a helper takes the rest of the stream and drops it.")],
            yes="quit",
            no="wait for it",
        )
        self.push_screen(question, self._quit_answered)

    def _quit_answered(self, answer: Answer | None) -> None:
        if answer == "yes":
            self.exit(self._exit_code)

    @property
    def _exit_code(self) -> ExitCode:
        never = any(
            screen.state.target is None and screen.state.link is Link.LOST for screen in self._dashboards
        )
        return ExitCode.NO_TARGET if never else ExitCode.FINE

    def exit_from_signal(self) -> None:
        """May be called by a signal handler and from any thread."""
        if self.loop is not None:
            self.loop.call_soon_threadsafe(self.exit, ExitCode.INTERRUPTED)

    def _handle_exception(self, error: Exception) -> None:
        self.crash = self.crash or error
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        # In place of a traceback over the user's screen; `run` says what there is to say.
        self._close_messages_no_wait()


def crash_text(error: Exception) -> str:
    return "".join(traceback.format_exception(error))
