"""The line that names the panes."""

from __future__ import annotations

import pytest

from tuiinspect.ui.lines import plain
from tuiinspect.ui.widgets.heap_pane import HeapPane
from tuiinspect.ui.widgets.listeners_pane import ListenersPane
from tuiinspect.ui.widgets.process_pane import ProcessPane
from tuiinspect.ui.widgets.tab_strip import pane_tabs, tab_line, view_tabs


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (60, "  1 Heap growth  2 Listeners [4 Process]"),
        (34, "  1 Heap  2 Listeners [4 Process]"),
        (20, "  1  2 [4 Process]"),
        (8, "  1  2 …"),
    ],
)
def test_names_are_whole_or_shorter_or_only_the_current_ones(width: int, expected: str) -> None:
    heap, listeners, process = HeapPane(), ListenersPane(), ProcessPane()
    drawn = plain(tab_line(pane_tabs([heap, listeners, process], process), width))
    assert drawn.rstrip() == expected
    assert len(drawn) == width


def test_the_panes_of_the_home_view_are_one_tab() -> None:
    heap, listeners, process = HeapPane(), ListenersPane(), ProcessPane()
    panes = [heap, listeners, process]
    assert plain(tab_line(view_tabs(panes, listeners), 40)).rstrip() == " [1-2 Home] 4 Process"
    assert plain(tab_line(view_tabs(panes, process), 40)).rstrip() == "  1-2 Home [4 Process]"
