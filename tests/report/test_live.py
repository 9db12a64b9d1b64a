"""The documents keep their contract; the text is for people and for terminals."""

from __future__ import annotations

from dataclasses import replace

from tests.support.samples import emitter_count, listeners_sample, major_gc, memory_sample
from tuiinspect.history import ListenerHistory, MemoryHistory
from tuiinspect.report.live import (
    listeners_document,
    listeners_text,
    place,
    sample_document,
    sample_line,
    trend_sentence,
)
from tuiinspect.samples import CallSite, ListenerFunction

DELIVER = ListenerFunction("deliver", "server.js", 21, 12, 640, once=False)


def _listeners() -> ListenerHistory:
    history = ListenerHistory()
    for t, count in ((0.0, 172), (30.0, 812)):
        history.add(
            listeners_sample(
                t,
                [
                    emitter_count(7, "presence:1", count, 172, max_listeners=0, measured_s=t),
                    emitter_count(8, "x", 3, 3, measured_s=t),
                ],
            )
        )
    return history


def test_watch_document_has_the_contracts_fields() -> None:
    document = sample_document(memory_sample(5.0, gc_floor=None))
    assert document["schema"] == 1
    assert {"t", "thread", "heap_used", "heap_total", "heap_limit", "external", "array_buffers"} <= set(
        document
    )
    assert {"rss", "cpu_percent", "loop_delay_ms", "resources", "gc_floor"} <= set(document)
    assert document["gc_floor"] is None


def test_listeners_document_is_sorted_by_growth_and_says_where() -> None:
    history = _listeners()
    assert history.latest is not None
    document = listeners_document(
        history.rows(), {(7, "presence:1"): (DELIVER,)}, history.latest, span_s=30.0, pause_s=0.01
    )
    first, second = document["emitters"]
    assert (first["event"], first["count"], first["growth"]) == ("presence:1", 812, 640)
    assert round(first["per_s"], 1) == 21.3
    assert first["max_listeners"] == 0
    assert first["added_at"][0] == {
        "function": "deliver",
        "file": "server.js",
        "line": 21,
        "column": 12,
        "count": 640,
        "once": False,
        "call_sites": [],
    }
    assert document["call_sites"] is False
    assert first["age_s"] == 0.0
    assert document["unseen"] == (
        "not seen before a census: emitters out of reach without a new 5th or later listener"
    )
    assert second["growth"] == 0
    assert document["totals"]["listeners"] == 815
    assert document["cost"]["pause_s"] == 0.01


def test_listeners_text_shows_growth_limit_and_place() -> None:
    history = _listeners()
    assert history.latest is not None
    text = listeners_text(history.rows(), {(7, "presence:1"): (DELIVER,)}, history.latest, span_s=30.0)
    assert "+640" in text
    assert "(max unlimited)" in text
    assert "640 x deliver at server.js:21:12" in text


def test_call_sites_are_told_with_their_function() -> None:
    history = _listeners()
    assert history.latest is not None
    deliver = replace(DELIVER, call_sites=(CallSite("subscribe", "hub.js", 46, 9, 600),))
    located = {(7, "presence:1"): (deliver,)}
    document = listeners_document(history.rows(), located, history.latest, span_s=30.0, pause_s=0.0)
    assert document["emitters"][0]["added_at"][0]["call_sites"] == [
        {"function": "subscribe", "file": "hub.js", "line": 46, "column": 9, "count": 600}
    ]
    text = listeners_text(history.rows(), located, history.latest, span_s=30.0)
    assert "600 added at hub.js:46:9 in subscribe()" in text


def test_hostile_names_reach_no_terminal() -> None:
    history = ListenerHistory()
    history.add(
        listeners_sample(0.0, [emitter_count(1, "\x1b]0;pwned\x07", 1, class_name="A\x1b[2J", name=None)])
    )
    assert history.latest is not None
    hostile = ListenerFunction("f\x1b[0m", "a\nb.js", 1, 1, 1, once=False)
    text = listeners_text(history.rows(), {(1, "\x1b]0;pwned\x07"): (hostile,)}, history.latest, span_s=1.0)
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "a b.js:1:1" in text


def test_place_of_a_native_function_is_its_name() -> None:
    assert place(ListenerFunction("", None, None, None, 1, once=False)) == "(anonymous)"


def test_trend_sentence_names_span_basis_and_time_left() -> None:
    history = MemoryHistory()
    for t in range(61):
        gc = (major_gc(float(t), 20_000_000 + t * 500_000),) if t % 10 == 0 else ()
        history.add(memory_sample(float(t), 30_000_000 + t * 500_000, collections=gc, heap_limit=110_000_000))
    sentence = trend_sentence(history.trend())
    assert sentence == (
        "heap +30.00 MB/min over 1 min (floor after GC, fit 1.00); "
        "at this slope the heap limit is reached in 2 min"
    )
    assert trend_sentence(None) == "too few samples for a slope"


def test_sample_line_fits_80_columns() -> None:
    header, line = sample_line(memory_sample(1.0, 1_999_000_000), header=True).splitlines()
    assert len(header) <= 80
    assert len(line) <= 80
    assert "2.00 GB" in line


def test_a_sample_of_a_worker_says_so_and_fits_too() -> None:
    sample = replace(memory_sample(1.0, 1_999_000_000), thread="worker:12")
    header, line = sample_line(sample, header=True, thread=True).splitlines()
    assert (header.split()[0], line.split()[0]) == ("thread", "worker:12")
    assert max(len(header), len(line)) <= 80
    assert "worker" not in sample_line(sample)
