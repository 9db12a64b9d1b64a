"""`tuiinspect open FILE [FILE]`: the snapshot browser."""

from __future__ import annotations

from pathlib import Path

import click

from tuiinspect.commands.screen import ScreenChoice, open_screen, screen_options


@click.command("open")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("newer", type=click.Path(path_type=Path), required=False)
@screen_options
def command(file: Path, newer: Path | None, screen: ScreenChoice) -> int:
    """Browse a .heapsnapshot FILE: its classes, their objects, and who retains them.

    With a NEWER one of the same process, what was added and removed between the two comes first.
    """
    options = open_screen(screen, instead="tuiinspect summary FILE, or tuiinspect retainers FILE ID")
    from tuiinspect.ui.browser_app import run_browser

    return run_browser(newer, options, file) if newer else run_browser(file, options)
