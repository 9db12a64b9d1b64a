"""Snapshots in words and as a document."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from tuiinspect.report.captures import (
    captured_text,
    prediction_text,
    progress_text,
    shortage,
    snapshot_document,
)
from tuiinspect.report.census import census_prediction_text
from tuiinspect.samples import Captured, CaptureProgress, Cost, Prediction

MB = 1_000_000
PREDICTION = Prediction(
    what="snapshot",
    pause_s=3.1,
    memory_bytes=663 * MB,
    heap_bytes=50 * MB,
    rss_bytes=110 * MB,
    host_free_bytes=2000 * MB,
    container_free_bytes=None,
    disk_bytes=100 * MB,
    disk_free_bytes=9000 * MB,
)
COST = Cost("snapshot", 3.1, 3.3, 110 * MB, 560 * MB, 600 * MB)
CAPTURED = Captured("/tmp/a.heapsnapshot", 95 * MB, COST, 1_103_391)


def test_a_prediction_says_pause_memory_and_what_is_free() -> None:
    text = prediction_text(PREDICTION)
    for words in ("50.0 MB of heap", "about 3.1 s", "663 MB", "2.00 GB free on this machine", "9.00 GB free"):
        assert words in text
    assert "container" not in text
    in_container = replace(PREDICTION, container_free_bytes=400 * MB)
    assert "400 MB free in its container" in prediction_text(in_container)


def test_what_presses_on_the_process_is_said_with_what_it_may_come_to() -> None:
    busy = replace(PREDICTION, pause_s=9.0, calm_s=3.0)
    assert "for about 3.0 s (this machine is busy: it may take 9.0 s);" in prediction_text(busy)
    confined = replace(busy, pause_s=6.0, cores=0.5)
    assert "(its container may use 0.5 cores: it may take 6.0 s)" in prediction_text(confined)
    assert "(its container may use 1 core: it" in prediction_text(replace(confined, cores=1.0))
    again = replace(PREDICTION, pace=1.4)
    assert "for about 3.1 s (going by the last one);" in prediction_text(again)
    assert "(going by the last one; this machine is busy: it may" in prediction_text(replace(busy, pace=1.4))


def test_what_a_long_pause_does_to_visitors_is_said() -> None:
    words = "resets connections that were kept alive, and requests that came meanwhile fail (12 connections"
    assert words in prediction_text(replace(PREDICTION, pause_s=5.1, connections=12))
    assert words in census_prediction_text(replace(PREDICTION, pause_s=5.1, connections=12))
    for harmless in (replace(PREDICTION, connections=12), replace(PREDICTION, pause_s=50.0)):
        assert "kept alive" not in prediction_text(harmless)
        assert "kept alive" not in census_prediction_text(harmless)


def test_what_cannot_be_known_is_said_to_be_unknown() -> None:
    text = prediction_text(replace(PREDICTION, host_free_bytes=None, disk_free_bytes=None))
    assert "what is free is not known" in text
    assert "free on disk" not in text


def test_a_shortage_names_what_is_short() -> None:
    assert "400 MB are free" in shortage(replace(PREDICTION, container_free_bytes=400 * MB))
    assert "on that disk" in shortage(replace(PREDICTION, disk_free_bytes=50 * MB))


@pytest.mark.parametrize(
    ("progress", "text"),
    [
        (CaptureProgress("waiting", 0, 0, 0, 0.4), "waiting for the first sign: 0.4 s of about 3.1 s"),
        (CaptureProgress("generating", 0, 0, 0, 1.0), "walking the heap: 0%, 1.0 s of about 3.1 s"),
        (CaptureProgress("generating", 5, 10, 0, 2.0), "walking the heap: 50%, 2.0 s of about 3.1 s"),
        (
            CaptureProgress("streaming", 10, 10, 40 * MB, 3.0),
            "receiving: 40.0 MB of about 100 MB, 3.0 s of about 3.1 s",
        ),
    ],
)
def test_progress_is_one_line(progress: CaptureProgress, text: str) -> None:
    assert progress_text(progress, PREDICTION) == text


def test_the_real_cost_stands_beside_the_predicted() -> None:
    text = captured_text(CAPTURED, PREDICTION)
    for words in ("1,103,391 objects", "3.3 s (predicted: 3.1 s)", "from 110 MB to 560 MB (at most 600 MB)"):
        assert words in text
    unseen = captured_text(replace(CAPTURED, nodes=None, cost=replace(COST, rss_peak=None)), PREDICTION)
    assert "objects" not in unseen
    assert "at most" not in unseen


def test_a_worker_stands_still_alone() -> None:
    of_worker = replace(PREDICTION, of_worker=True)
    assert "stops the worker for about 3.1 s" in prediction_text(of_worker)
    assert "the worker stood still for 3.3 s" in captured_text(CAPTURED, of_worker)
    assert "the process stood still for 3.3 s" in captured_text(CAPTURED, PREDICTION)


def test_the_document_keeps_the_contract() -> None:
    document = msgspec.json.decode(msgspec.json.encode(snapshot_document(CAPTURED, PREDICTION)))
    assert document == {
        "schema": 1,
        "file": "/tmp/a.heapsnapshot",
        "bytes": 95 * MB,
        "nodes": 1_103_391,
        "predicted": {"pause_s": 3.1, "memory_bytes": 663 * MB},
        "cost": {"pause_s": 3.3, "predicted_s": 3.1},
        "target_rss_before": 110 * MB,
        "target_rss_after": 560 * MB,
        "target_rss_peak": 600 * MB,
    }
