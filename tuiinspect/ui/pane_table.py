"""The dashboard's panes: a new one is a file of its own and a line here."""

from __future__ import annotations

from typing import Final

from tuiinspect.ui.keymap import Key
from tuiinspect.ui.widgets.allocations_pane import AllocationsPane
from tuiinspect.ui.widgets.classes_pane import ClassesPane
from tuiinspect.ui.widgets.heap_pane import HeapPane
from tuiinspect.ui.widgets.listeners_pane import ListenersPane
from tuiinspect.ui.widgets.pane import Pane
from tuiinspect.ui.widgets.process_pane import ProcessPane
from tuiinspect.ui.widgets.retainers_pane import RetainersPane
from tuiinspect.ui.widgets.suspects_pane import SuspectsPane

PANE_TABLE: Final[tuple[type[Pane], ...]] = (
    HeapPane,
    ListenersPane,
    RetainersPane,
    ProcessPane,
    ClassesPane,
    AllocationsPane,
    SuspectsPane,
)
"""In the order of their numbers. Those that are not `FULL` are the home view, all of them at once."""

PANE_KEYS: Final = tuple(
    Key(
        f"pane-{kind.NUMBER}",
        str(kind.NUMBER),
        f"go_to_pane({kind.NUMBER})",
        f"pane {kind.NUMBER}: {kind.NAME.lower()}",
        title=f"pane {kind.NUMBER} {kind.NAME.lower()}",
    )
    for kind in PANE_TABLE
)
