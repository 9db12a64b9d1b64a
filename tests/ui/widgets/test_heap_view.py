"""The heap pane for any room: what it says, and that it says it in the width there is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ui.scripted import MB, START, memory_samples
from tuiinspect.history import MemoryHistory
from tuiinspect.ui.lines import plain, width_of
from tuiinspect.ui.widgets.heap_pane import heap_lines, right_width, waiting_lines
from tuiinspect.ui.widgets.heap_view import (
    BRIEF_WIDTH,
    HeapView,
    brief_figures,
    chart,
    figures,
    heap_view,
    one_line,
    summaries,
)


def seen(seconds: int, *, limit: int | None = None) -> HeapView:
    memory = MemoryHistory()
    for sample in memory_samples(seconds):
        memory.add(sample)
    view = heap_view(memory)
    assert view is not None
    if limit is None:
        return view
    object.__setattr__(view.latest, "heap_limit", limit)
    return view


def text(view: HeapView, width: int, height: int) -> str:
    return "\n".join(plain(drawn) for drawn in chart(view, width, height))


def test_without_a_sample_it_says_why() -> None:
    assert heap_view(MemoryHistory()) is None
    assert [plain(row) for row in waiting_lines("no such process\nIs it gone?", 80)] == [
        " no such process",
        " Is it gone?",
    ]


def test_the_chart_begins_at_zero_and_names_its_top() -> None:
    rows = text(seen(120), 60, 10).splitlines()
    assert rows[0].startswith(" 60.0 MB┤")
    assert rows[4].startswith(" 30.0 MB┤")
    assert rows[8].startswith("     0 B┼")


def test_every_full_collection_is_marked_once() -> None:
    ground = text(seen(121), 150, 10).splitlines()[8]
    assert ground.count("▴") == 10


def test_the_span_of_time_is_named_at_its_ends() -> None:
    last = text(seen(121), 60, 10).splitlines()[-1]
    assert last.strip().startswith("2 min ago")
    assert last.rstrip().endswith("now")


def test_the_floor_stays_below_the_line() -> None:
    view = seen(120)
    rows = text(view, 60, 12).splitlines()
    assert rows[8][20] == "█"
    assert any("⠀" < char <= "⣿" for char in rows[3])


def test_a_mark_stands_in_the_chart_and_is_named() -> None:
    memory = MemoryHistory()
    for second, sample in enumerate(memory_samples(120)):
        memory.add(sample)
        if second == 60:
            memory.mark()
    view = heap_view(memory)
    assert view is not None
    drawn = text(view, 80, 10)
    assert drawn.count("┊") == 8
    assert "mark" in drawn.splitlines()[-1]
    assert "since the mark" in plain(summaries(view)[0])


def test_a_limit_in_sight_is_drawn() -> None:
    assert "╌" in text(seen(60, limit=60 * MB), 60, 10)
    assert "╌" not in text(seen(60), 60, 10)


def test_growth_comes_with_its_span_and_the_time_left() -> None:
    words = [plain(form) for form in summaries(seen(120))]
    assert words[0].startswith("▲ +6.00 MB/min over 1 min 36 s  limit in 6 h")
    assert words[-1] == "▲ +6.00 MB/min"
    assert plain(summaries(seen(2))[0]) == "measuring the slope"


def test_an_unclear_slope_is_called_so_and_forecasts_nothing() -> None:
    view = seen(120)
    assert view.trend is not None
    unclear = replace(view, trend=replace(view.trend, r2=0.04, seconds_to_limit=None))
    words = [plain(form) for form in summaries(unclear)]
    assert words == [
        "– no clear slope: +6.00 MB/min over 1 min 36 s",
        "– no clear slope over 1 min 36 s",
        "– no clear slope",
    ]


def test_a_target_that_has_ended_reaches_no_limit() -> None:
    assert "limit" in plain(summaries(seen(120))[0])
    over = plain(summaries(replace(seen(120), ended=True))[0])
    assert over == "▲ +6.00 MB/min over 1 min 36 s"


def test_a_long_figure_keeps_its_unit_beside_the_chart() -> None:
    view = seen(120)
    busy = replace(
        view, latest=replace(view.latest, loop_delay_ms=1_234_567.0), majors=[float(t) for t in range(12_345)]
    )
    shown = [plain(figure) for figure in brief_figures(busy)]
    assert any(words.endswith(" 21 min") for words in shown)
    assert any(words.endswith("GC          12,345 full") for words in shown)
    assert {width_of(figure) for figure in brief_figures(busy)} == {BRIEF_WIDTH - 1}


def test_figures_below_the_chart_drop_what_would_be_cut() -> None:
    view = seen(120)
    large = replace(view, latest=replace(view.latest, array_buffers=258_000_000))
    for width in (36, 40, 43):
        left, _ = heap_lines(large, width, 16)
        assert all(len(plain(row).rstrip()) <= width for row in left)
    assert "external" in "\n".join(plain(row) for row in heap_lines(large, 40, 16)[0])


def test_figures_carry_units() -> None:
    words = "\n".join(plain(figure) for figure in figures(seen(120)))
    for expected in ("heap limit      2.20 GB", "9 full", "1.2 ms", "CPU 12 %", "11 s ago"):
        assert expected in words


def test_one_line_says_from_where_to_where_it_is_drawn() -> None:
    drawn = plain(one_line(seen(120), 78))
    assert " 0 to " in drawn
    assert "MB" in drawn
    assert len(drawn) == 78


@pytest.mark.parametrize("size", [(118, 11), (80, 7), (80, 1), (40, 16), (40, 5), (12, 6), (5, 2)])
def test_it_fits_any_room(size: tuple[int, int]) -> None:
    width, height = size
    left, right = heap_lines(seen(150), width, height)
    assert len(left) <= height
    assert len(right) <= height
    beside = right_width(width, height)
    assert all(width_of(row) <= max(width - beside, 43) for row in left)
    assert all(width_of(row) <= beside for row in right)
    assert bool(right) == bool(beside)


def test_samples_that_go_back_in_time_do_no_harm() -> None:
    memory = MemoryHistory()
    samples = list(memory_samples(5))
    for sample in (*samples, samples[0]):
        memory.add(sample)
    view = heap_view(memory, reattached_at=[START - 50])
    assert view is not None
    assert chart(view, 60, 8)
