"""Memory outside the heaps: what is counted, and what must not be counted twice."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.samples import memory_sample
from tuiinspect.diagnosis.native import native_bytes
from tuiinspect.samples import MemorySample, ProcessReading


def whole(**changes: Any) -> MemorySample:
    seen = ProcessReading(rss=150_000, anonymous=100_000, threads=11, fds=20)
    values = {"heap_physical": 40_000, "external": 10_000, "array_buffers": 9_000, "process": seen}
    return memory_sample(1.0, **{**values, **changes})


def test_array_buffers_are_part_of_external() -> None:
    assert native_bytes(whole()) == 50_000
    assert native_bytes(whole(array_buffers=0)) == 50_000


def test_each_thread_has_a_heap_of_its_own() -> None:
    worker = memory_sample(1.0, thread="worker:1", heap_physical=5_000, external=1_000)
    assert native_bytes(whole(), [worker, worker]) == 38_000


def test_a_heap_that_is_reserved_is_taken_where_what_is_in_memory_is_unknown() -> None:
    assert native_bytes(whole(heap_physical=None, heap_total=30_000)) == 60_000


def test_buffers_without_memory_yet_do_not_make_it_negative() -> None:
    assert native_bytes(whole(external=900_000)) == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"process": None},
        {"process": ProcessReading(rss=1, anonymous=None, threads=1, fds=None)},
        {"thread": "worker:1"},
    ],
)
def test_nothing_is_said_of_a_process_that_is_not_seen_whole(changes: dict[str, Any]) -> None:
    assert native_bytes(whole(**changes)) is None
