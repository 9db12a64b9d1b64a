"""`tuiinspect open FILE`: the snapshot browser."""

from __future__ import annotations

from pathlib import Path

import click

from tuiinspect.commands.screen import ScreenChoice, open_screen, screen_options


@click.command("open")
@click.argument("file", type=click.Path(path_type=Path))
@screen_options
def command(file: Path, screen: ScreenChoice) -> int:
    """Browse a .heapsnapshot FILE: its classes, their objects, and who retains them."""
    options = open_screen(screen, instead="tuiinspect summary FILE, or tuiinspect retainers FILE ID")
    from tuiinspect.ui.browser_app import run_browser

    return run_browser(file, options)
