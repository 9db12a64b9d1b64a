"""Counters of the user's own: told as facts, accused of nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.diagnosis.evidences import course, listeners, quiet
from tuiinspect.diagnosis.counters import fact_words, facts
from tuiinspect.diagnosis.evidence import CounterSeries
from tuiinspect.diagnosis.findings import CounterFact
from tuiinspect.diagnosis.verdict import conclude


def series(value: Callable[[int], float], name: str = "cache") -> CounterSeries:
    return CounterSeries(name, "cache.size", course(value))


def fact(value: Callable[[int], float]) -> CounterFact:
    return next(iter(facts([series(value)])))


def test_what_grows_all_the_time_is_told_with_its_pace() -> None:
    grown = fact(lambda t: 10 + 20 * t)
    assert grown.grows
    assert grown.per_s == pytest.approx(20)
    assert fact_words(grown) == "counter cache grew steadily from 10 to 1,210 in 1 min (+20/s)"


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(lambda _: 5000, id="constant"),
        pytest.param(lambda t: min(200, 20 * t), id="filled up to a bound"),
        pytest.param(lambda t: 50 + 40 * (t % 10), id="up and down"),
        pytest.param(lambda t: 1000 - t, id="falling"),
    ],
)
def test_what_does_not_is_told_without_a_word_of_growth(value: Callable[[int], float]) -> None:
    told = fact(value)
    assert not told.grows
    assert "grew" not in fact_words(told)


def test_fractions_keep_their_digits() -> None:
    assert "from 0.25 to 0.25 in" in fact_words(fact(lambda _: 0.25))


def test_one_that_never_had_a_value_says_why() -> None:
    told = next(iter(facts([CounterSeries("cache", "cachee.size", (), "ReferenceError: \x1b[2Jcachee")])))
    assert fact_words(told) == "counter cache has no value: ReferenceError: ·[2Jcachee"


def test_growth_of_a_counter_is_no_leak_but_the_first_thing_to_say() -> None:
    findings = conclude(quiet(counters=(series(lambda _: 3, "pool"), series(lambda t: 10 + 20 * t))))
    assert findings.verdict == "no leak"
    assert findings.suspects == ()
    assert findings.summary.endswith("; counter cache grew steadily from 10 to 1,210 in 1 min (+20/s)")
    assert [fact.name for fact in findings.counters] == ["pool", "cache"]


def test_a_leak_is_told_first() -> None:
    found = conclude(quiet(counters=(series(lambda t: 20 * t),), listeners=(listeners(lambda t: 8 * t),)))
    assert found.verdict == "leak"
    assert "counter" not in found.summary
    assert found.counters[0].grows
