"""A snapshot in words and as a document: what it is expected to cost, how far it is, what it did cost."""

from __future__ import annotations

from tuiinspect.report.documents import SCHEMA, Document
from tuiinspect.report.pauses import cut_words, pause_words
from tuiinspect.samples import Captured, CaptureProgress, Prediction
from tuiinspect.text import format_bytes, format_count, format_duration


def prediction_text(prediction: Prediction) -> str:
    """The expected cost beside what there is room for."""
    room = [
        f"{format_bytes(free)} free {where}"
        for free, where in (
            (prediction.host_free_bytes, "on this machine"),
            (prediction.container_free_bytes, "in its container"),
        )
        if free is not None
    ]
    lines = [
        f"a snapshot of {format_bytes(prediction.heap_bytes)} of heap stops the {prediction.held_up} "
        f"for {pause_words(prediction)};",
        f"it takes up to {format_bytes(prediction.memory_bytes)} on top of "
        f"{format_bytes(prediction.rss_bytes)} RSS ({', '.join(room) or 'what is free is not known'}),",
        f"and writes about {format_bytes(prediction.disk_bytes)}{_disk_room(prediction)}",
        cut_words(prediction),
    ]
    return "\n".join(filter(None, lines))


def _disk_room(prediction: Prediction) -> str:
    if prediction.disk_free_bytes is None:
        return ""
    return f" ({format_bytes(prediction.disk_free_bytes)} free on disk)"


def shortage(prediction: Prediction) -> str:
    """What there is too little of, for a prediction that does not fit."""
    if prediction.free_bytes is not None and prediction.memory_bytes > prediction.free_bytes:
        return (
            f"the {prediction.what} may take {format_bytes(prediction.memory_bytes)} of memory and "
            f"{format_bytes(prediction.free_bytes)} are free: the process could be killed for it"
        )
    return (
        f"the file may take {format_bytes(prediction.disk_bytes)} and "
        f"{format_bytes(prediction.disk_free_bytes or 0)} are free on that disk"
    )


def progress_text(progress: CaptureProgress, prediction: Prediction) -> str:
    """One line that fits a narrow terminal."""
    time = f"{progress.elapsed_s:.1f} s of about {format_duration(prediction.pause_s)}"
    if progress.phase == "waiting":
        return f"waiting for the first sign: {time}"
    if progress.phase == "generating":
        share = progress.done / progress.total if progress.total else 0.0
        return f"walking the heap: {share:.0%}, {time}"
    size = f"{format_bytes(progress.bytes_written)} of about {format_bytes(prediction.disk_bytes)}"
    return f"receiving: {size}, {time}"


def captured_text(captured: Captured, prediction: Prediction) -> str:
    """What was written and what it cost, beside what was predicted."""
    cost = captured.cost
    nodes = f", {format_count(captured.nodes)} objects" if captured.nodes is not None else ""
    peak = f" (at most {format_bytes(cost.rss_peak)})" if cost.rss_peak is not None else ""
    return (
        f"{format_bytes(captured.bytes_written)}{nodes}; the {prediction.held_up} stood still for "
        f"{format_duration(cost.pause_s)} (predicted: {format_duration(cost.predicted_s)});\n"
        f"RSS went from {format_bytes(cost.rss_before)} to {format_bytes(cost.rss_after)}{peak}, and "
        "the process keeps most of it"
    )


def snapshot_document(captured: Captured, prediction: Prediction) -> Document:
    """`snapshot --json`."""
    cost = captured.cost
    return {
        "schema": SCHEMA,
        "file": captured.path,
        "bytes": captured.bytes_written,
        "nodes": captured.nodes,
        "predicted": {"pause_s": prediction.pause_s, "memory_bytes": prediction.memory_bytes},
        "cost": {"pause_s": cost.pause_s, "predicted_s": cost.predicted_s},
        "target_rss_before": cost.rss_before,
        "target_rss_after": cost.rss_after,
        "target_rss_peak": cost.rss_peak,
    }
