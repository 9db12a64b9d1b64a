"""What full collections freed: never more than can be told."""

from __future__ import annotations

from tests.support.samples import major_gc, memory_sample
from tuiinspect.history.freed import FreedMemory
from tuiinspect.samples import GcMark


def test_a_collection_is_credited_with_what_was_in_use_before_it() -> None:
    freed = FreedMemory()
    assert freed.add(memory_sample(0.0, 50)) is None
    assert freed.add(memory_sample(1.0, 80)) is None
    assert freed.add(memory_sample(2.0, 35, collections=(major_gc(1.5, 30),))) == 50
    assert freed.add(memory_sample(3.0, 60)) == 50
    twice = (major_gc(3.5, 20), major_gc(3.8, 18))
    assert freed.add(memory_sample(4.0, 25, collections=twice)) == 50 + 40 + 2


def test_growth_through_a_collection_frees_nothing() -> None:
    freed = FreedMemory()
    freed.add(memory_sample(0.0, 50))
    assert freed.add(memory_sample(1.0, 95, collections=(major_gc(0.5, 90),))) == 0


def test_minor_collections_and_other_threads_are_apart() -> None:
    freed = FreedMemory()
    freed.add(memory_sample(0.0, 50))
    freed.add(memory_sample(0.0, 500, thread="worker:1"))
    minor = (GcMark(0.5, "minor", 0.001, None),)
    assert freed.add(memory_sample(1.0, 20, collections=minor)) is None
    assert freed.add(memory_sample(1.0, 110, thread="worker:1", collections=(major_gc(0.5, 100),))) == 400


def test_the_first_sample_has_nothing_before_it() -> None:
    assert FreedMemory().add(memory_sample(0.0, 50, collections=(major_gc(0.5, 40),))) is None
