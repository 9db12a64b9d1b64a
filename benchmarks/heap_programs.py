"""Snapshots of real programs, for heap_compare.py and heap.py; those that are there stay as they are.

    python benchmarks/heap_programs.py FOLDER DIR --nodes NODE … [--chromium /usr/bin/chromium] [--large]

FOLDER gets the programs, with npm (express, jsdom, TypeScript and a small Next.js application); DIR gets
`NAME, Node N, KIND-a.heapsnapshot` and `-b`, later in the same process, of each NODE and in both kinds.
`--chromium` adds a page in headless Chromium, `--large` a TypeScript compiler with hundreds of megabytes.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_PROGRAMS = Path(__file__).parent / "programs"
_PACKAGES = ("express@4", "jsdom@22", "typescript@5", "next@14", "react@18", "react-dom@18")
_TIMEOUT_S = 900
_KINDS = ("standard", "expose")
_APPLICATION = {
    "app/layout.js": "export default function Layout({ children }) "
    "{ return <html><body>{children}</body></html>; }\n",
    "app/page.js": "export default function Page() "
    "{ return <ul>{Array.from({ length: 50 }, (_, i) => <li key={i}>{i}</li>)}</ul>; }\n",
    "next.config.js": "module.exports = { eslint: { ignoreDuringBuilds: true } };\n",
}
_PAGE = """data:text/html,<script>
const kept = [];
function grow(count) {
  for (let i = 0; i < count; i += 1) {
    const item = document.body.appendChild(document.createElement('p'));
    item.textContent = 'item ' + i;
    item.addEventListener('click', () => kept.length);
    if (i % 3) kept.push(item.parentNode.removeChild(item));
  }
}
</script><body></body>"""


@dataclass(frozen=True)
class Program:
    """A program and what it is told; `words` is what Node runs."""

    name: str
    words: tuple[str, ...]
    told: dict[str, str] = field(default_factory=dict)
    ends: tuple[str, ...] = ("a", "b")


def _own(name: str) -> tuple[str, ...]:
    return (str(_PROGRAMS / f"{name}.js"),)


PROGRAMS = (
    Program("express under load", _own("express")),
    Program("jsdom", _own("jsdom")),
    Program("TypeScript compiler", _own("typescript")),
    Program("allocation tracking", _own("tracked")),
    Program(
        "Next.js build",
        ("node_modules/.bin/next", "build"),
        {
            "NODE_OPTIONS": f"--require {_PROGRAMS / 'at_exit.js'}",
            "SNAPSHOT_OF": "next",
            "NEXT_TELEMETRY_DISABLED": "1",
        },
    ),
)
LARGE = Program(
    "TypeScript compiler, large", ("--max-old-space-size=4000", *_own("typescript")), {"FILES": "40"}, ("a",)
)


def main() -> int:
    arguments = _arguments()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    arguments.snapshots.mkdir(parents=True, exist_ok=True)
    _install(arguments.folder)
    failed = 0
    for node in arguments.nodes:
        for program in (LARGE,) if arguments.large else PROGRAMS:
            for kind in _KINDS[:1] if arguments.large else _KINDS:
                failed += not _made(program, node, kind, arguments)
    if arguments.chromium:
        _of_a_page(arguments.chromium, arguments.snapshots)
    return min(failed, 1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("snapshots", type=Path, metavar="DIR")
    parser.add_argument("--nodes", nargs="*", default=[], metavar="NODE")
    parser.add_argument("--chromium", metavar="PROGRAM")
    parser.add_argument("--large", action="store_true")
    return parser.parse_args()


def _install(folder: Path) -> None:
    for name, text in _APPLICATION.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if not (folder / "node_modules" / "next").exists():
        (folder / "package.json").write_text("{}\n", encoding="utf-8")
        subprocess.run(
            ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", *_PACKAGES],
            cwd=folder,
            check=True,
        )


def _made(program: Program, node: str, kind: str, arguments: argparse.Namespace) -> bool:
    version = subprocess.run([node, "--version"], check=True, capture_output=True, text=True).stdout
    major = version.strip().removeprefix("v").partition(".")[0]
    prefix = arguments.snapshots.resolve() / f"{program.name}, Node {major}, {kind}"
    wanted = [Path(f"{prefix}-{end}.heapsnapshot") for end in program.ends]
    if all(path.exists() for path in wanted):
        return True
    environment = {**os.environ, **program.told, "SNAPSHOTS": str(prefix), "SNAPSHOT_KIND": kind}
    try:
        subprocess.run(
            [node, *program.words],
            cwd=arguments.folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            timeout=_TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        # What was interrupted is no snapshot.
        for path in wanted:
            path.unlink(missing_ok=True)
    made = all(path.exists() and path.stat().st_size for path in wanted)
    print(f"{prefix.name}: {'made' if made else 'FAILED'}", flush=True)
    return made


def _of_a_page(chromium: str, folder: Path) -> None:
    """Both kinds, before and after the page has grown, over the browser's own protocol."""
    for kind in _KINDS:
        with tempfile.TemporaryDirectory() as profile:
            browser = subprocess.Popen(
                [chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0",
                 f"--user-data-dir={profile}", "about:blank"],
                stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
            )  # fmt: skip
            try:
                page = _Page(_listening(browser))
                page.call("Page.navigate", url=_PAGE)
                for end, count in (("a", 300), ("b", 200)):
                    page.call("Runtime.evaluate", expression=f"grow({count})")
                    path = folder / f"Chromium page, {kind}-{end}.heapsnapshot"
                    page.write_snapshot(path, expose=kind == "expose")
                    print(f"{path.stem}: made", flush=True)
            finally:
                browser.kill()
                browser.wait()


def _listening(browser: subprocess.Popen[str]) -> str:
    assert browser.stderr is not None
    for line in browser.stderr:
        found = re.search(r"ws://(127\.0\.0\.1:\d+)/", line)
        if found:
            with urllib.request.urlopen(f"http://{found[1]}/json/list") as answer:
                targets = json.load(answer)
            return str(next(each for each in targets if each["type"] == "page")["webSocketDebuggerUrl"])
    raise RuntimeError("the browser did not start")


class _Page:
    def __init__(self, url: str) -> None:
        from websocket import create_connection

        self._line = create_connection(url, suppress_origin=True)
        self._last = 0

    def call(self, method: str, **params: object) -> list[Any]:
        """Send and wait for the reply; the events that came before it."""
        self._last += 1
        self._line.send(json.dumps({"id": self._last, "method": method, "params": params}))
        events = []
        while True:
            message = json.loads(self._line.recv())
            if message.get("id") == self._last:
                return events
            events.append(message)

    def write_snapshot(self, path: Path, *, expose: bool) -> None:
        with path.open("w", encoding="utf-8") as file:
            for event in self.call("HeapProfiler.takeHeapSnapshot", exposeInternals=expose):
                if event["method"] == "HeapProfiler.addHeapSnapshotChunk":
                    file.write(event["params"]["chunk"])


if __name__ == "__main__":
    sys.exit(main())
