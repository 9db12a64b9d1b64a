"""Load snapshots with tuiinspect, Chrome DevTools' heap model and MemLab: whole processes side by side.

    python benchmarks/heap.py ORACLE PEERS NODE SCRATCH [--real FILE …] [--runs 3] [--write]

ORACLE is a folder with `gen.js` and `devtools_oracle.js` (see heap_compare.py). PEERS is a folder in which
`@memlab/heap-analysis` is installed with npm, FILEs are snapshots of real programs. The others are made with
NODE into SCRATCH and found there the next time; SCRATCH needs 4 GB, and the largest 11 GB of memory while it
is made. `--write` puts the report into benchmarks/heap.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

_HERE = Path(__file__).parent
_LOAD = """
import sys
from tuiinspect.heap import load
snapshot = load(sys.argv[1])
snapshot.classes(), snapshot.statistics()
print(snapshot.node_count, snapshot.edge_count)
"""
_ANSWER = """
import random, sys, time
from tuiinspect.heap import load
snapshot = load(sys.argv[1])
nodes = random.Random(1).sample(range(snapshot.node_count), 300)
def each(question):
    times = []
    for node in nodes:
        start = time.perf_counter()
        question(node)
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    return f"{times[150]:.2f} {times[285]:.2f} {times[-1]:.1f}"
snapshot.retainers(0), snapshot.shortest_path(nodes[0])
print(each(snapshot.retainers), each(snapshot.shortest_path))
"""
_FOLLOW = """
import os, sys, time
from tuiinspect.heap import follow, warm
warm.warm_up()
path, mark = sys.argv[1:]
snapshot = follow(path, finished=lambda: os.path.exists(mark))
snapshot.classes()
print(time.time() - os.stat(path).st_mtime)
"""
_TIMEOUT_S = 300
# As installed: Python keeps what it compiled, as the warm kernels are kept.
_ENVIRONMENT = {name: told for name, told in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Sample:
    name: str
    path: Path

    @property
    def megabytes(self) -> float:
        return self.path.stat().st_size / 1e6


@dataclass(frozen=True)
class Run:
    """What a whole process took; None for one that did not end well in time."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    said: str


def main() -> None:
    arguments = _arguments()
    report = "\n".join(_report(arguments)) + "\n"
    if arguments.write:
        (_HERE / "heap.md").write_text(report, encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for name in ("oracle", "peers"):
        parser.add_argument(name, type=Path)
    parser.add_argument("node")
    parser.add_argument("scratch", type=Path)
    parser.add_argument("--real", type=Path, nargs="*", default=[], metavar="FILE")
    parser.add_argument("--megabytes", type=int, nargs="+", default=[50, 250, 1000])
    parser.add_argument("--links", type=int, default=5_000_000, help="nodes of the linked list")
    parser.add_argument("--runs", type=int, default=3, help="runs of ours; peers run once on large files")
    parser.add_argument("--follow", type=int, default=250, metavar="MB", help="heap to follow while written")
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


def _report(arguments: argparse.Namespace) -> Iterator[str]:
    for line in _lines(arguments):
        print(line, flush=True)
        yield line


def _lines(arguments: argparse.Namespace) -> Iterator[str]:
    yield "# Loading heap snapshots: tuiinspect, DevTools, MemLab\n"
    yield f"Made by `python benchmarks/heap.py` on {time.strftime('%Y-%m-%d')}. {_machine(arguments)}\n"
    yield (
        "Whole processes, from start to exit: parse, dominators, retained sizes, distances, class names and "
        f"aggregates. Median of {3 * arguments.runs} runs of ours with the compiled cache warm, a third each "
        "before, between and after the peers' (cold: one run with an empty cache); peers ran once on files "
        "over 200 MB. Ratios are a peer's figure over ours: wanted are 10 for wall time and 3 for DevTools' "
        "memory. Load is the machine's, when ours began.\n"
    )
    yield "| snapshot | file MB | load | program | wall s | CPU s | peak MB | peak / file | wall × | peak × |"
    yield "| --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    figures: dict[str, Run] = {}
    subprocess.run([sys.executable, "-m", "tuiinspect.heap.warm"], check=True, env=_ENVIRONMENT)
    for sample in _samples(arguments):
        load = os.getloadavg()[0]
        mine = _measured(_ours(sample), arguments.runs)
        with tempfile.TemporaryDirectory() as empty:
            cold = _measured(_ours(sample), 1, {"NUMBA_CACHE_DIR": empty})
        runs = 1 if sample.megabytes > 200 else arguments.runs
        peers = []
        # The machine's speed changes while a peer runs: ours is measured again behind each.
        for name, command in _peers(arguments, sample):
            peers.append((name, _median(_measured(command, runs))))
            mine += _measured(_ours(sample), arguments.runs)
        ours = _median(mine)
        if ours is None:
            yield f"| {sample.name} | {sample.megabytes:,.0f} | {load:.1f} | tuiinspect failed |"
            continue
        figures[sample.name] = ours
        for name, run in [("tuiinspect", ours), ("tuiinspect, cold", _median(cold)), *peers]:
            yield _row(sample, load, name, run, ours)
    yield ""
    yield from _growth(figures)
    largest = _generated(arguments, max(arguments.megabytes))
    yield from _answers(largest)
    yield from _streaming(arguments)


def _machine(arguments: argparse.Namespace) -> str:
    def said(*command: str | Path) -> str:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    packages = arguments.peers / "node_modules"
    memlab = json.loads((packages / "@memlab/heap-analysis/package.json").read_text())["version"]
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {os.sysconf('SC_PHYS_PAGES') * 4096 >> 30} GB; "
        f"Python {platform.python_version()}, numpy {version('numpy')}, numba {version('numba')}; "
        f"Node {said(arguments.node, '--version')}, MemLab {memlab}."
    )


