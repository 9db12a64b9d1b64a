"""What was saved on the screen, from start to end. Textual is imported only after its environment is set."""

from __future__ import annotations

from dataclasses import replace

from tuiinspect.report.saved import Saved
from tuiinspect.ui import environment
from tuiinspect.ui.app import run_screen
from tuiinspect.ui.options import Options


def run_findings(saved: Saved, options: Options) -> int:
    """Show what was saved until the user leaves. Returns the exit code."""
    environment.prepare(slow=options.slow)
    from tuiinspect.ui.screens.findings import FindingsScreen

    # No snapshot will be read here.
    return run_screen(lambda _ours: FindingsScreen(saved), replace(options, warm_up=False), lambda: None)
