"""Compare snapshots node by node and row by row with Chrome DevTools' own heap model.

    python benchmarks/heap_compare.py ORACLE DIR [--nodes NODE …] [--megabytes 5] [--relaid GLOB] [--write]

ORACLE is a folder with `gen.js`, which makes a varied heap of about N MB and writes a snapshot, leaks and
writes another, and `devtools_oracle.js`, which runs the heap model of chrome-devtools-frontend without a
browser. All `.heapsnapshot` files of DIR are compared; of each NODE both kinds of snapshot, standard and
exposeInternals, are made there first unless they are there. Of `NAME-a` and `NAME-b` the difference is
compared, too. Every cell but the first counts differences; the exit code is 1 when there is one. `--write`
puts the table into heap_compare.md beside this file.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from tuiinspect.heap import Filter, HeapSnapshot, load

_HERE = Path(__file__).parent
_IGNORING = _HERE.parent / "tests" / "heap" / "golden" / "ignoring.mjs"
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
    "filters",
    "duplicates",
    "ignoring",
    "diff",
)
Rows: TypeAlias = Counter[tuple[object, ...]]

_IGNORED = 5
_UNREACHABLE = 200_000_000


@dataclass(frozen=True)
class Oracle:
    """DevTools' heap model: where it is and the Node that runs it."""

    folder: Path
    node: str

    def asked(self, program: Path, *arguments: object) -> Any:  # noqa: ANN401 - whatever JSON it prints
        command = [self.node, "--max-old-space-size=12000", str(program), *map(str, arguments)]
        return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> int:
    arguments = _arguments()
    nodes = arguments.nodes or []
    oracle = Oracle(arguments.oracle, arguments.oracle_node or (nodes[-1] if nodes else "node"))
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for node in nodes:
        _generate(arguments.oracle, node, arguments.megabytes, arguments.folder)
    lines = ["| snapshot | " + " | ".join(_COLUMNS) + " |", "| --- |" + " ---: |" * len(_COLUMNS)]
    print("\n".join(lines))
    different = 0
    for path in sorted(arguments.folder.glob("*.heapsnapshot")):
        for label, counts in _compared(
            oracle, path, relaid=bool(arguments.relaid) and path.match(arguments.relaid)
        ):
            different += sum(count or 0 for count in counts[1:])
            cells = ("" if count is None else f"{count:,}" for count in counts)
            lines.append(f"| {label} | " + " | ".join(cells) + " |")
            print(lines[-1], flush=True)
    lines.append("")
    lines.append(f"{different:,} differences in {len(lines) - 3} snapshots.")
    print(lines[-1])
    if arguments.write:
        _write(lines)
    return min(different, 1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("oracle", type=Path)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--nodes", nargs="+", metavar="NODE", help="make snapshots with these first")
    parser.add_argument("--megabytes", type=int, default=5)
    parser.add_argument("--relaid", metavar="GLOB", help="also write these files again in other layouts")
    parser.add_argument("--oracle-node", help="the Node that runs the oracle (22 or newer)")
    parser.add_argument("--write", action="store_true", help="write heap_compare.md")
    return parser.parse_args()


def _write(lines: list[str]) -> None:
    said = """# Compared with Chrome DevTools

Made by `heap_compare.py`. Every cell but the number of nodes counts differences from the heap model of Chrome
DevTools (npm `chrome-devtools-frontend`): nodes whose id, shallow size, dominator, retained size, distance or
class is another; rows that only one of the two has, in the class table, in the tables of the four filters and
in the comparison with the snapshot before (`-a`); groups of duplicated strings; nodes whose distance is
another when five of the largest objects are ignored. `expose` says that a snapshot was taken with
exposeInternals. DevTools fails on the allocation traces of a snapshot: it got those without their call tree.
"""
    (_HERE / "heap_compare.md").write_text("\n".join((said, *lines)) + "\n", encoding="utf-8")


def _generate(oracle: Path, node: str, megabytes: int, folder: Path) -> None:
    """Two snapshots of either kind, unless they are there."""
    said = subprocess.run([node, "--version"], check=True, capture_output=True, text=True).stdout
    for kind, exposed in (("standard", {}), ("expose", {"EXPOSE": "1"})):
        name = f"generated {megabytes} MB, Node {said.strip().removeprefix('v')}, {kind}"
        paths = [folder / f"{name}{which}.heapsnapshot" for which in ("-a", "-b")]
        if not all(path.exists() for path in paths):
            command: list[str | Path] = [
                node,
                "--expose-gc",
                oracle / "gen.js",
                str(megabytes),
                "write",
                *paths,
            ]
            subprocess.run(command, check=True, env={**os.environ, **exposed}, stdout=subprocess.DEVNULL)


def _compared(oracle: Oracle, path: Path, *, relaid: bool) -> Iterator[tuple[str, list[int | None]]]:
    """Of a file and of it in other layouts: the number of nodes, then of differences in each column."""
    before = path.with_name(path.name.replace("-b.heapsnapshot", "-a.heapsnapshot"))
    base = before if before != path and before.exists() else None
    with tempfile.TemporaryDirectory() as folder:
        prefix = Path(folder) / "oracle"
        theirs = _without_call_tree(path, Path(folder))
        asked: list[object] = [theirs, "--bin", prefix, "--filter", ",".join(Filter), "--dups"]
        if base:
            asked += ["--diff", _without_call_tree(base, Path(folder))]
        said = oracle.asked(oracle.folder / "devtools_oracle.js", *asked)
        layouts = {path.stem: path, **(_in_other_layouts(path, Path(folder)) if relaid else {})}
        for label, file in layouts.items():
            ours = load(file)
            yield (
                label,
                [
                    ours.node_count,
                    *_nodes_differing(ours, prefix),
                    _differing_rows(_class_rows(ours.classes()), _oracle_rows(said["aggregates"])),
                    _statistics_differing(ours, said["statistics"]),
                    sum(
                        _differing_rows(
                            _class_rows(ours.filtered(by).classes()),
                            _oracle_rows(said["filters"][by]["aggregates"]),
                        )
                        for by in Filter
                    ),
                    _duplicates_differing(ours, said["duplicates"]),
                    _ignoring_differing(oracle, ours, theirs),
                    _diff_differing(ours, base, said) if base else None,
                ],
            )


def _without_call_tree(path: Path, folder: Path) -> Path:
    """The file itself, or a copy that DevTools can read."""
    with path.open("rb") as file:
        if b'"trace_function_count":0' in file.read(1 << 16):
            return path
    document = json.loads(path.read_text(encoding="utf-8"))
    document["snapshot"]["trace_function_count"] = 0
    document.update(trace_function_infos=[], trace_tree=[], samples=[])
    copy = folder / f"without-traces-{path.name}"
    copy.write_text(json.dumps(document, separators=(",", ":")), encoding="utf-8")
    return copy


def _in_other_layouts(path: Path, folder: Path) -> dict[str, Path]:
    document = json.loads(path.read_text(encoding="utf-8"))
    written = {
        "without line breaks": json.dumps(document, separators=(",", ":"), ensure_ascii=False),
        "with spaces": json.dumps(document, indent=1),
        "sections in another order": json.dumps(
            {
                key: document[key]
                for key in ("snapshot", *sorted(document.keys() - {"snapshot"}, reverse=True))
            }
        ),
    }
    paths = {}
    for place, (how, text) in enumerate(written.items()):
        paths[f"{path.stem}, {how}"] = folder / f"{place}.heapsnapshot"
        paths[f"{path.stem}, {how}"].write_text(text, encoding="utf-8")
    return paths


def _nodes_differing(ours: HeapSnapshot, prefix: Path) -> list[int]:
    def theirs(extension: str, kind: type[np.generic]) -> np.ndarray:
        return np.fromfile(f"{prefix}.{extension}", kind)

    names = json.loads(Path(f"{prefix}.classes.json").read_text(encoding="utf-8"))
    places, known = ours.class_names
    number = {name: place for place, name in enumerate(known)}
    classes = np.array([number.get(name, -1) for name in names], np.int64)[theirs("class.u32", np.uint32)]
    # Ids and sizes are held against the oracle's in 32 bits, as it writes them.
    return [
        _differing(ours.ids.astype(np.uint32), theirs("id.u32", np.uint32)),
        _differing(ours.self_sizes.astype(np.uint32), theirs("self.u32", np.uint32)),
        _differing(ours.dominators, theirs("dom.u32", np.uint32)),
        _differing(ours.retained_sizes, theirs("retained.f64", np.float64)),
        _differing(ours.distances, theirs("distance.i32", np.int32)),
        _differing(places, classes),
    ]


def _differing(ours: np.ndarray, theirs: np.ndarray) -> int:
    if ours.size != theirs.size:
        return max(ours.size, theirs.size)
    return int(np.count_nonzero(ours != theirs))


def _class_rows(rows: Iterable[Any]) -> Rows:
    return Counter((row.name, row.count, row.distance, row.shallow, row.retained) for row in rows)


def _oracle_rows(rows: Iterable[dict[str, Any]]) -> Rows:
    return Counter(
        (row["name"], row["count"], row["distance"], row["self"], row["max_retained"]) for row in rows
    )


def _differing_rows(ours: Rows, theirs: Rows) -> int:
    return (ours - theirs).total() + (theirs - ours).total()


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


def _duplicates_differing(ours: HeapSnapshot, theirs: dict[str, Any]) -> int:
    """The number of groups, and the figures of the fifty that DevTools puts first (equals in any order)."""
    found = ours.duplicate_strings()
    page = found.groups(0, theirs["groups"] + 1, sort="retained")
    last = min((row["retained"] for row in theirs["top"]), default=0)
    mine: Rows = Counter((row.count, row.shallow, row.retained) for row in page.rows if row.retained > last)
    their: Rows = Counter(
        (row["count"], row["self"], row["retained"]) for row in theirs["top"] if row["retained"] > last
    )
    return abs(page.total - int(theirs["groups"])) + _differing_rows(mine, their)


def _ignoring_differing(oracle: Oracle, ours: HeapSnapshot, path: Path) -> int:
    """The largest objects of the program's own, ignored all at once."""
    near = np.flatnonzero((ours.distances > 1) & (ours.distances < _UNREACHABLE // 2))
    ordinals = near[np.argsort(-ours.retained_sizes[near], kind="stable")][:_IGNORED].tolist()
    ids = ",".join(str(int(ours.ids[ordinal])) for ordinal in ordinals)
    theirs = np.array(oracle.asked(_IGNORING, oracle.folder.resolve(), path, ids))
    found = ours.ignoring(ordinals).distances
    shown = np.where(found == -5, np.maximum(ours.distances, 0) + _UNREACHABLE, found)
    return _differing(shown, theirs)


def _diff_differing(ours: HeapSnapshot, base: Path, said: dict[str, Any]) -> int:
    mine: Rows = Counter(
        (row.name, row.added, row.removed, row.added_bytes, row.removed_bytes)
        for row in ours.diff(load(base)).rows
    )
    their: Rows = Counter(
        (row["name"], row["added"], row["removed"], row["added_size"], row["removed_size"])
        for row in said["diff"]["classes"]
    )
    return _differing_rows(mine, their)


if __name__ == "__main__":
    sys.exit(main())
