"""How many samples a program is asked for, by how fast it allocates."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tuiinspect.errors import CallTimedOut
from tuiinspect.probes.allocation_rate import (
    APART_S,
    INTERVAL,
    WIDEST_INTERVAL,
    Moment,
    allocation_rate,
    interval_at,
    interval_for,
)

MB = 1_000_000


def looking(heaps: Sequence[int]) -> Callable[[], Moment | None]:
    moments = iter([(number * APART_S, heap) for number, heap in enumerate(heaps)])
    return lambda: next(moments, None)


def test_stretches_with_a_collection_say_nothing_of_the_rate() -> None:
    moments = [(0.0, 10 * MB), (0.1, 14 * MB), (0.2, 3 * MB), (0.3, 7 * MB)]
    assert allocation_rate(moments) == pytest.approx(40 * MB)


@pytest.mark.parametrize("moments", [[], [(0.0, MB)], [(0.0, 2 * MB), (0.1, MB)], [(1.0, MB), (1.0, MB)]])
def test_where_nothing_can_be_told_the_rate_is_none(moments: list[Moment]) -> None:
    assert allocation_rate(moments) == 0


def test_the_interval_widens_with_the_rate_up_to_a_limit() -> None:
    asked = [0.0, 10.0 * MB, 20.0 * MB, 60.0 * MB, 100.0 * MB, 5000.0 * MB]
    assert [interval_at(rate) for rate in asked] == [
        INTERVAL,
        INTERVAL,
        2 * INTERVAL,
        4 * INTERVAL,
        WIDEST_INTERVAL,
        WIDEST_INTERVAL,
    ]


def test_a_program_that_allocates_fast_has_fewer_samples() -> None:
    assert interval_for(looking([number * MB // 100 for number in range(30)])) == INTERVAL
    assert interval_for(looking([number % 6 * 4 * MB for number in range(30)])) == WIDEST_INTERVAL


def test_without_an_answer_there_are_as_many_samples_as_for_a_slow_one() -> None:
    def stands_still() -> Moment | None:
        raise CallTimedOut("Runtime.evaluate", 1.0)

    assert interval_for(stands_still) == INTERVAL
    assert interval_for(lambda: None) == INTERVAL
