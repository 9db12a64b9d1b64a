"""Saved findings on the screen, from start to end. Textual is imported only after its environment is set."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tuiinspect.ui import environment
from tuiinspect.ui.app import run_screen
from tuiinspect.ui.options import Options


def run_findings(document: dict[str, Any], options: Options) -> int:
    """Show the findings of a triage until the user leaves. Returns the exit code."""
    environment.prepare(slow=options.slow)
    from tuiinspect.ui.screens.findings import FindingsScreen

    # No snapshot will be read here.
    return run_screen(lambda _ours: FindingsScreen(document), replace(options, warm_up=False), lambda: None)
