"""Make the golden files: small snapshots of several Node versions, and what DevTools says of each node.

    python tests/heap/golden/make.py ORACLE NODE [NODE …]
    python tests/heap/golden/make.py ORACLE --growing NODE NEWEST

ORACLE is a folder with `devtools_oracle.js`, which runs the heap model of chrome-devtools-frontend without a
browser (`--bin PREFIX` writes per-node arrays); it runs on the first NODE. With `--growing` NODE writes two
snapshots, and NEWEST (22 or newer) runs the oracle: what it says of their difference, of filters, duplicated
strings and ignored retainers.
"""

from __future__ import annotations

import json
import lzma
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
_IGNORED = 3
_NAMED_FILTERS = (
    "duplicatedStrings",
    "objectsRetainedByContexts",
    "objectsRetainedByDetachedDomNodes",
    "objectsRetainedByConsole",
)
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


def make_growing(oracle: Path, node: str, newest: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(Path(node).resolve(), folder))
        program = Path(shutil.copy(HERE / "growing.js", folder))
        base, newer = (Path(folder) / name for name in ("base.heapsnapshot", "newer.heapsnapshot"))
        subprocess.run([copy, program, base, newer], check=True, cwd=folder, env={})
        asked = ["--filter", ",".join(_NAMED_FILTERS), "--dups", "--diff", str(base)]
        said = _answer(newest, oracle / "devtools_oracle.js", newer, *asked)
        sessions = [row["id"] for row in _largest(newest, oracle, newer)]
        ignoring = _answer(
            newest, HERE / "ignoring.mjs", oracle.resolve(), newer, ",".join(map(str, sessions))
        )
        texts = base.read_bytes(), newer.read_bytes()
    tables = {
        "first_length": len(texts[0]),
        "diff": said["diff"]["classes"],
        "filters": {name: said["filters"][name]["aggregates"] for name in _NAMED_FILTERS},
        "duplicates": said["duplicates"]["top"],
        "ignored": sessions,
    }
    np.savez_compressed(
        HERE / "growing.npz",
        distances=np.array(ignoring, np.int32),
        tables=np.frombuffer(json.dumps(tables).encode(), np.uint8),
    )
    (HERE / "growing.heapsnapshots.xz").write_bytes(
        lzma.compress(b"".join(texts), format=lzma.FORMAT_XZ, filters=_FILTERS)
    )


def _answer(node: str, program: Path, *arguments: object) -> Any:
    command = [node, str(program), *map(str, arguments)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _largest(node: str, oracle: Path, snapshot: Path) -> list[dict[str, Any]]:
    """Some of the objects that the program's global object keeps, the largest first."""
    listed = snapshot.with_suffix(".tsv")
    _answer(node, oracle / "devtools_oracle.js", snapshot, "--nodes", listed)
    names, *lines = (line.split("\t") for line in listed.read_text(encoding="utf-8").splitlines())
    rows = [dict(zip(names, line, strict=True)) for line in lines]
    near = [row for row in rows if 2 <= int(row["distance"]) <= 4 and row["type"] == "object"]
    return sorted(near, key=lambda row: -int(row["retained"]))[:_IGNORED]


if __name__ == "__main__":
    if sys.argv[2] == "--growing":
        make_growing(Path(sys.argv[1]), *sys.argv[3:5])
    else:
        for each in sys.argv[2:]:
            make(Path(sys.argv[1]), sys.argv[2], each)
