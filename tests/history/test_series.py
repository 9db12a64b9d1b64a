"""Figures over time: what becomes a series, growth since attach or the mark, what is gone."""

from __future__ import annotations

from tests.support.samples import emitter_count, listeners_sample, memory_sample
from tuiinspect.history import SeriesHistory, SeriesRow, Unit
from tuiinspect.history.series import KEPT_POINTS, KEPT_SERIES, Group, SeriesKey


def named(history: SeriesHistory, name: str, thread: str = "main") -> SeriesRow:
    return next(row for row in history.rows() if row.key.name == name and row.key.thread in (thread, ""))


def test_growth_is_counted_since_the_first_value_and_since_the_mark() -> None:
    history = SeriesHistory()
    for second in range(31):
        history.add_memory(memory_sample(float(second), heap_used=1000 + 100 * second))
    row = named(history, "heap used")
    assert (row.now, row.growth, row.per_minute, row.span_s) == (4000, 3000, 6000, 30)
    history.mark()
    assert named(history, "heap used").per_minute is None
    for second in range(31, 41):
        history.add_memory(memory_sample(float(second), heap_used=4000))
    row = named(history, "heap used")
    assert (row.growth, row.per_minute, row.span_s) == (0, 0, 10)


def test_a_resource_that_is_not_told_any_more_is_none() -> None:
    history = SeriesHistory()
    history.add_memory(memory_sample(0.0, resources={"Timeout": 3}))
    history.add_memory(memory_sample(1.0, resources={"TCPSocketWrap": 7}))
    assert [named(history, name).trend for name in ("Timeout", "TCPSocketWrap")] == [(3, 0), (7,)]


def test_each_thread_has_its_own_heap_and_the_process_one_rss() -> None:
    history = SeriesHistory()
    history.add_memory(memory_sample(0.0, heap_used=10))
    history.add_memory(memory_sample(0.0, heap_used=20, thread="worker:1"))
    heaps = {row.key.thread: row.now for row in history.rows() if row.key.name == "heap used"}
    assert heaps == {"main": 10, "worker:1": 20}
    assert sum(row.key.name == "RSS" for row in history.rows()) == 1


def test_groups_stand_together() -> None:
    history = SeriesHistory()
    history.add_listeners(listeners_sample(0.0, [emitter_count(1, "data", 4)]))
    history.add_memory(memory_sample(0.0))
    history.add_memory(memory_sample(0.0, thread="worker:1"))
    groups = [row.key.group for row in history.rows()]
    assert groups == sorted(groups, key=list(Group).index)
    assert groups[0] is Group.MEMORY


def test_what_is_kept_is_bounded() -> None:
    history = SeriesHistory()
    key = SeriesKey(Group.MEMORY, "heap used", Unit.BYTES, "main")
    for second in range(3 * KEPT_POINTS):
        history.put(key, float(second), float(second))
    row = history.rows()[0]
    assert (row.growth, row.trend[-1]) == (3 * KEPT_POINTS - 1, 3 * KEPT_POINTS - 1)
    for number in range(2 * KEPT_SERIES):
        history.put(SeriesKey(Group.RESOURCES, f"kind {number}", Unit.COUNT), 0.0, 1.0)
    assert len(history.rows()) == KEPT_SERIES
