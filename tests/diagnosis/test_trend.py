"""The slope of a heap: exact lines, sawteeth, and too little to say."""

from __future__ import annotations

import pytest

from tuiinspect.diagnosis.trend import fit, lower_envelope, measure

MB = 1_000_000.0


def test_fit_finds_an_exact_line() -> None:
    line = fit([(100.0 + t, 5 * MB + 2 * MB * t) for t in range(10)])
    assert line is not None
    assert line.slope == pytest.approx(2 * MB)
    assert line.at(100.0) == pytest.approx(5 * MB)
    assert line.r2 == pytest.approx(1.0)


def test_fit_needs_two_times() -> None:
    assert fit([]) is None
    assert fit([(1.0, 2.0)]) is None
    assert fit([(1.0, 2.0), (1.0, 3.0)]) is None


def test_a_flat_line_fits_fully() -> None:
    line = fit([(float(t), 7.0) for t in range(5)])
    assert line is not None
    assert (line.slope, line.r2) == (0.0, 1.0)


def test_the_envelope_of_a_sawtooth_is_flat() -> None:
    teeth = [(t / 10, 10 * MB + (t % 50) * MB) for t in range(600)]
    envelope = lower_envelope(teeth)
    assert {value for _, value in envelope} == {10 * MB}
    trend = measure([], teeth, 100 * MB)
    assert trend is not None
    assert trend.basis == "lower envelope"
    assert trend.slope_bytes_per_s == pytest.approx(0.0)
    assert trend.seconds_to_limit is None


def test_the_floor_after_gc_is_preferred_and_the_time_left_follows_from_it() -> None:
    used = [(float(t), 50 * MB + (t % 10) * MB) for t in range(60)]
    floor = [(float(t), 20 * MB + 0.5 * MB * t) for t in range(0, 60, 6)]
    trend = measure(floor, used, 100 * MB)
    assert trend is not None
    assert trend.basis == "floor after GC"
    assert trend.span_s == 54
    assert trend.slope_bytes_per_s == pytest.approx(0.5 * MB)
    assert trend.seconds_to_limit == pytest.approx((100 - 20 - 27) / 0.5)


def test_a_floor_of_the_first_moments_does_not_speak_for_the_whole_span() -> None:
    floor = [(0.0, 10 * MB), (2.0, 10 * MB), (4.0, 10 * MB)]
    used = [(float(t), 10 * MB + t * MB) for t in range(100)]
    trend = measure(floor, used, 1000 * MB)
    assert trend is not None
    assert trend.basis == "lower envelope"
    assert trend.slope_bytes_per_s == pytest.approx(MB, rel=0.05)


def test_too_little_gives_no_trend() -> None:
    assert measure([], [], MB) is None
    assert measure([], [(0.0, 1.0), (1.0, 2.0), (2.0, 3.0)], MB) is None
    assert measure([], [(float(t), float(t)) for t in range(9)], MB) is None
    assert measure([], [(float(t), float(t)) for t in range(30)], MB) is not None


def test_a_heap_past_its_limit_has_no_time_left() -> None:
    trend = measure([], [(float(t), 10 * MB + t * MB) for t in range(20)], 5 * MB)
    assert trend is not None
    assert trend.seconds_to_limit == 0.0


def test_no_forecast_from_points_that_follow_no_line() -> None:
    points = [(float(t), 20 * MB + (t % 7) * MB + 0.01 * MB * t) for t in range(60)]
    trend = measure(points, points, 100 * MB)
    assert trend is not None
    assert trend.slope_bytes_per_s > 0
    assert trend.r2 < 0.5
    assert not trend.clear
    assert trend.seconds_to_limit is None


def test_a_rough_rise_still_has_a_forecast() -> None:
    points = [(float(t), 20 * MB + (t % 7) * MB + 0.5 * MB * t) for t in range(60)]
    trend = measure(points, points, 100 * MB)
    assert trend is not None
    assert trend.clear
    assert trend.seconds_to_limit is not None
