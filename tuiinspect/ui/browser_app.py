"""The snapshot browser from start to end. Textual is imported in here only after its environment is set."""

from __future__ import annotations

from pathlib import Path

from tuiinspect.ui import environment
from tuiinspect.ui.app import run_screen
from tuiinspect.ui.options import Options


def run_browser(path: Path, options: Options, base: Path | None = None) -> int:
    """Browse a snapshot file, also against an earlier one, until the user leaves. Returns the exit code.

    Raises:
        UnreadableFile: the file is no whole snapshot; the message names the place.
    """
    environment.prepare(slow=options.slow)
    from tuiinspect.ui.screens.browser import BrowserScreen

    return run_screen(lambda: BrowserScreen(path, base), options, lambda: None)
