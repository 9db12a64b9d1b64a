"""`tuiinspect demo`: a bundled leaking program with the dashboard on it."""

from __future__ import annotations

import click

from tuiinspect.commands.screen import ScreenChoice, open_screen, screen_options
from tuiinspect.leaks.catalogue import DEFAULT, LEAKS, find_leak
from tuiinspect.leaks.launcher import start
from tuiinspect.node import find_node


@click.command("demo")
@click.argument("leak", required=False)
@click.option("--list", "list_only", is_flag=True, help="Name the leaks and what goes wrong in each.")
@click.option("--rate", type=click.FloatRange(min=0, min_open=True), help="Requests a second.")
@click.option("--healthy", is_flag=True, help="Start the twin that does not leak.")
@click.option("--read-only", is_flag=True, help="Never put the hook in .on().")
@screen_options
def command(
    leak: str | None,
    list_only: bool,
    rate: float | None,
    healthy: bool,
    read_only: bool,
    screen: ScreenChoice,
) -> int:
    """Start a bundled leaking Node program and open the dashboard on it; both end with `q`."""
    if list_only:
        for known in LEAKS:
            click.echo(f"{known.name:<15} {known.story}")
        return 0
    chosen = find_leak(leak or DEFAULT)
    options = open_screen(screen, instead="tuiinspect demo --list")
    from tuiinspect.session import Session
    from tuiinspect.targets.resolve import Pid
    from tuiinspect.ui.app import run_dashboard

    # A port of its own, so that a demo never takes 9229 from a process that matters.
    flags = ("--inspect-port=0",)
    with start(chosen, rate=rate, healthy=healthy, node=find_node(), flags=flags) as program:
        return run_dashboard(Session(Pid(program.pid), read_only=read_only, workers=True), options)
