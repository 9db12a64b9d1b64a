"""Kernels called without numba: the same answers, and numba itself whenever anything does not fit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.heap.goldens import golden
from tuiinspect.heap import COMPILED
from tuiinspect.heap.machine_code import FILE

# The folder of the file is given; numba has its own cache where it always is.
_FOLDER = """
import sys
from pathlib import Path
from tuiinspect.heap import machine_code
machine_code.folders = lambda: iter([Path(sys.argv[1])])
"""
_KEEP = """
from tuiinspect.heap import machine_build, warm
warm.warm_up()
print(machine_build.keep())
"""
_LOAD = """
import json
from tuiinspect.heap import load
snapshot = load(sys.argv[2])
rows, retained = repr(snapshot.classes()), int(snapshot.retained_sizes.sum())
print(json.dumps({"rows": rows, "retained": retained, "numba": "numba" in sys.modules}))
"""
_WIDE = """
import numpy as np
from tuiinspect.heap.edges import first_edges
from tuiinspect.heap.lookups import place_of
print(place_of(np.array([5, 7, 9], np.uint64), np.uint64(9)))
print(first_edges(np.array([2, 0, 1], np.int32)).tolist())
print("numba" in sys.modules)
"""

pytestmark = pytest.mark.skipif(not COMPILED, reason="numba is not installed")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a file with all kernels."""
    folder = tmp_path_factory.mktemp("kernels")
    assert run(_KEEP, folder) == f"{folder / FILE}\n"
    return folder


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("snapshot") / "real.heapsnapshot"
    path.write_bytes(golden("node26").text)
    return path


def run(program: str, folder: Path, *args: str, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _FOLDER + program, str(folder), *args],
        env={**os.environ, **(env or {})},
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def loaded(path: Path, folder: Path, env: dict[str, str] | None = None) -> tuple[object, bool]:
    """What an analysis says, and whether numba was imported for it."""
    said = json.loads(run(_LOAD, folder, str(path), env=env))
    return (said["rows"], said["retained"]), said["numba"]


def test_kept_kernels_give_the_same_answers_without_numba(kept: Path, snapshot: Path, tmp_path: Path) -> None:
    ours, with_numba = loaded(snapshot, kept)
    assert not with_numba
    assert loaded(snapshot, tmp_path) == (ours, True)


def test_kinds_that_were_not_compiled_are_left_to_numba(kept: Path) -> None:
    assert run(_WIDE, kept) == "2\n[0, 2, 2, 3]\nTrue\n"


@pytest.mark.parametrize("damage", ["cut", "empty", "other version", "other writer", "no code"])
def test_a_file_that_does_not_fit_is_not_used(
    kept: Path, snapshot: Path, damage: str, tmp_path: Path
) -> None:
    whole = (kept / FILE).read_bytes()
    others = {
        "cut": whole[: len(whole) // 2],
        "empty": b"",
        "other version": bytes(4) + whole[4:],
        "other writer": whole,
        "no code": whole.replace(b"\x7fELF", bytes(4)),
    }
    file = tmp_path / FILE
    file.write_bytes(others[damage])
    file.chmod(0o666 if damage == "other writer" else 0o600)
    assert loaded(snapshot, tmp_path) == (loaded(snapshot, kept)[0], True)


def test_numba_does_it_where_it_is_told_how(kept: Path, snapshot: Path) -> None:
    assert loaded(snapshot, kept, {"NUMBA_CAPTURED_ERRORS": "new_style"})[1]
