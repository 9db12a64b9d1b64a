"""`tuiinspect` and `tuiinspect TARGET`: the picker, and the dashboard on one process."""

from __future__ import annotations

from collections.abc import Sequence

import click

from tuiinspect.commands.call_sites import CALL_SITE_COST, call_site_option, check_call_sites
from tuiinspect.commands.counters import announce, counter_option, parse_counters
from tuiinspect.commands.live import SECONDS, note
from tuiinspect.commands.screen import ScreenChoice, open_screen, screen_options


@click.command("attach")
@click.argument("target", required=False)
@click.option("--read-only", is_flag=True, help="Never put the hook in .on().")
@click.option("--interval", type=SECONDS, default="1s", show_default=True, help="Time between samples.")
@click.option("--allow-remote", is_flag=True, help="Also attach to an address that is not this machine's.")
@call_site_option
@counter_option
@screen_options
def command(
    target: str | None,
    read_only: bool,
    interval: float,
    allow_remote: bool,
    call_sites: bool,
    counters: Sequence[str],
    screen: ScreenChoice,
) -> int:
    """Open the dashboard on TARGET, or a list of this machine's node processes to pick from."""
    check_call_sites(call_sites, read_only)
    counted = parse_counters(counters)
    options = open_screen(screen, instead="tuiinspect ps, or tuiinspect watch TARGET --json")
    from tuiinspect.session import Session
    from tuiinspect.targets.resolve import TargetSpec, resolve
    from tuiinspect.ui.app import run_dashboard, run_picker

    announce(counted)
    if call_sites:
        note(CALL_SITE_COST)

    def session(spec: TargetSpec) -> Session:
        return Session(
            spec,
            read_only=read_only,
            interval=interval,
            allow_remote=allow_remote,
            workers=True,
            counters=counted,
            call_sites=call_sites,
        )

    if target is None:
        return run_picker(session, options)
    return run_dashboard(session(resolve(target)), options)
