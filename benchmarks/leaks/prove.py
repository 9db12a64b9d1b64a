"""Do the programs behave as the catalogue says? The heap after forced collections, three times.

    python benchmarks/leaks/prove.py [--only NAME …] [--jobs 3] [--span 40]

Knows nothing of tuiinspect: a preload (`programs/weigh.js`) collects and weighs when the process gets
SIGUSR2. The growth of the last half counts, so that a warm-up is not taken for a leak.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from leaks.catalogue import Trial, read_trials
from leaks.target import Target
from leaks.workshop import Workshop, default_folder

from tuiinspect.errors import InspectError


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME")
    parser.add_argument("--jobs", type=int, default=3)
    parser.add_argument(
        "--span", type=float, default=40.0, help="seconds from the first to the last weighing"
    )
    options = parser.parse_args()

    workshop = Workshop(default_folder())
    trials = [trial for trial in read_trials() if not options.only or _named(trial, options.only)]
    columns = "".join(f"{name:>10}" for name in ("expected", "heap", "external", "rss"))
    print(f"{'program':40}{columns}  kB/s, then MB at each weighing")
    with ThreadPoolExecutor(options.jobs) as pool:
        for line in pool.map(lambda trial: prove(trial, workshop, options.span), trials):
            print(line, flush=True)


def prove(trial: Trial, workshop: Workshop, span: float) -> str:
    """Run a program and say in one line how it grows."""
    try:
        with Target(trial, workshop, ("--expose-gc", "--require=./weigh.js")) as target:
            time.sleep(trial.warm_up_s)
            weights = []
            for number in range(3):
                time.sleep(span / 2 if number else 0)
                os.kill(target.pid, signal.SIGUSR2)
                weights.append(json.loads(target.program.answer("weight", 60.0, seen=number)))
            fault = target.fault() or ("" if target.serves() else "does not serve")
    except (InspectError, OSError) as error:
        return f"{trial.name:40} {error}"
    seconds = (weights[2]["at"] - weights[1]["at"]) / 1000
    rates = {key: (weights[2][key] - weights[1][key]) / seconds / 1000 for key in ("heap", "external", "rss")}
    scales = ("rss",) if trial.weighed_by == "rss" else ("heap", "external")
    sums = [sum(weight[key] for key in scales) / 1000 for weight in weights]
    rises = [(later - earlier) / (span / 2) for earlier, later in itertools.pairwise(sums)]
    # What a cache or a burst holds may differ between two looks; a leak has grown at both.
    right = (
        min(rises) > trial.kilobytes_per_s / 3
        if trial.truth.leaks
        else min(rises) < max(10, trial.kilobytes_per_s / 10)
    )
    expected = f"{trial.kilobytes_per_s:g}" if trial.truth.leaks else "0"
    figures = " ".join(f"{rates[key]:9.1f}" for key in rates)
    megabytes = " ".join(f"{weight['heap'] / 1e6:.1f}+{weight['external'] / 1e6:.1f}" for weight in weights)
    return f"{trial.name:40} {expected:>9} {figures}  {megabytes} {'' if right else '<<<'} {fault}".rstrip()


def _named(trial: Trial, words: list[str]) -> bool:
    return any(trial.name == word or trial.name == f"{word}.twin" for word in words)


if __name__ == "__main__":
    main()
