"""Evidence to verdict, without snapshots: counts and memory alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.diagnosis.evidences import collection, counted_class, course, level, listeners, quiet
from tuiinspect.diagnosis.evidence import ListenerSeries, ProcessMemory, ThreadMemory
from tuiinspect.diagnosis.findings import Step
from tuiinspect.diagnosis.verdict import conclude
from tuiinspect.samples import HeldAs


def test_nothing_grows() -> None:
    findings = conclude(quiet())
    assert findings.verdict == "no leak"
    assert findings.suspects == ()
    assert findings.missing == ()


def test_listeners_of_one_event_pile_up() -> None:
    findings = conclude(quiet(listeners=(listeners(lambda t: 10 + 8 * t),)))
    assert findings.verdict == "leak"
    suspect = findings.suspects[0]
    assert suspect.kind == "listeners"
    assert suspect.holder is not None
    assert suspect.holder.path == "connector in lib/connector.js, event 'connected'"
    assert suspect.per_s == pytest.approx(8)
    assert "+480 'connected' listeners deliver() at server.js:21" in findings.summary
    assert suspect.advice is not None
    assert findings.where == ("heap",)


def test_abort_signal_is_an_event_target() -> None:
    series = listeners(
        lambda t: 3 * t, "abort", kind="EventTarget", class_name="AbortSignal", name="shutdown"
    )
    findings = conclude(quiet(listeners=(series,)))
    assert findings.suspects[0].kind == "event-target"


@pytest.mark.parametrize(
    "series",
    [
        pytest.param(listeners(lambda _: 5000), id="many and constant"),
        pytest.param(listeners(lambda t: min(120, 10 * t)), id="a pool that has filled"),
        pytest.param(listeners(lambda t: 50 + 40 * (t % 10)), id="bursts"),
    ],
)
def test_healthy_listeners_are_not_accused(series: ListenerSeries) -> None:
    findings = conclude(quiet(listeners=(series,)))
    assert findings.verdict == "no leak"
    assert findings.suspects == ()


def test_what_stopped_is_named_with_the_reason() -> None:
    findings = conclude(quiet(listeners=(listeners(lambda t: min(120, 10 * t)),)))
    assert "stopped" in findings.healthy[0]
    assert "'connected'" in findings.healthy[0]


def test_listeners_that_follow_the_connections_wait_for_a_steady_load() -> None:
    findings = conclude(
        quiet(
            listeners=(listeners(lambda t: 2 * t),), resources=({"TCPSocketWrap": 3}, {"TCPSocketWrap": 120})
        )
    )
    assert findings.verdict == "inconclusive"
    assert "open connections" in findings.missing[0]


def test_collection_with_the_class_that_grows_in_step() -> None:
    findings = conclude(
        quiet(
            collections=(collection(lambda t: 40 * t),),
            classes=(
                counted_class("Session", (400, 1200, 2000), file="app.js"),
                counted_class("Visit", (9, 3000, 6100), file="app.js"),
            ),
        )
    )
    assert findings.verdict == "leak"
    suspect = findings.suspects[0]
    assert suspect.holder is not None
    assert suspect.holder.path == "sessions in lib/store.js"
    assert suspect.accumulates[0].class_name == "Session"
    assert [one.class_name for one in suspect.accumulates] == ["Session", "Visit"]
    assert [one.kind for one in findings.suspects] == ["collection"]


def test_class_that_stops_growing_is_not_accused() -> None:
    findings = conclude(quiet(classes=(counted_class("Route", (10, 400, 402), file="app.js"),)))
    assert findings.verdict == "no leak"


def test_class_alone_is_accused_and_asks_for_a_snapshot() -> None:
    findings = conclude(quiet(classes=(counted_class("Session", (10, 400, 800), file="app.js", line=3),)))
    assert findings.verdict == "leak"
    assert findings.suspects[0].holder is None
    assert findings.suspects[0].added_at[0].file == "app.js"


def test_external_memory_along_a_line() -> None:
    process = ProcessMemory(
        course(lambda t: 5e6 + 1e6 * t), course(lambda t: 4e6 + 1e6 * t), level(80e6), level(1e6)
    )
    findings = conclude(quiet(process=process))
    assert findings.verdict == "leak"
    assert findings.where == ("external",)
    assert findings.suspects[0].kind == "buffers"


def test_memory_outside_the_heap() -> None:
    native = course(lambda t: 40e6 + 2e6 * t)
    findings = conclude(quiet(process=ProcessMemory(level(2e6), level(1e6), native, native)))
    assert findings.verdict == "leak"
    assert findings.where == ("native",)
    assert "outside the JS heap" in findings.summary


def test_rss_that_was_read_for_too_short_a_time_accuses_nobody() -> None:
    native = course(lambda t: 40e6 + 2e6 * t)
    process = ProcessMemory(level(2e6), level(1e6), native, native)
    assert conclude(quiet(process=process, undisturbed_s=10.0)).verdict == "no leak"


def test_heap_that_grows_without_an_explanation_is_inconclusive() -> None:
    used = course(lambda t: 20e6 + 1e6 * t)
    findings = conclude(quiet(threads=(ThreadMemory("main", used, used, 2_000_000_000),), unmet=("no room",)))
    assert findings.verdict == "inconclusive"
    assert "nothing that was counted explains it (no room)" in findings.summary
    assert findings.suspects == ()


@pytest.mark.parametrize("file", [None, "node:net"])
def test_number_of_what_node_makes_by_itself_accuses_nobody(file: str | None) -> None:
    findings = conclude(quiet(classes=(counted_class("Socket", (10, 400, 800), file=file),)))
    assert findings.verdict == "no leak"


def test_watch_that_was_cut_short_acquits_nobody() -> None:
    findings = conclude(quiet(cut_short="the process has ended", span_s=12.0))
    assert findings.verdict == "inconclusive"
    assert "the process has ended" in findings.summary


def test_process_that_stood_still_for_most_of_the_watch_is_not_acquitted() -> None:
    steps = tuple(Step("snapshot", "main", 1.0, 7.0) for _ in range(3))
    findings = conclude(quiet(steps=steps, span_s=30.0))
    assert findings.verdict == "inconclusive"
    assert "at work for only" in findings.summary
    assert conclude(quiet(steps=steps, span_s=60.0)).verdict == "no leak"


@pytest.mark.parametrize(
    ("name", "where", "words"),
    [
        ("hub", "module lib/hub.js", "hub in lib/hub.js"),
        ("hub", "in serve(), app.js", "hub in serve(), app.js"),
        ("hub", "globalThis", "hub in globalThis"),
        (None, "listener of event 'message' of Hub", "Connector, listener of event 'message' of Hub"),
        (None, None, "Connector"),
    ],
)
def test_an_emitter_is_pointed_at_as_far_as_it_is_known(
    name: str | None, where: str | None, words: str
) -> None:
    series = listeners(lambda t: 10 + 8 * t, name=name, where=where)
    (suspect,) = conclude(quiet(listeners=(series,))).suspects
    assert suspect.summary.startswith(f"{words} keeps +480")


def test_how_a_snapshot_has_an_emitter_held_is_its_retainer_path() -> None:
    held = HeldAs("rooms.get('a')", "module app.js", "item 'a' of Map rooms, in the module scope of app.js:3")
    series = replace(listeners(lambda t: 10 + 8 * t), held=held)
    assert conclude(quiet(listeners=(series,))).suspects[0].retainer_path == (held.sentence,)
