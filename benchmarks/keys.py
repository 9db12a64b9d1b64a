"""Type on the dashboard while a snapshot of a big heap is taken, and time each letter.

    python benchmarks/keys.py [--heap 250] [--rate 4] [--write]

Starts a bundled program with a heap of so many MB, opens the dashboard on it in a terminal of its own, and
types letters into the listener pane's filter: before the snapshot, from its start until the analysis is done,
and afterwards. A letter's time runs from its press until it was drawn. `--write` puts the table into
benchmarks/keys.md.
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from terminal import Terminal

from tuiinspect.leaks.catalogue import find_leak
from tuiinspect.leaks.launcher import start
from tuiinspect.node import find_node

_HERE = Path(__file__).parent
_SIZE = 120, 40
_PATIENCE_S, _CAPTURE_S, _BESIDE_S, _SETTLING_S = 30.0, 300.0, 15.0, 0.5
# Letters that nothing else on the screen writes anew, so that what draws them is the answer.
_LETTERS = itertools.cycle("QXZJ")
# The last of them quits also while one types.
_BACKSPACE, _ESCAPE, _CTRL_C = "\x7f", "\x1b", "\x03"


def main() -> int:
    arguments = _arguments()
    with start(find_leak("module-map"), node=find_node(), rate=20, heap_mb=arguments.heap) as target:
        lines = list(_spoken(_table(target.pid, arguments.heap, 1 / arguments.rate)))
    if arguments.write:
        (_HERE / "keys.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--heap", type=int, default=250, help="MB of heap of the target")
    parser.add_argument("--rate", type=float, default=4.0, help="letters a second")
    parser.add_argument("--write", action="store_true", help="write keys.md")
    return parser.parse_args()


def _spoken(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        print(line, flush=True)
        yield line


def _table(pid: int, heap: int, pause_s: float) -> Iterator[str]:
    yield "# Keys while a snapshot is taken\n"
    yield (
        f"Made by `python benchmarks/keys.py` on {time.strftime('%Y-%m-%d')}: the dashboard in a terminal of "
        f"{_SIZE[0]} × {_SIZE[1]}, a target with {heap} MB of heap, one letter every {pause_s:.2f} s into a "
        f"filter, from its press until it is drawn. {os.cpu_count()} cores, load "
        f"{os.getloadavg()[0]:.1f} at the start.\n"
    )
    yield "| when | s | letters | median ms | 95 % ms | longest ms | over 100 ms |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    terminal = Terminal([sys.executable, "-m", "tuiinspect", str(pid)], *_SIZE)
    try:
        if terminal.answer(r"MB/min", _PATIENCE_S) is None:
            raise SystemExit("the dashboard did not come")
        yield _row("watching", *_typed(terminal, pause_s, _for(_BESIDE_S)))
        terminal.press("S")
        if terminal.answer(r"[Ss]napshot", _PATIENCE_S) is None:
            raise SystemExit("the question for the snapshot did not come")
        terminal.press("y")
        yield _row("taking and analysing", *_typed(terminal, pause_s, _until_analysed(terminal)))
        yield _row("afterwards", *_typed(terminal, pause_s, _for(_BESIDE_S)))
        yield f"\nPeak memory of the dashboard: {terminal.peak_bytes() / 1e6:,.0f} MB."
    finally:
        terminal.end(_CTRL_C)


def _for(seconds: float) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() >= end


def _until_analysed(terminal: Terminal) -> Callable[[], bool]:
    """The third pane tells how many objects there are when the analysis is done."""
    end = time.monotonic() + _CAPTURE_S

    def done() -> bool:
        if time.monotonic() >= end:
            raise SystemExit("the snapshot was not analysed in time")
        return terminal.has_shown(r"[\d,]+ objects, [\d.]+ [MG]B")

    return done


def _typed(terminal: Terminal, pause_s: float, done: Callable[[], bool]) -> tuple[float, list[float]]:
    began, times = time.monotonic(), []
    terminal.press("2")
    terminal.listen(_SETTLING_S)
    terminal.press("/")
    while not done():
        letter = next(_LETTERS)
        pressed = time.monotonic()
        terminal.press(letter)
        if terminal.answer(letter, _PATIENCE_S, quiet=0) is None:
            raise SystemExit("a letter was not drawn")
        times.append((time.monotonic() - pressed) * 1000)
        terminal.press(_BACKSPACE)
        terminal.listen(pause_s)
    terminal.press(_ESCAPE)
    # Nothing may follow an escape at once: the two would be one key.
    terminal.listen(_SETTLING_S)
    return time.monotonic() - began, times


def _row(when: str, seconds: float, times: list[float]) -> str:
    times = sorted(times)
    late = sum(1 for each in times if each > 100)
    return (
        f"| {when} | {seconds:.0f} | {len(times)} | {statistics.median(times):.0f} "
        f"| {times[int(len(times) * 0.95)]:.0f} | {times[-1]:.0f} | {late} |"
    )


if __name__ == "__main__":
    sys.exit(main())
