"""What the dashboard shows, written down: a document, and the text that is read from it."""

from __future__ import annotations

from dataclasses import replace

from tests.support.samples import emitter_count, listeners_sample, memory_sample
from tests.ui.scripted import TARGET
from tuiinspect.history import ListenerHistory, ListenerRow, MemoryHistory
from tuiinspect.report.dashboard import dashboard_document, dashboard_text
from tuiinspect.samples import HeldAs, ListenerFunction

DELIVER = ListenerFunction("deliver", "server.js", 21, 12, 640, once=False)


def _rows() -> tuple[ListenerRow, ...]:
    history = ListenerHistory()
    for t, count in ((0.0, 172), (30.0, 812)):
        rows = [
            emitter_count(7, "presence:1", count, 172, measured_s=t),
            emitter_count(8, "x", 3, 3, measured_s=t),
        ]
        history.add(listeners_sample(t, rows))
    return history.rows()


def test_it_names_the_worker_that_is_watched() -> None:
    document = dashboard_document(replace(TARGET, worker=3), MemoryHistory(), (), {})
    assert document["target"]["thread"] == "worker:3"
    assert dashboard_text(document).startswith("server.js (worker 3, pid 4242, Node v20.20.2)")


def test_it_holds_target_trend_and_growing_rows() -> None:
    memory = MemoryHistory()
    memory.add(memory_sample(1.0))
    document = dashboard_document(None, memory, _rows(), {(7, "presence:1"): (DELIVER,)})
    assert document["trend"] is None
    assert document["emitters"][0]["growth"] == 640
    text = dashboard_text(document)
    assert "too few samples for a slope" in text
    assert "+640 listeners of 'presence:1' on connector (Connector), module lib/connector.js in 30 s" in text
    assert "  640 x deliver at server.js:21:12" in text
    assert "'x'" not in text


def test_an_emitter_named_by_a_snapshot_has_the_whole_way_with_it() -> None:
    history = ListenerHistory()
    history.add(listeners_sample(0.0, [emitter_count(7, "join", 40, 0, name=None, where=None)]))
    sentence = "item 'a' of Map rooms, in the module scope of app.js:3"
    history.call({7: HeldAs("rooms.get('a')", "module app.js", sentence)})
    document = dashboard_document(None, MemoryHistory(), history.rows(), {})
    (row,) = document["emitters"]
    assert (row["name"], row["where"], row["held"]) == ("rooms.get('a')", "module app.js", sentence)
    text = dashboard_text(document)
    assert "on rooms.get('a') (Connector), module app.js" in text
    assert f"  in the snapshot: {sentence}" in text
    del row["held"]
    assert "in the snapshot" not in dashboard_text(document), "one that was saved before there was such"
