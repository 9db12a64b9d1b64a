"""Two series side by side: ratios, correlation, and what the growth goes with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuiinspect.diagnosis.pairs import Follows, Pair, aligned, correlation, follows, pair

SECONDS = [float(second) for second in range(60)]


def compared(one: list[float], other: list[float]) -> Pair:
    found = pair(SECONDS, one, SECONDS, other)
    assert found is not None
    return found


def bursts(low: float, high: float) -> list[float]:
    """Sockets that come and go."""
    return [high if second % 20 < 10 else low for second in range(60)]


def uneven() -> list[float]:
    """Requests since attach: a busy spell, a quiet one, and another."""
    served = 0.0
    counts = []
    for second in range(60):
        served += 100 if second < 15 or second > 40 else 2
        counts.append(served)
    return counts


def test_eight_listeners_for_each_socket() -> None:
    sockets = bursts(10, 50)
    found = compared([8 * count + 3 for count in sockets], sockets)
    assert found.ratio == pytest.approx(8.3)
    assert found.each == pytest.approx(8)
    assert found.correlation == pytest.approx(1)
    assert found.follows is Follows.OTHER


def test_listeners_that_grow_while_sockets_come_and_go() -> None:
    found = compared([100 + 8 * second for second in SECONDS], bursts(10, 50))
    assert found.follows is Follows.TIME
    assert abs(found.correlation or 0) < 0.5


def test_a_leak_for_each_request_is_told_from_one_on_a_timer_when_requests_come_unevenly() -> None:
    requests = uneven()
    leak = compared([2 * count for count in requests], requests)
    assert (leak.follows, leak.each) == (Follows.OTHER, 2)
    timer = compared([30 * second for second in SECONDS], requests)
    assert timer.follows is Follows.TIME


def test_with_steady_requests_nobody_can_tell() -> None:
    requests = [100 * second for second in SECONDS]
    found = compared([2 * count for count in requests], requests)
    assert found.follows is Follows.EITHER
    assert found.each == pytest.approx(2)


def test_what_stays_follows_nothing() -> None:
    found = compared([5.0] * 60, uneven())
    assert (found.follows, found.correlation, found.each) == (Follows.NOTHING, None, 0)


def test_what_wobbles_follows_nothing() -> None:
    wobble = [10.0 + (second * 7919 % 13) for second in range(60)]
    assert compared(wobble, bursts(10, 50)).follows is Follows.NOTHING


def test_nothing_is_divided_by_nothing() -> None:
    found = compared(list(SECONDS), [0.0] * 60)
    assert (found.ratio, found.each, found.follows) == (None, None, Follows.TIME)


def test_too_little_says_nothing() -> None:
    assert pair(SECONDS[:7], SECONDS[:7], SECONDS, SECONDS) is None
    assert pair([], [], [], []) is None
    assert pair(SECONDS, SECONDS, [1000.0], [1.0]) is None


def test_values_are_taken_at_the_same_moments() -> None:
    late = [t + 0.02 for t in SECONDS[10:]]
    t, one, other = aligned(SECONDS, SECONDS, late, late)
    assert t == one == SECONDS[10:]
    assert other == late


@given(
    st.lists(st.integers(-(10**9), 10**9), min_size=2, max_size=40),
    st.lists(st.integers(-(10**9), 10**9), min_size=2, max_size=40),
)
def test_correlation_is_between_minus_one_and_one(one: list[int], other: list[int]) -> None:
    n = min(len(one), len(other))
    found = correlation(one[:n], other[:n])
    assert found is None or -1.000001 <= found <= 1.000001


@given(
    st.lists(st.integers(-1_000_000, 1_000_000), min_size=8, max_size=40),
    st.floats(0.1, 1e3),
    st.floats(-1e3, 1e3),
)
def test_what_is_a_multiple_never_follows_time_alone(other: list[int], factor: float, more: float) -> None:
    times = [float(second) for second in range(len(other))]
    one = [factor * value + more for value in other]
    assert follows(times, one, other) is not Follows.TIME
