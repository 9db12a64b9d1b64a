"""What is thrown away in the state folder, and what never is."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tuiinspect import keeping


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    for path in tmp_path.iterdir():
        keeping.let_go(path)


def snapshots(folder: Path, count: int, size: int = 10) -> list[Path]:
    """The newest first."""
    made = []
    for age in range(count):
        path = folder / f"server-{100 + age}-20260101-{120000 - age}.heapsnapshot"
        path.write_bytes(b"x" * size)
        os.utime(path, (1_800_000_000 - age, 1_800_000_000 - age))
        made.append(path)
    return made


def left(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def holder(path: Path, how: str) -> subprocess.Popen[str]:
    program = (
        f"import sys, pathlib; from tuiinspect import keeping; {how}; print(flush=True); sys.stdin.read()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "\n"
    return process


def test_the_newest_five_stay(folder: Path) -> None:
    made = snapshots(folder, 7)
    assert sorted(keeping.prune(folder)) == sorted(made[5:])
    assert left(folder) == sorted(made[:5])


def test_together_they_stay_within_a_size(folder: Path) -> None:
    made = snapshots(folder, 5, size=100)
    keeping.prune(folder, most_bytes=250)
    assert left(folder) == sorted(made[:2])


def test_the_newest_stays_however_large_it_is(folder: Path) -> None:
    made = snapshots(folder, 2, size=100)
    keeping.prune(folder, most_bytes=50)
    assert left(folder) == made[:1]


def test_what_the_user_has_named_is_never_removed(folder: Path) -> None:
    snapshots(folder, 5)
    named = [folder / "before.heapsnapshot", folder / "of-20260101.heapsnapshot", folder / "notes.txt"]
    for path in named:
        path.write_text("mine")
        os.utime(path, (1, 1))
    keeping.prune(folder, most=1)
    assert set(named) < set(left(folder))
    assert len(left(folder)) == 4


def test_what_points_elsewhere_is_left_alone(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "only.copy"
    elsewhere.write_text("mine")
    link = folder / "server-1-20200101-000000.heapsnapshot"
    link.symlink_to(elsewhere)
    snapshots(folder, 6)
    keeping.prune(folder)
    assert link.is_symlink()
    assert elsewhere.read_text() == "mine"


@pytest.mark.parametrize(
    "how", ["keeping.hold(pathlib.Path(sys.argv[1]))", "file = open(sys.argv[1])"], ids=["held", "open"]
)
def test_what_another_process_uses_stays_until_it_ends(folder: Path, how: str) -> None:
    made = snapshots(folder, 7)
    using = holder(made[6], how)
    try:
        assert keeping.prune(folder) == (made[5],)
    finally:
        using.kill()
        using.communicate()
    assert keeping.prune(folder) == (made[6],)


def test_what_we_hold_ourselves_stays_until_it_is_let_go(folder: Path) -> None:
    made = snapshots(folder, 6)
    keeping.hold(made[5])
    assert keeping.prune(folder) == ()
    keeping.let_go(made[5])
    assert keeping.prune(folder) == (made[5],)


def test_folders_of_those_who_were_killed_are_swept_and_no_others(folder: Path) -> None:
    names = ("triage-dead", "triage-used", "triage-new", "other-dead")
    dead, used, new, other = (folder / name for name in names)
    for path in (dead, used, new, other):
        path.mkdir()
        (path / "main-0.heapsnapshot").write_text("x")
    for path in (dead, used, other):
        os.utime(path, (1, 1))
    using = holder(used, "keeping.hold(pathlib.Path(sys.argv[1]))")
    try:
        keeping.sweep(folder, "triage-")
    finally:
        using.kill()
        using.communicate()
    assert left(folder) == sorted([used, new, other])
