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

_LOAD = """
import json, sys
from tuiinspect.heap import load
snapshot = load(sys.argv[1])
rows, retained = repr(snapshot.classes()), int(snapshot.retained_sizes.sum())
print(json.dumps({"rows": rows, "retained": retained, "numba": "numba" in sys.modules}))
"""
_WIDE = """
import numpy as np, sys
from tuiinspect.heap.edges import first_edges
from tuiinspect.heap.lookups import place_of
print(place_of(np.array([5, 7, 9], np.uint64), np.uint64(9)))
print(first_edges(np.array([2, 0, 1], np.int32)).tolist())
print("numba" in sys.modules)
"""

pytestmark = pytest.mark.skipif(not COMPILED, reason="numba is not installed")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache directory in which all kernels have been compiled and kept."""
    folder = tmp_path_factory.mktemp("kernels")
    subprocess.run(
        [sys.executable, "-m", "tuiinspect.heap.warm"], env=environment(folder), check=True, timeout=300
    )
    return folder


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("snapshot") / "real.heapsnapshot"
    path.write_bytes(golden("node26").text)
    return path


def environment(folder: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "NUMBA_CACHE_DIR": str(folder), **more}


def run(program: str, *args: str, env: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *args], env=env, capture_output=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def loaded(path: Path, env: dict[str, str]) -> tuple[object, bool]:
    said = json.loads(run(_LOAD, str(path), env=env))
    return (said["rows"], said["retained"]), said["numba"]


def test_kept_kernels_give_the_same_answers_without_numba(cache: Path, snapshot: Path) -> None:
    file = cache / "tuiinspect" / FILE
    ours, with_numba = loaded(snapshot, environment(cache))
    assert not with_numba
    kept = file.rename(file.with_suffix(".aside"))
    try:
        theirs, with_numba = loaded(snapshot, environment(cache))
    finally:
        kept.rename(file)
    assert with_numba
    assert ours == theirs


def test_kinds_that_were_not_compiled_are_left_to_numba(cache: Path) -> None:
    assert run(_WIDE, env=environment(cache)) == "2\n[0, 2, 2, 3]\nTrue\n"


@pytest.mark.parametrize("damage", ["cut", "empty", "other version", "other writer", "no code"])
def test_a_file_that_does_not_fit_is_not_used(
    cache: Path, snapshot: Path, damage: str, tmp_path: Path
) -> None:
    whole = (cache / "tuiinspect" / FILE).read_bytes()
    others = {
        "cut": whole[: len(whole) // 2],
        "empty": b"",
        "other version": bytes(32) + whole[32:],
        "other writer": whole,
        "no code": whole.replace(b"\x7fELF", bytes(4)),
    }
    folder = tmp_path / "cache"
    subprocess.run(["cp", "-r", str(cache), str(folder)], check=True)
    file = folder / "tuiinspect" / FILE
    file.write_bytes(others[damage])
    file.chmod(0o666 if damage == "other writer" else 0o600)
    answers, with_numba = loaded(snapshot, environment(folder))
    assert with_numba
    assert answers == loaded(snapshot, environment(cache))[0]


def test_numba_does_it_where_it_is_told_how(cache: Path, snapshot: Path) -> None:
    _, with_numba = loaded(snapshot, environment(cache, NUMBA_OPT="2"))
    assert with_numba
