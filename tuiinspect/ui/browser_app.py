"""What shows files, from start to end. Textual is imported in here only after its environment is set."""

from __future__ import annotations

from pathlib import Path

from tuiinspect.probes.profile_file import load_profile
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

    return run_screen(lambda ours: BrowserScreen(path, base, ours.engine_ready), options, lambda: None)


def run_profile(path: Path, options: Options, base: Path | None = None) -> int:
    """Look at a saved sampling profile, also against an earlier one. Returns the exit code.

    Raises:
        UnreadableFile: a file is no such profile; the message names it.
    """
    profiles = [load_profile(file) for file in (base, path) if file is not None]
    environment.prepare(slow=options.slow)
    from tuiinspect.ui.screens.profile import ProfileScreen

    return run_screen(lambda _ours: ProfileScreen(profiles, path.name), options, lambda: None)
