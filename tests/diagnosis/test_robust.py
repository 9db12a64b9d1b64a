"""Slopes that a few wild points do not bend."""

from __future__ import annotations

import random

import pytest

from tuiinspect.diagnosis.robust import later_share, slope_of


def test_straight_line_has_its_slope() -> None:
    slope = slope_of([(t, 100.0 + 7 * t) for t in range(20)])
    assert slope is not None
    assert (slope.per_s, slope.low, slope.high) == (7, 7, 7)
    assert slope.r2 == pytest.approx(1)
    assert slope.span_s == 19
    assert slope.rises


def test_one_wild_point_does_not_bend_it() -> None:
    points = [(float(t), 5.0 * t) for t in range(30)]
    points[12] = (12.0, 1e6)
    slope = slope_of(points)
    assert slope is not None
    assert slope.per_s == pytest.approx(5, rel=0.05)


def test_noise_around_a_level_does_not_rise() -> None:
    chance = random.Random(3)
    slope = slope_of([(float(t), chance.gauss(1000, 50)) for t in range(60)])
    assert slope is not None
    assert slope.low < 0 < slope.high
    assert not slope.rises


def test_bounds_hold_the_true_slope_nineteen_times_of_twenty() -> None:
    chance = random.Random(7)
    held = 0
    for _ in range(200):
        slope = slope_of([(float(t), 2.0 * t + chance.gauss(0, 10)) for t in range(25)])
        assert slope is not None
        held += slope.low <= 2 <= slope.high
    assert held >= 180


@pytest.mark.parametrize("points", [[], [(0.0, 1.0)], [(1.0, 1.0)] * 8])
def test_too_little_has_no_slope(points: list[tuple[float, float]]) -> None:
    assert slope_of(points) is None


def test_long_series_is_thinned_and_keeps_its_slope() -> None:
    slope = slope_of([(t / 10, 3.0 * t / 10) for t in range(5000)])
    assert slope is not None
    assert slope.per_s == pytest.approx(3)
    assert slope.points <= 250


def test_later_share_tells_a_line_from_a_plateau() -> None:
    line = [(float(t), 4.0 * t) for t in range(40)]
    plateau = [(float(t), min(80.0, 4.0 * t)) for t in range(40)]
    assert later_share(line) == pytest.approx(1)
    share = later_share(plateau)
    assert share is not None
    assert share < 0.1
    assert later_share(line[:5]) is None
    assert later_share([(float(t), -1.0 * t) for t in range(40)]) is None
