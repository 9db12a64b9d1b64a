"""Counts read each second: leaks told from what comes and goes."""

from __future__ import annotations

import math
import random

from tuiinspect.diagnosis.counted import shape_of_counts
from tuiinspect.diagnosis.steadiness import Shape

SECONDS = range(50)


def test_each_request_adds_one() -> None:
    assert shape_of_counts([(float(t), 10.0 + 8 * t) for t in SECONDS]) is Shape.STEADY


def test_rare_additions_are_a_leak_too() -> None:
    assert shape_of_counts([(float(t), 5.0 + t // 4) for t in SECONDS]) is Shape.STEADY


def test_level_count_is_small() -> None:
    assert shape_of_counts([(float(t), 1200.0) for t in SECONDS]) is Shape.SMALL
    assert shape_of_counts([]) is Shape.SMALL


def test_cache_that_fills_is_flat() -> None:
    assert shape_of_counts([(float(t), min(100.0, 9.0 * t)) for t in SECONDS]) is Shape.FLAT


def test_saturation_flattens() -> None:
    points = [(float(t), 500 * (1 - math.exp(-t / 28))) for t in SECONDS]
    assert shape_of_counts(points) is Shape.FLATTENING


def test_burst_that_drains_turns_over() -> None:
    points = [(float(t), 40.0 + 300 * math.sin(t / 20) ** 2) for t in SECONDS]
    assert shape_of_counts(points) is Shape.TURNOVER


def test_connections_that_come_and_go_turn_over() -> None:
    chance = random.Random(5)
    points = [(float(t), 60.0 + chance.randint(-20, 20) + t / 3) for t in SECONDS]
    assert not shape_of_counts(points).accused


def test_jump_at_the_end_is_not_a_leak_yet() -> None:
    assert not shape_of_counts([(float(t), 0.0 if t < 46 else 90.0) for t in SECONDS]).accused
