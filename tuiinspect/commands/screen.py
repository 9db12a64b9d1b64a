"""What the commands with a screen share: their switches, and the check that there is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from tuiinspect.errors import UsageError

if TYPE_CHECKING:
    from tuiinspect.ui.options import Options

_SWITCHES = (
    click.option("--ascii/--unicode", "ascii_only", default=None, help="Draw with ASCII only [by locale]."),
    click.option("--slow/--fast", "slow", default=None, help="Few frames a second [over SSH]."),
    click.option("--mouse/--no-mouse", "mouse", default=None, help="Take the mouse [not over SSH]."),
)


@dataclass(frozen=True, slots=True)
class ScreenChoice:
    """The switches as given; None leaves a choice to the environment."""

    ascii_only: bool | None
    slow: bool | None
    mouse: bool | None


def screen_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the switches; the command gets them as one argument `screen`."""

    @wraps(function)
    def wrapped(
        *args: object, ascii_only: bool | None, slow: bool | None, mouse: bool | None, **rest: object
    ) -> object:
        return function(*args, screen=ScreenChoice(ascii_only, slow, mouse), **rest)

    decorated: Callable[..., Any] = wrapped
    for switch in reversed(_SWITCHES):
        decorated = switch(decorated)
    return decorated


def open_screen(choice: ScreenChoice, *, instead: str) -> Options:
    """Check for a terminal and settle the options, before anything of the screens is imported.

    Raises:
        UsageError: no terminal; `instead` names the command that needs none.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("this needs a terminal, and there is none here", advice=f"Without one: {instead}")
    from tuiinspect.ui.environment import prepare
    from tuiinspect.ui.options import options_here

    options = options_here(ascii_only=choice.ascii_only, slow=choice.slow, mouse=choice.mouse)
    prepare(slow=options.slow)
    return options
