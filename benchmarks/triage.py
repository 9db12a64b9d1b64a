"""Triage leaking and healthy programs, and compare the answers with what is known of them.

    python benchmarks/triage.py [--only NAME …] [--aside] [--jobs 1] [--for 60s] [--again]

For each program of leaks/cases.toml: starts it and its load, waits until it is warm, runs `tuiinspect
triage PID --yes --json` and judges the answer. A third of the cases, chosen by a hash of their names, is
kept aside while the finder is worked on: they run with `--aside` only. Packages and Nodes are installed
into $XDG_CACHE_HOME/tuiinspect-leaks (or --folder) first. Answers are kept there, so that an interrupted
run goes on where it was; `--again` begins anew. `--write` makes triage.md and triage.json beside this
file from all that was answered. The exit code is 1 when a leak is missed or a healthy program accused.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from leaks.catalogue import Trial, read_trials
from leaks.judge import describe, judge
from leaks.table import scores, table
from leaks.tool import Tool
from leaks.workshop import Workshop, default_folder

_HERE = Path(__file__).parent


def main() -> int:
    options = _parse()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(130))
    trials = [trial for trial in read_trials() if _wanted(trial, options)]
    if not trials:
        print("no such case; the names are in leaks/cases.toml", file=sys.stderr)
        return 2
    workshop = Workshop(options.folder)
    tool = Tool(shlex.split(options.command))
    answers = options.folder / "answers"
    answers.mkdir(parents=True, exist_ok=True)

    def run(trial: Trial) -> dict[str, Any]:
        kept = answers / f"{trial.name}.json"
        if kept.exists() and not options.again:
            result: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
        else:
            result = tool.triage(trial, workshop, options.span)
            if "answer" in result:
                kept.write_text(json.dumps(result, indent=1), encoding="utf-8")
        return result | assess(trial, result)

    results = []
    with ThreadPoolExecutor(options.jobs) as pool:
        try:
            for result in pool.map(run, trials):
                results.append(result)
                print(_line(result), flush=True)
        except BaseException:
            # The pool waits for its threads: they end soon, and stop what they started.
            tool.stop()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    print(scores(results))
    if options.write:
        every = _all_answers(answers)
        (_HERE / "triage.md").write_text(table(every), encoding="utf-8")
        (_HERE / "triage.json").write_text(json.dumps(every, indent=1) + "\n", encoding="utf-8")
    return 0 if all(result["solved"] for result in results) else 1


def assess(trial: Trial, result: dict[str, Any]) -> dict[str, Any]:
    """What the table says of a result, besides what was measured."""
    facts: dict[str, Any] = {"title": trial.title, "leaks": trial.truth.leaks, "aside": trial.aside}
    if "answer" not in result:
        return facts | {"solved": False, "accused": False, "verdict": "none"}
    answer = result["answer"]
    judgement = judge(answer, trial.truth)
    steps = answer.get("cost", {}).get("steps", [])
    return facts | {
        "solved": judgement.solved,
        "accused": judgement.accused,
        "class_named": judgement.class_named,
        "holder_named": judgement.holder_named,
        "verdict": answer["verdict"],
        "suspects": [describe(suspect) for suspect in answer.get("suspects", [])[:3]],
        "pause_s": sum(step.get("pause_s") or 0 for step in steps),
    }


def _line(result: dict[str, Any]) -> str:
    mark = "solved" if result["solved"] else "ACCUSED" if result["accused"] else "missed"
    lines = [f"{mark:8} {result['name']:40} {result['verdict']:12} {result.get('seconds', '')} s"]
    lines += [f"{'':10}{suspect[:150]}" for suspect in result.get("suspects", [])]
    if "error" in result:
        lines.append(f"{'':10}{result['error']}")
    return "\n".join(lines)


def _all_answers(folder: Path) -> list[dict[str, Any]]:
    results = []
    for trial in read_trials():
        kept = folder / f"{trial.name}.json"
        if kept.exists():
            result = json.loads(kept.read_text(encoding="utf-8"))
            results.append(result | assess(trial, result))
    return results


def _wanted(trial: Trial, options: argparse.Namespace) -> bool:
    if options.only:
        return any(trial.name in (word, f"{word}.twin") for word in options.only)
    return bool(trial.aside == options.aside)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="NAME", help="cases with their twins, or one program"
    )
    parser.add_argument("--aside", action="store_true", help="those kept aside instead of the others")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--for", dest="span", default="60s")
    parser.add_argument("--again", action="store_true", help="triage also what has been answered")
    parser.add_argument("--write", action="store_true", help="write triage.md and triage.json")
    parser.add_argument("--folder", type=Path, default=default_folder())
    parser.add_argument(
        "--command", default=f"{sys.executable} -m tuiinspect", help="what is run instead of tuiinspect"
    )
    return parser.parse_args()


if __name__ == "__main__":
    os.environ.setdefault("PYTHONPATH", str(_HERE.parent))
    sys.exit(main())
