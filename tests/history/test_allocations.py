"""Readings over time: the base, the mark, and what is called growing."""

from __future__ import annotations

from tuiinspect.history import AllocationHistory
from tuiinspect.samples import AllocationProfile, AllocationStack, Frame

LEAK = Frame("leak", "app.js", 1, 1, "program")
CACHE = Frame("cache", "app.js", 9, 1, "program")


def reading(t: float, *, started: float = 0.0, **counts: int) -> AllocationProfile:
    frames = {"leak": LEAK, "cache": CACHE}
    stacks = tuple(AllocationStack((frames[name],), count * 1000, count) for name, count in counts.items())
    return AllocationProfile(t, started, 1000, stacks, sum(counts.values()) * 1000, 0.01)


def history(*readings: AllocationProfile) -> AllocationHistory:
    made = AllocationHistory()
    for each in readings:
        made.add(each)
    return made


def test_growth_counts_from_the_first_reading() -> None:
    seen = history(reading(5, leak=50), reading(25, leak=100))
    (row,) = seen.rows()
    assert (row.growth.growth, row.growth.bytes, seen.span_s) == (50_000, 100_000, 20)
    assert row.trend == (50_000, 100_000)
    assert row.growing


def test_one_reading_is_no_growth() -> None:
    (row,) = history(reading(5, leak=50)).rows()
    assert (row.growth.growth, row.growing) == (0, False)
    assert history().rows() == ()


def test_what_slows_down_is_not_growing() -> None:
    seen = history(
        reading(5, leak=10, cache=10), reading(25, leak=110, cache=190), reading(45, leak=210, cache=200)
    )
    assert {row.growth.frame: row.growing for row in seen.rows()} == {LEAK: True, CACHE: False}


def test_growth_counts_from_the_mark() -> None:
    seen = history(reading(5, leak=50), reading(25, leak=100))
    seen.mark()
    assert seen.marked
    assert seen.rows()[0].growth.growth == 0
    seen.add(reading(45, leak=130))
    assert (seen.rows()[0].growth.growth, seen.span_s) == (30_000, 20)


def test_another_sampling_begins_anew() -> None:
    seen = history(reading(5, leak=50), reading(25, leak=100))
    seen.mark()
    seen.add(reading(65, started=60, leak=3))
    assert (seen.rows()[0].growth.growth, seen.marked) == (0, False)
