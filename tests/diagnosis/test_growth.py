"""What counts as growing among counts that move all the time."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tuiinspect.diagnosis.growth import accumulates, is_growing, outlives


@pytest.mark.parametrize(
    ("growth", "counts", "expected"),
    [
        (1, (0, 1), False),
        (4, (1, 2, 3, 4, 5), False),
        (5, (1, 2, 3, 4, 5, 6), True),
        (6, (0, 6), False),
        (20, (0, 5, 10, 20), True),
        (5, (0, 5, 5, 5, 5), False),
        (240, range(172, 412), True),
        (0, (3, 3, 3), False),
        (-7, (10, 3), False),
        (5, (), False),
        (8, (0, *[8] * 30), False),
        (6, (0, *[5, 4, 6, 5] * 10, 6), False),
    ],
)
def test_a_few_more_are_not_yet_growth(growth: int, counts: tuple[int, ...], expected: bool) -> None:
    assert is_growing(growth, tuple(counts)) is expected


def test_what_went_up_once_and_stays_does_not_go_on() -> None:
    assert not is_growing(40, (10, 50, *[50] * 20))


def test_what_falls_again_does_not_grow() -> None:
    assert not is_growing(20, (10, 60, 55, 50, 45, 40, 35, 30))


def test_a_small_dip_in_a_rise_is_still_growth() -> None:
    assert is_growing(30, (10, 15, 20, 25, 30, 35, 41, 40))


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        (range(100, 140), True),
        ([at // 3 for at in range(60)], True),
        ([at + (at * 7) % 5 for at in range(60)], True),
        ([5, 60, 7, 3, 44, 8, 2, 51, 6, 9, 70, 4] * 4, False),
        ([*range(50), *[50] * 10], True),
        ([*range(20), *[20] * 40], False),
        ([3, 63, 123, 130, 183, 200, 200, 200], False),
        ([50] * 40, False),
        (range(60, 20, -1), False),
        (range(7), False),
        ([0, 0, 0, 0, 0, 0, 3, 9], False),
        ([(at * 37) % 30 + at // 4 for at in range(60)], False),
    ],
)
def test_what_accumulates_goes_on_rising_over_the_whole_span(sizes: Sequence[int], expected: bool) -> None:
    assert accumulates(tuple(sizes)) is expected


def test_a_class_grows_when_its_new_objects_outlive_a_collection() -> None:
    assert outlives(40, 40, 38, collected=True)
    assert not outlives(40, 40, 38, collected=False)
    assert not outlives(40, 40, 3, collected=True)
    assert not outlives(2, 2, 2, collected=True)
    assert not outlives(None, 0, 0, collected=True)
