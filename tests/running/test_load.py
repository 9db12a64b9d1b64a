"""The load command: again and again, its failures told, and nothing of it left."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping

import pytest

from tests.support.processes import wait_until
from tuiinspect.running.family import MARK, Family
from tuiinspect.running.load import Load

StartLoad = Callable[[str], Load]


class Kept:
    """What a load says, and the marks of its runs."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []
        self.failures: list[str] = []
        self.marks: list[str] = []

    def environment(self, mark: str) -> Mapping[str, str]:
        self.marks.append(mark)
        return {**os.environ, MARK: mark, "URL": "http://127.0.0.1:1"}

    @property
    def left(self) -> list[int]:
        return [kin.pid for mark in self.marks for kin in Family(mark).members()]


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def start_load(kept: Kept) -> Iterator[StartLoad]:
    started: list[Load] = []

    def start(command: str) -> Load:
        load = Load(command, kept.environment, kept.lines.append, kept.failures.append)
        started.append(load)
        load.start()
        return load

    yield start
    for load in started:
        load.stop()


def test_one_that_ends_is_begun_again(kept: Kept, start_load: StartLoad) -> None:
    load = start_load("echo to $URL")
    wait_until(lambda: load.so_far.runs == 3, what="a third run")
    load.stop()
    assert set(kept.lines) == {b"to http://127.0.0.1:1\n"}
    assert kept.failures == []
    assert load.so_far.failed == 0


def test_a_failure_is_told_with_its_last_lines(kept: Kept, start_load: StartLoad) -> None:
    load = start_load("echo cannot connect >&2; exit 3")
    wait_until(lambda: kept.failures, what="a failure")
    load.stop()
    assert kept.failures[0] == "the load command ended with exit code 3; its last lines:\n    cannot connect"
    assert load.so_far.last_failure == kept.failures[-1]
    assert load.so_far.failed == len(kept.failures)


def test_calling_it_off_ends_all_of_it_and_is_no_failure(kept: Kept, start_load: StartLoad) -> None:
    load = start_load("setsid sleep 301 & trap '' TERM; while :; do sleep 0.1; done")
    wait_until(lambda: len(kept.left) >= 2, what="its processes")
    load.stop()
    assert kept.left == []
    assert kept.failures == []
    assert load.so_far.runs == 1


def test_one_that_goes_to_the_background_runs_there(kept: Kept, start_load: StartLoad) -> None:
    load = start_load("sleep 301 & true")
    wait_until(lambda: kept.left, what="the sleeper")
    load.stop()
    assert kept.left == []
    assert load.so_far.runs == 1