def _samples(arguments: argparse.Namespace) -> Iterator[Sample]:
    for megabytes in arguments.megabytes:
        yield _generated(arguments, megabytes)
    scratch = arguments.scratch
    made_list = [_HERE / "heap_list.js", str(arguments.links), scratch / "list.heapsnapshot"]
    yield _made(arguments, f"list of {arguments.links:,}", *made_list)
    for path in arguments.real:
        yield Sample(path.stem, path)


def _generated(arguments: argparse.Namespace, megabytes: int) -> Sample:
    path = arguments.scratch / f"gen{megabytes}.heapsnapshot"
    return _made(arguments, f"gen.js {megabytes}", arguments.oracle / "gen.js", str(megabytes), "write", path)


def _made(arguments: argparse.Namespace, name: str, *command: str | Path) -> Sample:
    path = Path(command[-1])
    if not path.exists():
        whole = [arguments.node, "--expose-gc", "--max-old-space-size=6000", *command]
        subprocess.run(whole, check=True, stdout=subprocess.DEVNULL)
    return Sample(name, path)


def _ours(sample: Sample) -> list[str | Path]:
    return [sys.executable, "-c", _LOAD, sample.path]


def _peers(arguments: argparse.Namespace, sample: Sample) -> Iterator[tuple[str, list[str | Path]]]:
    roomy = [arguments.node, "--max-old-space-size=14000"]
    yield "DevTools", [*roomy, arguments.oracle / "devtools_oracle.js", sample.path, "--top", "1"]
    yield "MemLab", [*roomy, _HERE / "heap_memlab.js", arguments.peers, sample.path]


def _measured(command: list[str | Path], runs: int, env: dict[str, str] | None = None) -> list[Run]:
    found = []
    for _ in range(runs):
        run = _run(command, env or {})
        if run is None:
            break
        found.append(run)
    return found


def _run(command: list[str | Path], env: dict[str, str]) -> Run | None:
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = subprocess.Popen(
            ["timeout", str(_TIMEOUT_S), *command],
            stdout=out,
            stderr=subprocess.DEVNULL,
            env=_ENVIRONMENT | env,
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        said = out.read().decode("utf-8", "replace")
    if process.returncode:
        return None
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000 * 1.024, said)


def _median(runs: list[Run]) -> Run | None:
    if not runs:
        return None
    return Run(
        statistics.median(run.wall_s for run in runs),
        statistics.median(run.cpu_s for run in runs),
        statistics.median(run.peak_mb for run in runs),
        runs[-1].said,
    )


def _row(sample: Sample, load: float, program: str, run: Run | None, ours: Run) -> str:
    size = sample.megabytes
    start = f"| {sample.name} | {size:,.0f} | {load:.1f} | {program} |"
    if run is None:
        return f"{start} failed, or took more than {_TIMEOUT_S} s | | | | | |"
    figures = f"{start} {run.wall_s:.2f} | {run.cpu_s:.2f} | {run.peak_mb:,.0f} | {run.peak_mb / size:.2f} |"
    if program == "tuiinspect":
        return f"{figures} | |"
    return f"{figures} {run.wall_s / ours.wall_s:.1f} | {run.peak_mb / ours.peak_mb:.1f} |"


def _growth(figures: dict[str, Run]) -> Iterator[str]:
    yield "| snapshot | nodes | edges | ns an edge | ns a node |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for name, run in figures.items():
        nodes, edges = (int(number) for number in run.said.split())
        yield (
            f"| {name} | {nodes:,} | {edges:,} | {run.wall_s / edges * 1e9:.0f} "
            f"| {run.wall_s / nodes * 1e9:.0f} |"
        )


def _answers(sample: Sample) -> Iterator[str]:
    run = _run([sys.executable, "-c", _ANSWER, sample.path], {})
    if run is None:
        return
    words = run.said.split()
    yield f"\nAnswers on {sample.name}, for 300 nodes by chance: median, 95 % and longest, in milliseconds:"
    yield f"retainers {', '.join(words[:3])}; shortest path {', '.join(words[3:])}."


def _streaming(arguments: argparse.Namespace) -> Iterator[str]:
    """Follow a snapshot while Node writes it: what is left to do after its last byte."""
    path = arguments.scratch / "followed.heapsnapshot"
    mark = path.with_suffix(".done")
    for stale in (path, mark):
        stale.unlink(missing_ok=True)
    follower = subprocess.Popen(
        [sys.executable, "-c", _FOLLOW, path, mark], stdout=subprocess.PIPE, text=True
    )
    command = [
        arguments.node,
        "--expose-gc",
        arguments.oracle / "gen.js",
        str(arguments.follow),
        "write",
        path,
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        took = json.loads(writer.stdout.readline())["runs"][0]["wall_ms"] / 1000
        mark.touch()
        left = float(follower.communicate()[0])
    yield (
        f"\nFollowed while Node wrote it (gen.js {arguments.follow}): the pause was {took:.1f} s, and the "
        f"classes were there {left:.2f} s after the last byte ({left / took:.1%})."
    )


if __name__ == "__main__":
    main()
