"""Two snapshots whose ids mean the same objects, and two whose ids do not."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.heap.goldens import VERSIONS, golden
from tuiinspect.heap import HeapSnapshot, load

PROGRAM = Path(__file__).parent / "programs" / "two.js"


def two(node: Path, folder: Path) -> tuple[HeapSnapshot, HeapSnapshot]:
    base, newer = folder / "base.heapsnapshot", folder / "newer.heapsnapshot"
    subprocess.run([node, PROGRAM, base, newer], check=True, timeout=60)
    return load(base), load(newer)


def check(node: Path, folder: Path) -> None:
    base, newer = two(node, folder)
    assert newer.views.comparable_with(base)
    assert base.views.comparable_with(newer)
    kept = next(row for row in newer.diff(base).rows if row.name == "Kept")
    # Every third of the first hundred is replaced.
    assert kept.removed == 34
    assert kept.delta == 2_000


def test_two_of_one_process_are_comparable(node: Path, tmp_path: Path) -> None:
    check(node, tmp_path)


@pytest.mark.every_node
def test_two_of_one_process_are_comparable_on_every_version(every_node: Path, tmp_path: Path) -> None:
    check(every_node, tmp_path)


def test_snapshots_of_different_processes_are_not() -> None:
    one, other = (golden(version).snapshot for version in (VERSIONS[0], VERSIONS[-1]))
    assert not one.views.comparable_with(other)
    assert not other.views.comparable_with(one)
    assert one.views.comparable_with(one)
