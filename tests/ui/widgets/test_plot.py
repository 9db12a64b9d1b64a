"""The chart's arithmetic, character by character."""

from __future__ import annotations

import pytest

from tuiinspect.ui.widgets.plot import (
    TimeAxis,
    area,
    fair_bounds,
    held,
    ranges,
    round_top,
    sparkline,
    time_axis,
    trace,
)


def test_axis_takes_the_finest_round_step_that_shows_everything() -> None:
    assert time_axis(1000.0, 1009.0, 10) == TimeAxis(1000.0, 1, 10)
    assert time_axis(1000.0, 1010.0, 10) == TimeAxis(999.0, 1.5, 10)
    assert time_axis(1000.5, 1001.0, 10).step == 0.1


def test_axis_keeps_its_borders_while_time_goes_on() -> None:
    axes = {time_axis(1003.0, last, 50) for last in (1202.0, 1203.0, 1210.0, 1249.0)}
    assert axes == {TimeAxis(1000, 5, 50)}


def test_axis_reaches_over_years() -> None:
    axis = time_axis(0.0, 400 * 86400.0, 10)
    assert axis.column(0.0) == 0
    assert axis.column(400 * 86400.0) is not None


@pytest.mark.parametrize(
    ("highest", "top"), [(0, 1.0), (1, 1), (41e6, 60e6), (60e6, 60e6), (61e6, 80e6), (99, 100), (0.5, 0.6)]
)
def test_round_top_is_not_below_the_highest(highest: float, top: float) -> None:
    assert round_top(highest) == pytest.approx(top)


def test_slices_hold_lowest_and_highest_and_bridge_gaps_only_between_samples() -> None:
    axis = TimeAxis(0.0, 1.0, 6)
    assert ranges([1.0, 1.5, 4.2], [10.0, 20.0, 30.0], axis) == [
        None,
        (10.0, 20.0),
        (20.0, 20.0),
        (25.0, 25.0),
        (30.0, 30.0),
        None,
    ]


def test_step_function_starts_with_its_first_point_and_ends_with_the_newest_sample() -> None:
    axis = TimeAxis(0.0, 1.0, 6)
    assert held([(1.2, 5.0), (3.0, 7.0)], axis, until=4.0) == [None, 5.0, 5.0, 7.0, 7.0, None]


def test_area_fills_from_zero_in_eighths() -> None:
    assert area([0.0, 1.0, 8.0, 9.0, 16.0, None], height=2, top=16.0) == ["   ▁█ ", " ▁███ "]


def test_something_small_stays_visible() -> None:
    assert area([1.0], height=1, top=1000.0) == ["▁"]


def test_trace_is_one_dot_a_value_and_joins_steep_parts() -> None:
    assert trace([(0, 0), (0, 0)], height=1, top=4.0) == ["⣀"]
    assert trace([(4, 4), (4, 4)], height=1, top=4.0) == ["⠉"]
    assert trace([(0, 0), (4, 4)], height=1, top=4.0) == ["⡸"]
    assert trace([(4, 4), (0, 0)], height=2, top=4.0) == ["⢱", "⢸"]


def test_trace_leaves_unknown_slices_empty() -> None:
    assert trace([None, None, (0, 4), None], height=1, top=4.0) == ["⠀⡇"]


def test_sparkline_is_scaled_by_the_bounds_it_is_given() -> None:
    assert sparkline([100, 101], 8, 0, 101) == "██"
    assert sparkline([0, 50, 100], 8, 0, 100) == "▁▅█"
    assert sparkline([3, 3, 3], 8, 3, 3) == "▁▁▁"
    assert sparkline([], 8, 0, 1) == ""


def test_sparkline_joins_many_values_by_their_highest() -> None:
    assert sparkline([0, 7, 0, 0, 0, 0], 3, 0, 7) == "█▁▁"


def test_fair_bounds_do_not_stretch_a_wobble() -> None:
    assert fair_bounds([1000, 1001]) == (1000.0, 1100.0)
    assert fair_bounds([1000, 2000]) == (1000.0, 2000.0)
    assert fair_bounds([0, 3]) == (0.0, 8.0)
