"""Make the golden files: small snapshots of several Node versions, and what DevTools says of each node.

    python tests/heap/golden/make.py ORACLE NODE [NODE …]

ORACLE is a folder with `devtools_oracle.js`, which runs the heap model of chrome-devtools-frontend without a
browser (`--bin PREFIX` writes per-node arrays); it runs on the first NODE.
"""

from __future__ import annotations

import json
import lzma
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "pb": 0}]


def make(oracle: Path, oracle_node: str, node: str) -> None:
    version = subprocess.run([node, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    name = f"node{version.removeprefix('v').partition('.')[0]}"
    with tempfile.TemporaryDirectory() as folder:
        # A snapshot holds paths and the environment: those of this folder and none.
        copy = Path(shutil.copy(Path(node).resolve(), folder))
        program = Path(shutil.copy(HERE / "program.js", folder))
        snapshot = Path(folder) / "golden.heapsnapshot"
        subprocess.run([copy, program, snapshot], check=True, cwd=folder, env={})
        (HERE / f"{name}.heapsnapshot.xz").write_bytes(
            lzma.compress(snapshot.read_bytes(), format=lzma.FORMAT_XZ, filters=_FILTERS)
        )
        prefix = str(Path(folder) / "golden")
        said = subprocess.run(
            [oracle_node, str(oracle / "devtools_oracle.js"), str(snapshot), "--bin", prefix],
            check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        write_answers(HERE / f"{name}.npz", prefix, json.loads(said))
    print(f"{name}: Node {version}")


def write_answers(path: Path, prefix: str, said: dict[str, object]) -> None:
    """Per node: shallow, dominator, retained, distance, class; per class and in all: DevTools' sums."""
    tables = {"aggregates": said["aggregates"], "statistics": said["statistics"]}
    tables["class_names"] = json.loads(Path(f"{prefix}.classes.json").read_text(encoding="utf-8"))
    np.savez_compressed(
        path,
        shallow=np.fromfile(f"{prefix}.self.u32", np.uint32),
        dominators=np.fromfile(f"{prefix}.dom.u32", np.uint32),
        retained=np.fromfile(f"{prefix}.retained.f64", np.float64).astype(np.int64),
        distances=np.fromfile(f"{prefix}.distance.i32", np.int32),
        classes=np.fromfile(f"{prefix}.class.u32", np.uint32).astype(np.uint16),
        tables=np.frombuffer(json.dumps(tables).encode(), np.uint8),
    )


if __name__ == "__main__":
    for each in sys.argv[2:]:
        make(Path(sys.argv[1]), sys.argv[2], each)
