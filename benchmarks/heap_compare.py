"""Compare every node of generated snapshots with Chrome DevTools' own heap model.

    python benchmarks/heap_compare.py ORACLE NODE [NODE …] [--megabytes 5] [--oracle-node NODE] [--keep DIR]

ORACLE is a folder with `gen.js`, which makes a varied heap of about N MB and writes its snapshot, and
`devtools_oracle.js`, which runs the heap model of chrome-devtools-frontend without a browser. Of each NODE
both kinds of snapshot are taken, standard and exposeInternals. Every cell but the first counts differences;
the exit code is 1 when there is one.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tuiinspect.heap import HeapSnapshot, load

_COLUMNS = (
    "nodes",
    "id",
    "shallow",
    "dominator",
    "retained",
    "distance",
    "class",
    "aggregates",
    "statistics",
)


@dataclass(frozen=True)
class Snapshot:
    node: str
    kind: str
    path: Path


def main() -> int:
    arguments = _arguments()
    print(f"{'':28}" + "".join(f"{column:>12}" for column in _COLUMNS))
    different = 0
    with tempfile.TemporaryDirectory() as folder:
        for snapshot in taken(arguments, Path(arguments.keep or folder)):
            counts = compared(snapshot, arguments.oracle, arguments.oracle_node or arguments.nodes[-1])
            different += sum(counts[1:])
            label = f"{snapshot.node} {snapshot.kind}"
            print(f"{label:28}" + "".join(f"{count:>12,}" for count in counts), flush=True)
    print("no difference" if not different else f"{different:,} differences")
    return min(different, 1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("oracle", type=Path)
    parser.add_argument("nodes", nargs="+", metavar="NODE")
    parser.add_argument("--megabytes", type=int, default=5)
    parser.add_argument(
        "--oracle-node", help="the Node that runs the oracle (20 or newer); the last NODE otherwise"
    )
    parser.add_argument(
        "--keep", metavar="DIR", help="keep the snapshots in this folder, and use those that are there"
    )
    return parser.parse_args()


def taken(arguments: argparse.Namespace, folder: Path) -> Iterator[Snapshot]:
    """The snapshots, one after another: made when they are not in the folder yet."""
    for node in arguments.nodes:
        version = subprocess.run(
            [node, "--version"], check=True, capture_output=True, text=True
        ).stdout.strip()
        for kind in ("standard", "exposeInternals"):
            path = folder / f"{version}-{kind}-{arguments.megabytes}.heapsnapshot"
            if not path.exists():
                expose = {"EXPOSE": "1"} if kind == "exposeInternals" else {}
                command = [
                    node,
                    "--expose-gc",
                    arguments.oracle / "gen.js",
                    str(arguments.megabytes),
                    "write",
                    path,
                ]
                subprocess.run(command, check=True, env={**os.environ, **expose}, stdout=subprocess.DEVNULL)
            yield Snapshot(version, kind, path)


def compared(snapshot: Snapshot, oracle: Path, oracle_node: str) -> list[int]:
    """Node count, then the number of differences in each column."""
    prefix = str(snapshot.path.with_suffix(""))
    program = oracle / "devtools_oracle.js"
    command: list[str | Path] = [
        oracle_node,
        "--max-old-space-size=8000",
        program,
        snapshot.path,
        "--bin",
        prefix,
    ]
    said = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    ours = load(snapshot.path)

    def theirs(extension: str, kind: type[np.generic]) -> np.ndarray:
        return np.fromfile(f"{prefix}.{extension}", kind)

    names = json.loads(Path(f"{prefix}.classes.json").read_text(encoding="utf-8"))
    classes = theirs("class.u32", np.uint32).tolist()
    return [
        ours.node_count,
        _differing(ours.ids, theirs("id.u32", np.uint32)),
        _differing(ours.self_sizes, theirs("self.u32", np.uint32)),
        _differing(ours.dominators, theirs("dom.u32", np.uint32)),
        _differing(ours.retained_sizes, theirs("retained.f64", np.float64)),
        _differing(ours.distances, theirs("distance.i32", np.int32)),
        sum(ours.class_name(node) != names[number] for node, number in enumerate(classes)),
        len(_rows(ours) ^ _oracle_rows(said)),
        _statistics_differing(ours, said["statistics"]),
    ]


def _differing(ours: np.ndarray, theirs: np.ndarray) -> int:
    """Ids are held against the oracle's in 32 bits, as it writes them."""
    if ours.size != theirs.size:
        return max(ours.size, theirs.size)
    same = ours.astype(np.uint32) == theirs if ours.dtype == np.uint64 else ours == theirs
    return int(np.count_nonzero(~same))


def _rows(snapshot: HeapSnapshot) -> set[tuple[object, ...]]:
    return {(row.name, row.count, row.distance, row.shallow, row.retained) for row in snapshot.classes()}


def _oracle_rows(said: dict[str, Any]) -> set[tuple[object, ...]]:
    return {
        (row["name"], row["count"], row["distance"], row["self"], row["max_retained"])
        for row in said["aggregates"]
    }


def _statistics_differing(snapshot: HeapSnapshot, theirs: dict[str, Any]) -> int:
    ours = snapshot.statistics()
    heap = theirs["v8heap"]
    pairs = (
        (ours.total, theirs["total"]),
        (ours.native, theirs["native"]["total"]),
        (ours.typed_arrays, theirs["native"]["typedArrays"]),
        (ours.code, heap["code"]),
        (ours.strings, heap["strings"]),
        (ours.js_arrays, heap["jsArrays"]),
        (ours.system, heap["system"]),
    )
    return sum(mine != other for mine, other in pairs)


if __name__ == "__main__":
    sys.exit(main())
