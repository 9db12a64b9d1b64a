"""The helper that compiles the snapshot engine."""

from __future__ import annotations

import psutil

from tests.support.processes import wait_until
from tuiinspect.ui.warming import LOWEST_PRIORITY, Warming


def helpers() -> list[psutil.Process]:
    children = psutil.Process().children()
    return [child for child in children if "tuiinspect.heap.warm" in child.cmdline()]


def test_it_runs_at_the_lowest_priority_and_ends_with_us() -> None:
    warming = Warming()
    warming.start()
    helper = wait_until(helpers, what="the helper runs")[0]
    assert helper.nice() == LOWEST_PRIORITY
    warming.stop()
    warming.stop()
    assert not helper.is_running() or helper.status() == psutil.STATUS_ZOMBIE
