"""What counts as growing among counts that move all the time."""

from __future__ import annotations

import pytest

from tuiinspect.diagnosis.growth import is_growing


@pytest.mark.parametrize(
    ("growth", "counts", "expected"),
    [
        (1, (0, 1), False),
        (4, (1, 2, 3, 4, 5), False),
        (5, (1, 2, 3, 4, 5, 6), True),
        (240, range(172, 412), True),
        (0, (3, 3, 3), False),
        (-7, (10, 3), False),
        (5, (), True),
    ],
)
def test_a_few_more_are_not_yet_growth(growth: int, counts: tuple[int, ...], expected: bool) -> None:
    assert is_growing(growth, tuple(counts)) is expected


def test_what_went_up_and_stays_has_grown() -> None:
    assert is_growing(40, (10, 50, *[50] * 20))


def test_what_falls_again_does_not_grow() -> None:
    assert not is_growing(20, (10, 60, 55, 50, 45, 40, 35, 30))


def test_a_small_dip_in_a_rise_is_still_growth() -> None:
    assert is_growing(30, (10, 15, 20, 25, 30, 35, 41, 40))
