"""What it costs a loaded http server to be watched, beside what Chrome DevTools costs it.

    python benchmarks/overhead.py [--node NODE …] [--rounds 7] [--only NAME …] [--into FILE] [--write]
    python benchmarks/overhead.py --after [--node NODE …] [--rounds 2] [--into FILE] [--write]

Two servers share a processor, each under its own load, and a guest is attached to one of them: what else the
machine does slows both alike, and what is compared was seen at the same time. Then they change places. Guests
whose effects stay (a hook, forced collections, the timeline) have two pairs of servers of their own that
nobody was attached to. The first server of one pair is watched and the second of the other, since a server
that was started first is warm first, each compared with the time before. Given are the medians of the rounds'
ratios.

A quiet machine is had for minutes only: with `--into` rounds are added to those in FILE, and the tables are
of all of them; `--rounds 0` shows them.

With `--after`: a census, a snapshot or nothing at all on one of the two, and the windows of the minute that
follows, over what was before.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from load import guests
from load.rig import Ratios, Rig, together

_HERE = Path(__file__).parent
WARM_UP_S = 5.0
FRESH_WARM_UP_S = 15.0
BEFORE_S = 15.0
MINUTE_WINDOW_S = 10.0


@dataclass(frozen=True, slots=True)
class Guest:
    """One way to be attached; `wanted` are the least requests/s and the most p99, over nobody attached."""

    name: str
    attached: Callable[[int], AbstractContextManager[None]]
    seconds: float = 6.0
    stays: bool = False
    wanted: tuple[float, float | None] | None = None


GUESTS = (
    Guest("nobody", guests.nobody),
    Guest("nobody, on servers of its own", guests.nobody_yet, 12.0, stays=True),
    Guest("tuiinspect, its first seconds", guests.arriving, stays=True),
    Guest("tuiinspect, 1 Hz, read-only", guests.reading),
    Guest("tuiinspect, 1 Hz, recount and hook", guests.watching, 12.0, stays=True, wanted=(0.98, 1.05)),
    Guest("DevTools, Memory panel open", guests.devtools),
    # One reading in each 20 s.
    Guest("tuiinspect, the same and sampling", guests.sampling, 20.0, stays=True, wanted=(0.93, None)),
    Guest("tuiinspect, the same and a census each minute", guests.counting, 60.0, stays=True),
    Guest("DevTools, allocation sampling", guests.devtools_sampling, stays=True),
    Guest("DevTools, allocation timeline", guests.devtools_timeline, stays=True),
)


def main() -> int:
    options = _parse()
    # Servers left behind would spoil whatever is measured next.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    os.nice(options.nice)
    parts = [_about(options)]
    kept = Kept(options.into)
    for node in options.node:
        part = _after(node, options, kept) if options.after else _overhead(node, options, kept)
        print(part, flush=True)
        parts.append(part)
    if options.write:
        name = "overhead_after.md" if options.after else "overhead.md"
        (_HERE / name).write_text("\n".join(parts), encoding="utf-8")
    return 0


class Kept:
    """What was measured, by version of Node, in a file where there is one."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._found: dict[str, dict[str, list[Ratios]]] = {}
        self._minutes: dict[str, list[str]] = {}
        if path is not None and path.exists():
            read = json.loads(path.read_text(encoding="utf-8"))
            self._minutes = read["minutes"]
            self._found = {
                version: {name: [Ratios(*each) for each in rounds] for name, rounds in guests.items()}
                for version, guests in read["found"].items()
            }

    def rounds(self, version: str) -> dict[str, list[Ratios]]:
        return self._found.setdefault(version, {})

    def minutes(self, version: str) -> list[str]:
        return self._minutes.setdefault(version, [])

    def save(self) -> None:
        if self._path is not None:
            written = {"found": self._found, "minutes": self._minutes}
            self._path.write_text(json.dumps(written, indent=1), encoding="utf-8")


def _rig(node: str, options: argparse.Namespace) -> Rig:
    return Rig(
        node,
        heap_mb=options.heap,
        emitters=options.emitters,
        connections=options.connections,
    )


def _overhead(node: str, options: argparse.Namespace, kept: Kept) -> str:
    chosen = [guest for guest in GUESTS if not options.only or guest.name in options.only]
    version = _version(node)
    found = kept.rounds(version)
    for number in range(options.rounds):
        light = [guest for guest in chosen if not guest.stays]
        random.Random(number + len(found.get(GUESTS[0].name, ()))).shuffle(light)
        for guest, ratios in chain(
            _in_turn(node, options, light),
            ((guest, _on_fresh(node, options, guest)) for guest in chosen if guest.stays),
        ):
            found.setdefault(guest.name, []).append(ratios)
            kept.save()
            print(guest.name, *(f"{ratio:.3f}" for ratio in ratios), file=sys.stderr, flush=True)
    return _table(version, found)


@contextmanager
def _pair(node: str, options: argparse.Namespace) -> Iterator[tuple[Rig, Rig]]:
    pair = _rig(node, options), _rig(node, options)
    try:
        yield pair
    finally:
        for rig in pair:
            rig.stop()


def _in_turn(node: str, options: argparse.Namespace, chosen: list[Guest]) -> Iterator[tuple[Guest, Ratios]]:
    """One after another, beside the same two servers."""
    if not chosen:
        return
    with _pair(node, options) as (one, other):
        together(one, other, WARM_UP_S)
        for guest in chosen:
            with guest.attached(one.pid):
                first = together(one, other, guest.seconds)
            with guest.attached(other.pid):
                yield guest, first.balanced(together(one, other, guest.seconds))


