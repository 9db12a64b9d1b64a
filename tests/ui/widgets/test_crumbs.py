"""The line that says where one is."""

from __future__ import annotations

from tuiinspect.ui.lines import plain, width_of
from tuiinspect.ui.widgets.crumbs import crumb_line, position

WAY = ("heap.heapsnapshot", "Session 300", "Session @17")


def test_the_whole_way_when_there_is_room() -> None:
    drawn = plain(crumb_line(WAY, "1–9 of 300", 80))
    assert drawn.startswith("heap.heapsnapshot › Session 300 › Session @17 ")
    assert drawn.endswith(" 1–9 of 300")


def test_the_beginning_is_left_out_first() -> None:
    assert plain(crumb_line(WAY, "", 36)).rstrip() == "… › Session 300 › Session @17"
    assert plain(crumb_line(WAY, "", 18)).rstrip() == "… › Session @17"


def test_it_never_is_wider_than_its_place() -> None:
    for width in range(1, 90):
        assert width_of(crumb_line(WAY, "1–9 of 97,365", width)) == width


def test_the_position_is_told_when_not_all_is_in_sight() -> None:
    assert position(0, 200, 97_365) == "1–200 of 97,365"
    assert position(200, 209, 209) == "201–209 of 209"
    assert position(0, 9, 9) == ""
    assert position(0, 0, 0) == ""
