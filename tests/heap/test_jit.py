"""With numba and without: the same answers; a cache that two may fill at once; every kernel warmed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import tuiinspect
from tests.heap.goldens import golden
from tests.heap.test_parse import SMALL
from tuiinspect.heap import COMPILED, load_chunks

_WITHOUT_NUMBA = """
import json, sys, warnings
sys.modules["numba"] = None
warnings.simplefilter("error")
from tuiinspect.heap import COMPILED, NOTICE, load_chunks
from tuiinspect.heap.warm import warm_up
warm_up()
snapshot = load_chunks([sys.stdin.buffer.read()])
print(json.dumps({
    "compiled": COMPILED, "notice": NOTICE, "retained": snapshot.retained_sizes.tolist(),
    "distances": snapshot.distances.tolist(), "sentence": snapshot.shortest_path(3).sentence,
    "classes": [row.name for row in snapshot.classes()],
}))
"""

_ONE_KERNEL = """
import numpy as np
from tuiinspect.heap.dominators import Descent, retained_sizes
descent = Descent(np.arange(3, dtype=np.int32), np.array([0, 0, 1], np.int32))
print(retained_sizes(descent, np.ones(3, np.int64)).tolist())
"""

_NEW_KERNELS = """
import sys
import tuiinspect.heap as heap
from tuiinspect.heap import machine_code
from tuiinspect.heap.machine_build import kernels
from tuiinspect.heap.warm import warm_up

def compiled():
    return {f"{kernel.__module__}.{kernel.__name__}": list(kernel.met) for kernel in kernels()}

machine_code.kept = lambda: None
warm_up()
warmed = compiled()
within = {name for kernel in kernels() for name in kernel.function.__code__.co_names}
print([name for name, met in warmed.items() if not met and name.rpartition(".")[2] not in within])
snapshot = heap.load(sys.argv[1])
for row in snapshot.classes():
    snapshot.objects(row.key, 0, 20)
for node in range(0, snapshot.node_count, 500):
    snapshot.node(int(snapshot.ids[node])), snapshot.retainers(node)
    snapshot.children(node), snapshot.paths(node, 2)
snapshot.statistics()
print([name for name, met in compiled().items() if met != warmed[name]])
"""


def run(program: str, *args: str, stdin: bytes = b"", env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *args],
        input=stdin, capture_output=True, env={**os.environ, **(env or {})}, timeout=180, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_without_numba_the_answers_are_the_same() -> None:
    said = json.loads(run(_WITHOUT_NUMBA, stdin=SMALL))
    snapshot = load_chunks([SMALL])
    assert said["compiled"] is False
    assert "numba" in said["notice"]
    assert said["retained"] == snapshot.retained_sizes.tolist()
    assert said["distances"] == snapshot.distances.tolist()
    assert said["sentence"] == snapshot.shortest_path(3).sentence
    assert said["classes"] == [row.name for row in snapshot.classes()]


def test_two_processes_fill_one_cache_at_once(tmp_path: Path) -> None:
    env = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    both = [
        subprocess.Popen([sys.executable, "-c", _ONE_KERNEL], stdout=subprocess.PIPE, env=env)
        for _ in range(2)
    ]
    assert [process.communicate(timeout=180)[0] for process in both] == [b"[3, 2, 1]\n"] * 2
    assert [process.returncode for process in both] == [0, 0]
    assert bool(list(tmp_path.rglob("*_pass_up*.nbi"))) == COMPILED
    assert run(_ONE_KERNEL, env={"NUMBA_CACHE_DIR": str(tmp_path)}) == "[3, 2, 1]\n"


def test_kernels_run_where_no_cache_can_be_written(tmp_path: Path) -> None:
    """A file in the place of each directory that numba would make: also root cannot write there."""
    package = Path(tuiinspect.__file__).parent
    shutil.copytree(package, tmp_path / "tuiinspect", ignore=shutil.ignore_patterns("__pycache__", "*.js"))
    (tmp_path / "tuiinspect" / "heap" / "__pycache__").touch()
    (tmp_path / "home").touch()
    env = {"PYTHONPATH": str(tmp_path), "HOME": str(tmp_path / "home"), "NUMBA_CACHE_DIR": ""}
    env["XDG_CACHE_HOME"] = str(tmp_path / "home" / "cache")
    assert run(_ONE_KERNEL, env=env) == "[3, 2, 1]\n"


def test_warming_leaves_no_kernel_to_compile(tmp_path: Path) -> None:
    path = tmp_path / "real.heapsnapshot"
    path.write_bytes(golden("node26").text)
    never_called, met_later = run(_NEW_KERNELS, str(path)).splitlines()
    assert (never_called, met_later) == ("[]", "[]")
