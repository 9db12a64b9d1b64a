"""Figures over time: what becomes a series, growth since attach or the mark, what is gone."""

from __future__ import annotations

from tests.support.samples import emitter_count, listeners_sample, major_gc, memory_sample
from tuiinspect.history import SeriesHistory, SeriesRow, Unit
from tuiinspect.history.figures import Group, SeriesKey
from tuiinspect.history.native import GONE_S, UNTOLD_SAMPLES
from tuiinspect.history.series import KEPT_POINTS, KEPT_SERIES
from tuiinspect.samples import CountersSample, CounterValue, GcTotal, ProcessReading, ServerLoad


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
        history.put(SeriesKey(Group.RESOURCES, f"kind {number}", Unit.COUNT), 3.0 * KEPT_POINTS, 1.0)
    assert len(history.rows()) == KEPT_SERIES


def test_what_is_told_of_a_sample() -> None:
    history = SeriesHistory()
    history.add_memory(
        memory_sample(
            0.0,
            loop_utilisation=0.5,
            servers=(ServerLoad("server on port 80", 12, 3), ServerLoad("old", 1, None)),
            requests=7,
            collection_totals={"minor": GcTotal(40, 0.25)},
            process=ProcessReading(rss=90, anonymous=50, threads=11, fds=23),
        )
    )
    told = {row.key.name: row.now for row in history.rows()}
    for name, value in (
        ("loop busy", 50),
        ("connections, server on port 80", 12),
        ("in progress, server on port 80", 3),
        ("connections, old", 1),
        ("requests", 7),
        ("minor GCs", 40),
        ("paused by minor GCs", 250),
        ("threads", 11),
        ("open files", 23),
    ):
        assert told[name] == value
    assert "in progress, old" not in told


def test_native_memory_is_what_no_thread_accounts_for() -> None:
    history = SeriesHistory()
    seen = ProcessReading(rss=300, anonymous=200, threads=1, fds=None)

    def main(t: float) -> None:
        history.add_memory(memory_sample(t, heap_physical=50, external=20, array_buffers=19, process=seen))

    for second in range(UNTOLD_SAMPLES):
        main(float(second))
    assert not any(row.key.name == "native" for row in history.rows())
    history.add_memory(memory_sample(3.0, thread="worker:1", heap_physical=7, external=3))
    main(4.0)
    assert named(history, "native").now == 200 - (50 + 20) - (7 + 3)
    main(4.0 + 2 * GONE_S)
    assert named(history, "native").now == 200 - (50 + 20)


def test_what_has_gone_has_no_row() -> None:
    history = SeriesHistory()
    history.add_memory(memory_sample(0.0, thread="worker:1"))
    for second in range(int(GONE_S) + 2):
        history.add_memory(memory_sample(float(second)))
    assert {row.key.thread for row in history.rows()} <= {"main", ""}


def test_a_count_that_begins_anew_goes_on_from_where_it_was() -> None:
    history = SeriesHistory()
    for second, requests in enumerate((50, 100, 250, 10, 30)):
        history.add_memory(memory_sample(float(second), requests=requests))
    assert named(history, "requests").trend == (50, 100, 250, 260, 280)


def test_a_counter_without_a_value_keeps_its_row() -> None:
    history = SeriesHistory()

    def count(t: float, value: float | None) -> SeriesRow:
        history.add_counters(CountersSample(t, (CounterValue("cache", value),), 0.0))
        return named(history, "cache")

    assert count(0.0, None).now is None
    assert count(1.0, 5).now == 5
    assert count(2.0, None).now is None
    row = count(3.0, 9)
    assert (row.now, row.growth, row.span_s) == (9, 4, 2)


def test_collections_have_their_count_pause_and_what_they_freed() -> None:
    history = SeriesHistory()
    history.add_memory(memory_sample(0.0, 80, collection_totals={}))
    history.add_memory(
        memory_sample(
            1.0,
            35,
            collections=(major_gc(0.5, 30),),
            collection_totals={"major": GcTotal(1, 0.02)},
        )
    )
    told = {row.key.name: row.now for row in history.rows() if row.key.group is Group.COLLECTIONS}
    assert told == {"full GCs": 1, "paused by full GCs": 20, "freed by full GCs, at least": 50}
