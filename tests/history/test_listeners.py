"""What is kept of listeners, and what is read from it."""

from __future__ import annotations

from tests.support.samples import emitter_count, listeners_sample
from tuiinspect.history import ListenerHistory
from tuiinspect.samples import HeldAs, KnownEmitters


def test_growth_is_the_targets_count_less_its_baseline() -> None:
    history = ListenerHistory()
    history.add(listeners_sample(100.0, [emitter_count(1, "data", 5, 5), emitter_count(2, "tick", 3, 3)]))
    history.add(
        listeners_sample(
            130.0,
            [
                emitter_count(1, "data", 5, 5, measured_s=30.0),
                emitter_count(2, "tick", 18, 3, measured_s=30.0),
            ],
        )
    )
    first, second = history.rows()
    assert (first.count.event, first.growth, first.span_s, first.per_minute) == ("tick", 15, 30.0, 30.0)
    assert first.trend == (3, 18)
    assert (second.count.event, second.growth, second.per_minute) == ("data", 0, 0.0)


def test_the_span_is_the_time_in_which_the_growth_came_about() -> None:
    history = ListenerHistory()
    history.add(listeners_sample(0.0, [emitter_count(1, "tick", 3, 3)]))
    history.add(listeners_sample(60.0, [emitter_count(1, "tick", 63, 3, measured_s=60.2)]))
    history.add(listeners_sample(70.0, [emitter_count(1, "tick", 73, 63, measured_s=5.0)]))
    (row,) = history.rows()
    assert (row.growth, row.span_s, row.per_minute) == (10, 5.0, 120.0)


def test_a_row_that_was_just_seen_has_no_rate_yet() -> None:
    history = ListenerHistory()
    history.add(listeners_sample(0.0, [emitter_count(1, "tick", 6, 4)]))
    assert history.rows()[0].per_minute is None


def test_emitters_long_gone_are_forgotten() -> None:
    history = ListenerHistory()
    history.add(listeners_sample(0.0, [emitter_count(1, "tick", 6)]))
    history.add(listeners_sample(1000.0, [emitter_count(2, "tick", 6)]))
    history.add(listeners_sample(1001.0, [emitter_count(1, "tick", 7), emitter_count(2, "tick", 6)]))
    by_emitter = {row.count.emitter: row for row in history.rows()}
    assert by_emitter[1].first_seen == 1001.0
    assert by_emitter[2].first_seen == 1000.0


def test_what_piles_up_grows_and_what_went_up_once_does_not() -> None:
    history = ListenerHistory()
    for second in range(300):
        at = float(second)
        history.add(
            listeners_sample(
                at,
                [
                    emitter_count(1, "tick", second // 10, 0, measured_s=at),
                    emitter_count(2, "data", min(second * 8, 8), 0, measured_s=at),
                ],
            )
        )
    first, second_row = history.rows()
    assert (first.count.event, first.growth, first.grows, first.trend[0]) == ("tick", 29, True, 0)
    assert (second_row.growth, second_row.grows) == (8, False)


def test_a_mark_starts_the_trend_anew() -> None:
    history = ListenerHistory()
    for second in range(30):
        history.add(
            listeners_sample(float(second), [emitter_count(1, "tick", second, 0, measured_s=float(second))])
        )
    assert history.rows()[0].grows
    history.add(listeners_sample(30.0, [emitter_count(1, "tick", 30, 30, measured_s=0.5)]))
    assert history.rows()[0].trend == (30,)
    assert not history.rows()[0].grows


def test_a_snapshots_name_is_for_emitters_without_another() -> None:
    history = ListenerHistory()
    rows = [
        emitter_count(1, "named", 9, name="bus", where=None),
        emitter_count(2, "nameless", 8, name=None, where=None),
        emitter_count(3, "placed", 7, name=None, where="in serve(), app.js"),
        emitter_count(9, "younger", 6, name=None, where=None),
    ]
    history.add(listeners_sample(0.0, rows))
    assert history.nameless() == (2, 3, 9)
    history.snapshot_taken(KnownEmitters(1, newest=5))
    held = HeldAs("rooms.get('a')", "module app.js", "item 'a' of Map rooms, in the module scope of app.js:3")
    history.call({1: held, 2: held, 3: held})
    found = {row.count.event: row for row in history.rows()}
    assert found["named"].count.name == "bus"
    assert found["named"].held is None
    nameless, placed = found["nameless"], found["placed"]
    assert (nameless.count.name, nameless.count.where) == ("rooms.get('a')", "module app.js")
    assert nameless.held == held
    assert placed.count.where == "in serve(), app.js"
    assert {event for event, row in found.items() if row.younger} == {"younger"}
    history.number_anew()
    assert all(row.held is None and not row.younger for row in history.rows())
