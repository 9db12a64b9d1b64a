"""Each bundled leak, seen without a snapshot: the culprit is the first row of its pane, the twin has none."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.support.evidence import Evidence, watched
from tests.support.processes import wait_until
from tuiinspect.history import ClassRow, GrowthRow
from tuiinspect.leaks.catalogue import LEAKS, Leak, find_leak
from tuiinspect.leaks.launcher import start

PROMISED_S = 45.0
# Seconds of watching before the first census, and between the two.
BEFORE, BETWEEN = 3, 12
LISTENERS = {"listeners": ("Connector", "connected"), "late-callback": ("Hub", "presence:")}
TARGETS = {"abort-signal": ("AbortSignal", "abort")}

every_leak = pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.name)


def is_culprit(row: GrowthRow, leak: Leak) -> bool:
    if not row.grows:
        return False
    if isinstance(row, ClassRow):
        return row.count.class_name == leak.accumulates
    return row.count.name is not None and row.count.name.endswith(leak.holder)


def names_the_culprit(evidence: Evidence, leak: Leak) -> bool:
    growth = evidence.growth()
    if leak.name not in LISTENERS | TARGETS:
        return bool(growth) and is_culprit(growth[0], leak)
    class_name, event = (LISTENERS | TARGETS)[leak.name]
    rows = evidence.listeners()
    if not rows:
        return False
    first = rows[0].count
    return first.class_name == class_name and first.event.startswith(event) and rows[0].growth >= 5


def walk_twice(evidence: Evidence) -> None:
    seconds = evidence.samples
    wait_until(lambda: evidence.samples >= seconds + BEFORE, timeout=60)
    evidence.session.take_census()
    seconds = evidence.samples
    wait_until(lambda: evidence.samples >= seconds + BETWEEN, timeout=60)
    evidence.session.take_census()
    assert evidence.censuses == 2, evidence.failures


def check_leak(leak: Leak, node: Path) -> None:
    with start(leak, node=node, flags=("--inspect-port=0",)) as program, watched(program) as evidence:
        attached = time.monotonic()
        if leak.kind == "timers":
            # Nothing but a walk sees what only timers hold.
            walk_twice(evidence)
        left = PROMISED_S - (time.monotonic() - attached)
        wait_until(lambda: names_the_culprit(evidence, leak), timeout=left, what=str(evidence.growth()[:3]))
        assert not evidence.failures


def check_twin(leak: Leak, node: Path) -> None:
    with (
        start(leak, node=node, healthy=True, flags=("--inspect-port=0",)) as program,
        watched(program) as evidence,
    ):
        walk_twice(evidence)
        seconds = evidence.samples
        wait_until(lambda: evidence.samples >= seconds + BETWEEN, timeout=60)
        assert evidence.marked == set()
        assert not evidence.failures


@pytest.mark.parametrize("name", ["module-map", "timers"])
def test_a_leak_is_the_first_row(name: str, node: Path) -> None:
    check_leak(find_leak(name), node)


def test_a_healthy_twin_has_nothing_that_grows(node: Path) -> None:
    check_twin(find_leak("late-callback"), node)


@pytest.mark.long
@every_leak
def test_every_leak_is_the_first_row(leak: Leak, node: Path) -> None:
    check_leak(leak, node)


@pytest.mark.long
@every_leak
def test_no_healthy_twin_has_anything_that_grows(leak: Leak, node: Path) -> None:
    check_twin(leak, node)
