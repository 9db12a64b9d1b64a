"""The switch that has the hook note from where listeners are added, and what is said of it."""

from __future__ import annotations

import click

from tuiinspect.errors import UsageError

call_site_option = click.option(
    "--call-sites",
    is_flag=True,
    help="Note where .on() is called from: some 10 to 20 µs for each listener that is added.",
)

CALL_SITE_COST = (
    "call sites are noted from now on: for each listener that is added to a known emitter the hook takes "
    "a stack, which costs some 10 to 20 µs, and 5 % of the time at most"
)


def check_call_sites(call_sites: bool, read_only: bool) -> None:
    """Raise UsageError where the hook that would note them is not to go in."""
    if call_sites and read_only:
        raise UsageError(
            "--call-sites needs the hook in .on(), which --read-only keeps out",
            advice="Leave one of them out.",
        )