def _on_fresh(node: str, options: argparse.Namespace, guest: Guest) -> Ratios:
    def attached_to(place: int) -> Ratios:
        with _pair(node, options) as pair:
            together(*pair, FRESH_WARM_UP_S)
            before = together(*pair, min(guest.seconds, BEFORE_S))
            with guest.attached(pair[place].pid):
                return together(*pair, guest.seconds).over(before)

    return attached_to(0).balanced(attached_to(1))


def _table(version: str, found: dict[str, list[Ratios]]) -> str:
    lines = [
        f"\n## {version}\n",
        "| attached | rounds | requests/s | p99 | CPU per request | wanted |",
        "| --- | ---: | ---: | ---: | ---: | --- |",
    ]
    for guest in GUESTS:
        rounds = found.get(guest.name)
        if not rounds:
            continue
        requests, p99, cpu = (sorted(ratio[column] for ratio in rounds) for column in range(3))
        lines.append(
            f"| {guest.name} | {len(rounds)} | {_spread(requests)} | {_spread(p99)} | {_spread(cpu)} "
            f"| {_wanted(guest, statistics.median(requests), statistics.median(p99))} |"
        )
    return "\n".join(lines) + "\n"


def _spread(values: list[float]) -> str:
    middle = statistics.median(values)
    quarter = len(values) // 4
    return f"{middle:.3f} ({values[quarter]:.3f} to {values[-1 - quarter]:.3f})"


def _wanted(guest: Guest, requests: float, p99: float) -> str:
    if guest.wanted is None:
        return ""
    least, most = guest.wanted
    kept = requests >= least and (most is None or p99 <= most)
    words = f"≥ {least}" + (f", p99 ≤ {most}" if most is not None else "")
    return f"{words}: {'yes' if kept else 'no'}"


def _after(node: str, options: argparse.Namespace, kept: Kept) -> str:
    version = _version(node)
    minutes = kept.minutes(version)
    for _ in range(options.rounds):
        for name, step in STEPS:
            if not options.only or name in options.only:
                minutes.append(_minute(node, options, name, step))
                kept.save()
                print(minutes[-1], file=sys.stderr, flush=True)
    lines = [
        f"\n## {version}, after a step\n",
        "Requests/s and p99 in windows of 10 s after the step, over the server beside it and over the 20 s "
        "before; `minute` is the share of the requests of a minute that were served, the step included.\n",
        "| step | heap MB | pause s | "
        + " | ".join(f"{start} s" for start in range(0, 60, 10))
        + " | minute |",
        "| --- | ---: | ---: |" + " ---: |" * 7,
        *sorted(minutes, key=lambda line: [name for name, _ in STEPS].index(line.split()[1])),
    ]
    return "\n".join(lines) + "\n"


def _minute(node: str, options: argparse.Namespace, name: str, step: Step) -> str:
    with _pair(node, options) as pair:
        one, other = pair
        watched = guests.Watched(one.pid)
        beside = guests.Watched(other.pid)
        together(*pair, WARM_UP_S)
        before = together(*pair, 2 * MINUTE_WINDOW_S)
        heap = one.heap_mb
        start = time.monotonic()
        pause = step(one.pid, watched)
        took = time.monotonic() - start
        windows = [together(*pair, MINUTE_WINDOW_S).over(before) for _ in range(6)]
        watched.session.let_go()
        beside.session.let_go()
    cells = [f"{window.requests_per_s:.2f}, {window.p99:.2f}" for window in windows]
    # While it is taken hardly a request is served: that is a part of the minute.
    whole = sum(window.requests_per_s for window in windows) / len(windows) * (60 - took) / 60
    return f"| {name} | {heap:.0f} | {pause:.2f} | {' | '.join(cells)} | {whole:.3f} |"


def _nothing(_pid: int, _watched: guests.Watched) -> float:
    return 0.0


def _census(_pid: int, watched: guests.Watched) -> float:
    return guests.take_census(watched)


def _snapshot(pid: int, _watched: guests.Watched) -> float:
    with tempfile.TemporaryDirectory() as folder:
        return guests.take_snapshot(pid, sys.executable, Path(folder) / "taken.heapsnapshot")


Step = Callable[[int, guests.Watched], float]
STEPS: tuple[tuple[str, Step], ...] = (("nothing", _nothing), ("census", _census), ("snapshot", _snapshot))


def _version(node: str) -> str:
    return (
        "Node "
        + subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    )


def _about(options: argparse.Namespace) -> str:
    mode = " --after" if options.after else ""
    return (
        f"# What it costs to be watched\n\n"
        f"Made by `python benchmarks/overhead.py{mode}` on {time.strftime('%Y-%m-%d')}. "
        f"{os.cpu_count()} cores ({platform.machine()}), load {os.getloadavg()[0]:.1f} when it began; "
        f"all of it ran at niceness {options.nice}.\n\n"
        f"Http servers with {options.heap} MB of small objects and {options.emitters:,} emitters beside "
        f"them, {options.connections} clients each that wait for their answer. "
        f"{AFTER_WORDS if options.after else PAIR_WORDS}\n"
    )


PAIR_WORDS = (
    "Two servers share a processor, one of them is watched: ratios are over the other at the same time, "
    "medians of the rounds, in brackets from the first to the third quarter; `nobody` over nobody is the "
    "noise."
)
AFTER_WORDS = (
    "Two servers share a processor, both are watched at 1 Hz, and the step is taken on one of them. "
    "`nothing` is the noise."
)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--node", nargs="+", default=["node"])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--heap", type=int, default=50)
    parser.add_argument("--emitters", type=int, default=2000)
    parser.add_argument("--connections", type=int, default=20)
    parser.add_argument(
        "--nice",
        type=int,
        default=0,
        help="of all that takes part; below 0 (root) keeps others out of the figures",
    )
    parser.add_argument("--after", action="store_true")
    parser.add_argument("--into", type=Path, help="JSON; is made where there is none")
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
