"""Damage small snapshot files at random and load them: every one is read, or refused in words.

    python -m benchmarks.heap_fuzz 20000 [--from SEED] [--seconds 20] [--checked | --shipped] [--write]

Each seed makes one file, the same every time. They are loaded by processes of their own: first with the
bounds of every array checked in compiled code (numba's NUMBA_BOUNDSCHECK, with a cache of its own), then as
shipped, where a read out of bounds would crash. A file has `--seconds` to be answered. What is neither a
snapshot nor a refusal that names the place is printed with its seed, and the exit code is 1. `--write` puts
the counts into benchmarks/heap_fuzz.md.
"""

from __future__ import annotations

import argparse
import os
import select
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

_FINE = ("loaded", "refused")
_MODES = {
    "checked": "bounds of every array checked in compiled code",
    "shipped": "as shipped",
}
_REPORT = Path(__file__).with_name("heap_fuzz.md")
_SAID = f"""# Damaged snapshot files

Made by `python -m benchmarks.heap_fuzz N --write` on {time.strftime("%Y-%m-%d")}. Each file is a small
snapshot damaged at random: cut off, numbers changed, sections exchanged, bytes written over. It is loaded, or
refused with the place in the file that is wrong; what is neither, an exception or the end of the process, is
an error in the engine.

| compiled code | files | loaded | refused with the place | neither |
| --- | ---: | ---: | ---: | ---: |"""


def main() -> int:
    arguments = _arguments()
    if arguments.worker:
        _work(arguments.first, arguments.files)
        return 0
    modes = [mode for mode in ("checked", "shipped") if not getattr(arguments, _other(mode))]
    wrong, lines = 0, []
    for mode in modes:
        counts: Counter[str] = Counter()
        for seed, outcome in _outcomes(arguments, mode):
            counts[outcome if outcome in _FINE else "wrong"] += 1
            if outcome not in _FINE:
                print(f"seed {seed}: {outcome}", flush=True)
        wrong += counts["wrong"]
        print(
            f"{mode}: {sum(counts.values()):,} damaged files, {counts['loaded']:,} loaded, "
            f"{counts['refused']:,} refused with the place, {counts['wrong']:,} neither",
            flush=True,
        )
        lines.append(
            f"| {_MODES[mode]} | {sum(counts.values()):,} | {counts['loaded']:,} | {counts['refused']:,} "
            f"| {counts['wrong']:,} |"
        )
    if arguments.write:
        _REPORT.write_text("\n".join((_SAID, *lines)) + "\n", encoding="utf-8")
    return min(wrong, 1)


def _other(mode: str) -> str:
    return "shipped" if mode == "checked" else "checked"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", type=int, metavar="N")
    parser.add_argument("--from", dest="first", type=int, default=0, metavar="SEED")
    parser.add_argument("--seconds", type=float, default=20.0, help="for one file")
    parser.add_argument("--checked", action="store_true", help="only with bounds checked")
    parser.add_argument("--shipped", action="store_true", help="only as shipped")
    parser.add_argument("--write", action="store_true", help="write heap_fuzz.md")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _outcomes(arguments: argparse.Namespace, mode: str) -> Iterator[tuple[int, str]]:
    """What became of every seed; a process that dies or does not answer is replaced after its file."""
    seed, end = arguments.first, arguments.first + arguments.files
    with tempfile.TemporaryDirectory() as cache:
        checked = {"NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": cache}
        environment = {**os.environ, **(checked if mode == "checked" else {})}
        while seed < end:
            command = [sys.executable, "-m", "benchmarks.heap_fuzz", "--worker", "--from", str(seed)]
            worker = subprocess.Popen([*command, str(end - seed)], env=environment, stdout=subprocess.PIPE)
            try:
                for said in _lines(worker, arguments.seconds):
                    if said != _READY:
                        yield seed, said
                        seed += 1
            finally:
                worker.kill()
                worker.wait()


_READY = "ready"
_COMPILING_S = 600.0


def _lines(worker: subprocess.Popen[bytes], seconds: float) -> Iterator[str]:
    """A line a file; the first says that all kernels are compiled. How it ended, when it ended early."""
    assert worker.stdout is not None
    output = worker.stdout.fileno()
    limit = _COMPILING_S
    waiting = b""
    while True:
        *lines, waiting = waiting.split(b"\n")
        for line in lines:
            yield line.decode("utf-8", "replace")
            limit = seconds
        if not select.select([output], [], [], limit)[0]:
            yield f"no answer in {limit:g} s"
            return
        said = os.read(output, 1 << 16)
        if not said:
            if status := worker.wait():
                yield f"the process ended with {status}"
            return
        waiting += said


def _work(first: int, count: int) -> None:
    from tests.heap.damage import damaged, outcome, use
    from tests.heap.many_kinds import text_of_many_kinds
    from tuiinspect.heap import bulk, load_chunks
    from tuiinspect.heap.warm import warm_up

    warm_up()
    # Sizes beyond 32 bits have kernels of their own.
    use(load_chunks([text_of_many_kinds(largest=2**40).encode()]))
    print(_READY, flush=True)
    shared = bulk._WORTH_SHARING
    for seed in range(first, first + count):
        # Every other file is read by two threads, which are for files of megabytes otherwise.
        bulk._WORTH_SHARING = shared if seed % 2 else 64
        try:
            said = outcome(damaged(seed), seed)
        except Exception as error:
            said = f"{type(error).__name__}: {error}".replace("\n", " ")
        print(said, flush=True)


if __name__ == "__main__":
    sys.exit(main())
