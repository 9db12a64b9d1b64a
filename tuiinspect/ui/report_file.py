"""What is on the screen, written down: in the user's state folder, else where the tool was started."""

from __future__ import annotations

import json
import time
from pathlib import Path

from tuiinspect import paths
from tuiinspect.errors import InspectError
from tuiinspect.report.allocations import allocations_document
from tuiinspect.report.dashboard import Located, dashboard_document, dashboard_text
from tuiinspect.report.documents import Document
from tuiinspect.ui.state import DashboardState


def write_text(name: str, text: str) -> Path:
    """Write `text` into a file of that name and return where it is.

    Raises:
        InspectError: neither the state folder nor the current one can be written to.
    """
    problem: OSError | None = None
    for folder in (paths.state_dir, Path.cwd):
        try:
            path = folder() / name
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            problem = error
        else:
            return path
    raise InspectError(f"cannot write {name}: {problem}", advice="Is the disk full or read-only?")


def write_report(path: Path | None, state: DashboardState, located: Located, now: float) -> tuple[Path, Path]:
    """Write the findings as text and as JSON; `path` without suffix, or None for a name of our own."""
    found = dashboard_document(
        state.target,
        state.memory,
        state.listeners.rows(),
        located,
        triage=state.suspicion.shown,
        allocations=_allocations(state),
    )
    text, document = dashboard_text(found), json.dumps(found, indent=1)
    if path is not None:
        names = path.with_suffix(".txt"), path.with_suffix(".json")
        names[0].write_text(text, encoding="utf-8")
        names[1].write_text(document, encoding="utf-8")
        return names
    pid = state.target.pid if state.target is not None else "none"
    stem = f"report-{pid}-{time.strftime('%Y%m%d-%H%M%S', time.localtime(now))}"
    return write_text(f"{stem}.txt", text), write_text(f"{stem}.json", document)


def _allocations(state: DashboardState) -> Document | None:
    profile = state.sampling.history.latest
    if profile is None:
        return None
    readings = state.suspicion.watching.figures.readings
    return allocations_document(
        state.sampling.history.stacks(),
        profile,
        cost_s=sum(readings),
        predicted_s=None,
        readings=len(readings),
    )
