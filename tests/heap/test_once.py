"""Pieces of work that two threads share."""

from __future__ import annotations

import threading
from concurrent.futures import CancelledError, ThreadPoolExecutor

import pytest

from tuiinspect.heap.once import Once


def test_of_two_that_need_it_one_does_it_and_the_other_waits() -> None:
    begun, go_on = threading.Event(), threading.Event()
    done_by: list[str] = []

    def work() -> int:
        done_by.append(threading.current_thread().name)
        begun.set()
        assert go_on.wait(10)
        return 42

    piece = Once(work)
    with ThreadPoolExecutor(1, "helper") as pool:
        helping = pool.submit(piece.attempt)
        assert begun.wait(10)
        piece.attempt()
        go_on.set()
        assert piece.take() == 42
        helping.result()
    assert len(done_by) == 1
    assert done_by[0].startswith("helper")


def test_who_takes_it_does_what_it_needs_first() -> None:
    order: list[str] = []
    lower = Once(lambda: order.append("lower"))

    def work() -> None:
        lower.take()
        order.append("upper")

    upper = Once(work)
    upper.take()
    upper.take()
    lower.take()
    assert order == ["lower", "upper"]


def test_what_goes_wrong_is_told_to_each_who_takes_it() -> None:
    def work() -> int:
        raise MemoryError("no room")

    piece = Once(work)
    piece.attempt()
    for _ in range(2):
        with pytest.raises(MemoryError, match="no room"):
            piece.take()


def test_what_is_cancelled_is_not_begun() -> None:
    begun: list[int] = []
    piece = Once(lambda: begun.append(1))
    piece.cancel()
    piece.attempt()
    with pytest.raises(CancelledError):
        piece.take()
    assert not begun


def test_what_was_begun_is_finished_when_it_is_cancelled() -> None:
    piece = Once(lambda: 1)
    assert piece.take() == 1
    piece.cancel()
    assert piece.take() == 1
