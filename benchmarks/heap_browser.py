"""Drive the snapshot browser on a file, in a terminal of its own, and time each key.

    python benchmarks/heap_browser.py FILE [--cast FILE.cast] [--write]

A key's time runs from its press until the last byte of the picture that answers it was written: until the
words that the answer must have were drawn, and nothing more came for a while. `--cast` keeps the recording,
which `asciinema play` shows; `--write` puts the table into benchmarks/heap_browser.md.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from terminal import Terminal

_HERE = Path(__file__).parent
_COLUMNS, _ROWS = 120, 36
_PATIENCE_S, _START_S = 20.0, 300.0


@dataclass(frozen=True)
class Step:
    """`keys` as they are typed, `what` they ask for, and a pattern that only the answer shows."""

    keys: str
    name: str
    what: str
    shows: str


STEPS = (
    Step("s", "s", "classes: sort by the next column", r"[▼▲]"),
    Step("r", "r", "classes: reverse", r"[▼▲]"),
    Step("/User", "/ U s e r", "classes: filter as one types", r"[0-9,]+ of [0-9,]+"),
    Step("\r", "enter", "keep the filter", r"."),
    Step("\r", "enter", "objects of the class, largest first", r"classes › User"),
    Step("s", "s", "objects: sort by the next column", r"[▼▲]"),
    Step("G", "G", "objects: the last page", r"@\d+"),
    Step("g", "g", "objects: the first page", r"@\d+"),
    Step("\r", "enter", "who retains the object", r"retained by"),
    Step("p", "p", "shortest path to a root", r"held|path|root|\d+ steps?|in the module|variable|global"),
    Step("p", "p", "the next path", r"."),
    Step("\x7f", "back", "back to the retainers", r"retained by"),
    Step("d", "d", "details of the object", r"holds"),
    Step("f", "f", "details with internals", r"\("),
    Step("\x7f", "back", "back to the retainers", r"retained by"),
    Step("jx", "j x", "ignore a retainer: all distances again", r"ignor|nothing"),
    Step("X", "X", "look at the ignored again", r"retained by|@\d+"),
    Step("D", "D", "dominators: what is big and who owns it", r"owners"),
    Step("l", "l", "what the largest owner owns", r"▾"),
    Step("R", "R", "containment from the root", r"root"),
    Step("l", "l", "what the root holds", r"▾"),
    Step("L", "L", "strings, the longest first", r"strings"),
    Step("/lorem", "/ l o r e m", "strings: filter as one types", r"[0-9,]+ of [0-9,]+|lorem"),
    Step("\r", "enter", "keep the filter", r"."),
    Step("U", "U", "strings that are there several times", r"duplicates.*×|[\d,]+"),
    Step("K", "K", "bytes by kind", r"native memory"),
)


def main() -> int:
    arguments = _arguments()
    terminal = Terminal([sys.executable, "-m", "tuiinspect", "open", str(arguments.file)], _COLUMNS, _ROWS)
    lines = list(_lines(terminal, arguments.file))
    terminal.end()
    if arguments.cast:
        terminal.keep(arguments.cast)
    if arguments.write:
        (_HERE / "heap_browser.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return int(any("no answer" in line for line in lines))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--cast", type=Path, help="keep the recording")
    parser.add_argument("--write", action="store_true", help="write heap_browser.md")
    return parser.parse_args()


def _lines(terminal: Terminal, file: Path) -> Iterator[str]:
    for line in _table(terminal, file):
        print(line, flush=True)
        yield line


def _table(terminal: Terminal, file: Path) -> Iterator[str]:
    size = file.stat().st_size / 1e6
    yield "# The browser's keys, timed\n"
    yield (
        f"Made by `python benchmarks/heap_browser.py` on {time.strftime('%Y-%m-%d')}: the real program in a "
        f"terminal of {_COLUMNS} × {_ROWS}, on a file of {size:,.0f} MB. The time is from the key to the "
        "last byte of the picture that answers it; load is that of the machine, of "
        f"{os.cpu_count()} cores, when the key was pressed.\n"
    )
    yield "| key | what for | ms | load |"
    yield "| --- | --- | ---: | ---: |"
    yield _row("", "from the command to the classes", terminal.answer(r"class\s+count", _START_S))
    for step in STEPS:
        terminal.press(step.keys)
        yield _row(step.name, step.what, terminal.answer(step.shows, _PATIENCE_S))
    yield f"\nPeak memory of the program: {terminal.peak_bytes() / 1e6:,.0f} MB."


def _row(name: str, what: str, seconds: float | None) -> str:
    took = "no answer" if seconds is None else f"{seconds * 1000:,.0f}"
    return f"| {f'`{name}`' if name else ''} | {what} | {took} | {os.getloadavg()[0]:.1f} |"


if __name__ == "__main__":
    sys.exit(main())
