"""Leaks told from what fills, turns over or comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tuiinspect.diagnosis.steadiness import Grown, Shape, shape_of

LEAK = Grown(
    spans=(20.0, 20.0), entry_nets=(200, 190), byte_nets=(80_000, 76_000), added=390, removed=0, size=1000
)


def test_steady_growth_is_accused() -> None:
    assert shape_of(LEAK) is Shape.STEADY
    assert Shape.STEADY.accused


def test_one_interval_is_enough_when_nothing_goes() -> None:
    assert shape_of(replace(LEAK, spans=(40.0,), entry_nets=(390,), byte_nets=(156_000,))) is Shape.STEADY


@pytest.mark.parametrize(
    ("change", "shape"),
    [
        pytest.param({"entry_nets": (380, 10), "added": 390}, Shape.FLAT, id="filled up"),
        pytest.param({"entry_nets": (270, 100), "added": 370}, Shape.FLATTENING, id="slower and slower"),
        pytest.param({"entry_nets": (200, -150), "added": 600, "removed": 550}, Shape.TURNOVER, id="drains"),
        pytest.param({"entry_nets": (10, -20), "added": 400, "removed": 410}, Shape.FALLING, id="fell"),
        pytest.param({"added": 1000, "removed": 610}, Shape.TURNOVER, id="most of it goes again"),
        pytest.param({"entry_nets": (14, 16), "added": 380, "removed": 350}, Shape.TURNOVER, id="chance"),
        pytest.param(
            {"entry_nets": (7, 25), "added": 54, "removed": 22, "before": 22},
            Shape.TURNOVER,
            id="a longer queue",
        ),
        pytest.param({"limit": ("max", 5000)}, Shape.FILLING, id="bounded and not full"),
        pytest.param(
            {"entry_nets": (3, 4), "byte_nets": (900, 800), "added": 7}, Shape.SMALL, id="a handful"
        ),
        pytest.param({"entry_nets": (0, 400), "added": 400}, Shape.BURST, id="only at the end"),
        pytest.param(
            {"entry_nets": (316, 347), "added": 795, "removed": 132, "before": 132},
            Shape.TURNOVER,
            id="backlog",
        ),
    ],
)
def test_healthy_shapes_are_not_accused(change: dict[str, object], shape: Shape) -> None:
    grown = replace(LEAK, **change)  # type: ignore[arg-type]
    assert shape_of(grown) is shape
    assert not shape.accused


def test_bound_that_is_not_obeyed_is_no_excuse() -> None:
    assert shape_of(replace(LEAK, limit=("max", 500))) is Shape.STEADY


def test_leak_that_has_only_begun_outgrows_what_was_in_flight() -> None:
    assert shape_of(replace(LEAK, before=12, removed=12, added=402)) is Shape.STEADY


def test_what_went_in_the_last_interval_tells_a_queue_from_a_leak() -> None:
    grown = replace(LEAK, before=30, removed=29, added=419)
    assert shape_of(replace(grown, later=(230, 228))) is Shape.TURNOVER
    assert shape_of(replace(grown, later=(230, 3))) is Shape.STEADY


def test_a_list_of_the_last_ones_that_fills_while_one_looks_on_lets_go_of_the_oldest() -> None:
    last_hundred = replace(
        LEAK, entry_nets=(46, 31), byte_nets=(19_800, 13_600), added=100, removed=23, before=23, size=100
    )
    assert shape_of(replace(last_hundred, later=(69, 23))) is Shape.TURNOVER
    barely_full = replace(last_hundred, entry_nets=(45, 41), removed=14, before=14)
    assert shape_of(replace(barely_full, later=(59, 14))) is Shape.TURNOVER
    assert shape_of(replace(last_hundred, later=(69, 5))) is Shape.STEADY
    assert shape_of(replace(last_hundred, before=60, later=(106, 23))) is Shape.STEADY


def test_pace_counts_not_amount_where_pauses_made_intervals_unequal() -> None:
    assert shape_of(replace(LEAK, spans=(30.0, 8.0), entry_nets=(300, 80))) is Shape.STEADY


def test_few_large_things_are_judged_by_their_bytes() -> None:
    few = replace(LEAK, entry_nets=(3, 3), added=6, byte_nets=(3_000_000, 2_900_000))
    assert shape_of(few) is Shape.STEADY
    assert shape_of(replace(few, byte_nets=(5_900_000, 10_000))) is Shape.FLAT
