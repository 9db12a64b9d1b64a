"""Bytes by kind: they add up, and the bars say what the figures say."""

from __future__ import annotations

from tests.heap.goldens import golden
from tests.ui import drawn_heaps
from tuiinspect.heap import Statistics
from tuiinspect.ui.lines import plain
from tuiinspect.ui.widgets.kind_rows import KindRows, kinds

HALVES = Statistics(total=1_000, native=500, typed_arrays=400, code=250, strings=100, js_arrays=50, system=60)


def test_the_kinds_add_up_to_the_total() -> None:
    for statistics in (
        HALVES,
        golden("node26").snapshot.statistics(),
        golden("node20").snapshot.statistics(),
    ):
        assert sum(kind.amount for kind in kinds(statistics) if not kind.part) == statistics.total
        assert all(kind.amount >= 0 for kind in kinds(statistics))


def test_largest_first_and_a_part_below_its_whole() -> None:
    names = [kind.name for kind in kinds(HALVES)]
    assert names == [
        "native memory",
        "of it ArrayBuffers",
        "code",
        "strings",
        "system",
        "arrays",
        "objects",
    ]


def test_a_bar_is_as_long_as_the_share() -> None:
    rows = KindRows()
    rows.fill(HALVES)
    cells = rows.cells(0)
    assert plain(cells["share"]) == "50.0%"
    assert plain(cells["bar"]).count("█") == len(plain(cells["bar"])) // 2
    assert rows.words(0) == "native memory: 500 B of 1.00 kB"


def test_a_heap_of_nothing_is_drawn_too() -> None:
    rows = KindRows()
    rows.fill(Statistics(0, 0, 0, 0, 0, 0, 0))
    assert plain(rows.cells(0)["share"]) == "0.0%"


def test_it_asks_for_the_sums_when_it_is_opened() -> None:
    rows = KindRows()
    assert len(rows) == 0
    want = rows.start()
    want.take(want.read(drawn_heaps.server().snapshot()))  # type: ignore[union-attr]
    assert len(rows) == 7
