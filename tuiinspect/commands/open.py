"""`tuiinspect open FILE [FILE]`: the snapshot browser, sampled allocations, or what a triage has found."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tuiinspect.commands.screen import ScreenChoice, open_screen, screen_options
from tuiinspect.errors import UsageError
from tuiinspect.report.saved import is_findings, read_findings
from tuiinspect.report.triage_text import triage_text
from tuiinspect.text import clean

PROFILE_SUFFIX = ".heapprofile"


@click.command("open")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("newer", type=click.Path(path_type=Path), required=False)
@screen_options
def command(file: Path, newer: Path | None, screen: ScreenChoice) -> int:
    """Browse a .heapsnapshot FILE: its classes, their objects, and who retains them.

    With a NEWER one of the same process, what was added and removed between the two comes first.
    A .heapprofile is a sampling profile: the functions whose allocations live, and who called them.
    The findings that `triage -o FILE.json` has saved open too, as text where there is no terminal.
    """
    if file.suffix == PROFILE_SUFFIX:
        return _open_profile(file, newer, screen)
    if is_findings(file):
        if newer is not None:
            raise UsageError(f"{clean(str(file))} holds findings: only snapshots are opened two at a time")
        return _open_findings(file, screen)
    options = open_screen(screen, instead="tuiinspect summary FILE, or tuiinspect retainers FILE ID")
    from tuiinspect.ui.browser_app import run_browser

    return run_browser(newer, options, file) if newer else run_browser(file, options)


def _open_findings(file: Path, screen: ScreenChoice) -> int:
    document = read_findings(file)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        click.echo(triage_text(document), nl=False)
        return 0
    options = open_screen(screen, instead="tuiinspect open FILE | less")
    from tuiinspect.ui.findings_app import run_findings

    return run_findings(document, options)


def _open_profile(file: Path, newer: Path | None, screen: ScreenChoice) -> int:
    options = open_screen(screen, instead="tuiinspect allocations TARGET")
    from tuiinspect.ui.browser_app import run_profile

    return run_profile(newer, options, file) if newer else run_profile(file, options)
