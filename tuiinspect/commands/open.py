"""`tuiinspect open FILE [FILE]`: the snapshot browser, sampled allocations, saved findings or a report."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tuiinspect.commands.screen import ScreenChoice, open_screen, screen_options
from tuiinspect.errors import UnreadableFile, UsageError
from tuiinspect.report.saved import Saved, is_saved, read_saved
from tuiinspect.text import clean

PROFILE_SUFFIX = ".heapprofile"
TEXT_SUFFIXES = (".md", ".txt")


@click.command("open")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("newer", type=click.Path(path_type=Path), required=False)
@click.option("--markdown", is_flag=True, help="Print findings or a report as Markdown, for a ticket.")
@screen_options
def command(file: Path, newer: Path | None, markdown: bool, screen: ScreenChoice) -> int:
    """Browse a .heapsnapshot FILE: its classes, their objects, and who retains them.

    With a NEWER one of the same process, what was added and removed between the two comes first.
    A .heapprofile is a sampling profile: the functions whose allocations live, and who called them.
    The findings that `triage -o FILE.json` has saved open too, and the report that `w` on the dashboard has
    written: as text where there is no terminal.
    """
    for path in (file, newer):
        if path is not None:
            _check_readable(path)
    saved = is_saved(file)
    if markdown and not saved:
        raise UsageError("--markdown is for saved findings and for a dashboard's report, as JSON")
    if file.suffix in TEXT_SUFFIXES:
        raise UsageError(
            f"{clean(str(file))} is text already, which any pager shows",
            advice="What was saved as .json opens here, and --markdown prints it.",
        )
    if file.suffix == PROFILE_SUFFIX:
        return _open_profile(file, newer, screen)
    if saved:
        if newer is not None:
            raise UsageError(f"{clean(str(file))} holds findings: only snapshots are opened two at a time")
        return _open_saved(read_saved(file), screen, markdown=markdown)
    options = open_screen(screen, instead="tuiinspect summary FILE, or tuiinspect retainers FILE ID")
    from tuiinspect.ui.browser_app import run_browser

    return run_browser(newer, options, file) if newer else run_browser(file, options)


def _check_readable(path: Path) -> None:
    """Before a screen is asked for: without one, it is not the terminal that is missing."""
    try:
        path.open("rb").close()
    except OSError as error:
        raise UnreadableFile.because_of(clean(str(path)), error) from None


def _open_saved(saved: Saved, screen: ScreenChoice, *, markdown: bool) -> int:
    if markdown or not (sys.stdin.isatty() and sys.stdout.isatty()):
        click.echo(saved.markdown if markdown else saved.text, nl=False)
        return 0
    options = open_screen(screen, instead="tuiinspect open FILE | less")
    from tuiinspect.ui.findings_app import run_findings

    return run_findings(saved, options)


def _open_profile(file: Path, newer: Path | None, screen: ScreenChoice) -> int:
    options = open_screen(screen, instead="tuiinspect allocations TARGET")
    from tuiinspect.ui.browser_app import run_profile

    return run_profile(newer, options, file) if newer else run_profile(file, options)
