"""`tuiinspect run` on one leaking program, started in the ways that people start programs.

    python benchmarks/runners.py [--for 20s] [--no-snapshot] [--nodes NODE …] [--only WORD] [--folder FOLDER]

Installs the runners with npm into FOLDER (a temporary one by default), runs each way under autocannon, and
prints a table: which process was chosen, the verdict, the exit code, and what was left running. Fails when a
leak was missed, its healthy twin was accused, the wrong process was chosen, or anything was left.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

_PACKAGES = (
    "autocannon@8",
    "cross-env@7",
    "nodemon@3",
    "pm2@6",
    "ts-node@10",
    "tsx@4",
    "typescript@5",
)
_SESSION = "class Session { constructor(id) { this.id = id; this.cart = [id, 'x'.repeat(100) + id]; } }"
# `HEALTHY=1` forgets the sessions again.
_SERVE = """
const sessions = new Map();
require('http').createServer((request, response) => {
  for (let n = 0; n < 5; n += 1) sessions.set(next, new Session(next++));
  if (process.env.HEALTHY) while (sessions.size > 50) sessions.delete(sessions.keys().next().value);
  response.end('served');
}).listen(process.env.PORT);
"""
_JAVASCRIPT = f"{_SESSION}\nlet next = 0;{_SERVE}"
_FILES = {
    "server.js": _JAVASCRIPT,
    "server.ts": f"""import http = require('http');
class Session {{ id: number; cart: unknown[]; constructor(id: number) {{
  this.id = id; this.cart = [id, 'x'.repeat(100) + id]; }} }}
let next: number = 0;
{
        _SERVE.replace("require('http')", "http")
        .replace("request, response", "request: any, response: any")
        .replace("new Map()", "new Map<number, Session>()")
    }""",
    "cluster.js": f"""const cluster = require('cluster');
if (cluster.isPrimary) {{ cluster.fork(); cluster.fork(); }} else {{ {_JAVASCRIPT} }}""",
    "forks.js": f"""if (process.argv[2] === 'jobs') {{ setInterval(() => {{}}, 1000); }} else {{
require('child_process').fork(__filename, ['jobs']); {_JAVASCRIPT} }}""",
    "thread.js": f"""const {{ isMainThread, Worker }} = require('worker_threads');
if (isMainThread) {{ new Worker(__filename); }} else {{ {_JAVASCRIPT} }}""",
    "tsconfig.json": '{"compilerOptions": {"module": "commonjs", "target": "es2020", "strict": true}}',
    "package.json": json.dumps(
        {
            "name": "shop",
            "private": True,
            "scripts": {"start": "node server.js", "wrapped": "cross-env MODE=test npm run start"},
        }
    ),
}


@dataclass(frozen=True)
class Way:
    """How the program is started, and what the command line of the chosen process must have."""

    name: str
    command: tuple[str, ...]
    chosen: str
    healthy: bool = False
    options: tuple[str, ...] = ()


WAYS = (
    Way("node", ("node", "server.js"), "server.js"),
    Way("node, healthy", ("node", "server.js"), "server.js", healthy=True),
    Way("npm start", ("npm", "start"), "server.js"),
    Way("npm start, healthy", ("npm", "start"), "server.js", healthy=True),
    Way("npm in npm, cross-env", ("npm", "run", "wrapped"), "server.js"),
    Way("tsx", ("npx", "tsx", "server.ts"), "server.ts"),
    Way("ts-node", ("npx", "ts-node", "server.ts"), "server.ts"),
    Way("nodemon", ("npx", "nodemon", "server.js"), "server.js"),
    Way("node --watch", ("node", "--watch", "server.js"), "server.js"),
    Way("shell script", ("sh", "-c", "node server.js & wait"), "server.js"),
    Way("cluster", ("node", "cluster.js"), "cluster.js"),
    Way("program with a child", ("node", "forks.js"), "forks.js"),
    Way("worker thread", ("node", "thread.js"), "thread.js"),
    Way("--inspect of its own", ("node", "--inspect=0", "server.js"), "server.js"),
    Way("run --inspect", ("node", "server.js"), "server.js", options=("--inspect",)),
    Way("pm2-runtime", ("npx", "pm2-runtime", "server.js"), "server.js"),
)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--for", dest="span", default="20s", help="how long each is triaged")
    parser.add_argument(
        "--nodes", nargs="*", type=Path, default=[], help="node binaries; the PATH's by default"
    )
    parser.add_argument("--no-snapshot", action="store_true", help="from counts alone, which is quicker")
    parser.add_argument("--only", default="", help="ways with this word in their name")
    parser.add_argument("--folder", type=Path, help="where the runners are, or are installed")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="runners-") as temporary:
        folder = arguments.folder or Path(temporary)
        prepare(folder)
        print("| node | started by | chosen | verdict | paused s | exit | left | |")
        print("| --- | --- | --- | --- | ---: | ---: | ---: | --- |")
        wrong = 0
        options = ["--for", arguments.span, *(["--no-snapshot"] if arguments.no_snapshot else [])]
        for node in arguments.nodes or [None]:
            for way in WAYS:
                if arguments.only in way.name:
                    wrong += not tried(way, folder, node, options)
    print(f"\n{wrong} wrong")
    return min(wrong, 1)


def prepare(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in _FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    if not (folder / "node_modules" / "tsx").exists():
        quiet = ("--no-audit", "--no-fund", "--no-save", "--loglevel=error")
        subprocess.run(["npm", "install", *quiet, *_PACKAGES], cwd=folder, check=True, stdout=sys.stderr)


def tried(way: Way, folder: Path, node: Path | None, options: list[str]) -> bool:
    """Run one way and print its row; whether everything was right."""
    word = token_hex(8)
    path = os.pathsep.join([*([str(node.parent)] if node else []), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "RUNNERS_TRIAL": word, "PM2_HOME": str(folder / "pm2")}
    if way.healthy:
        environment["HEALTHY"] = "1"
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tuiinspect", "run", "--json", "--fail-on", "leak", *options),
            *("--warm-up", "5s", "--ready-within", "3m", "--log", str(folder / "log.txt")),
            *("--load", "npx autocannon -c 4 -R 60 -d 600 $URL", *way.options, "--", *way.command),
        ],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    left = carrying(word)
    found: dict[str, Any] = json.loads(done.stdout) if done.stdout else {}
    title = found.get("target", {}).get("title", "–")
    problems = list(problems_of(way, done.returncode, found, title, left))
    pause = sum(step["pause_s"] for step in found["cost"]["steps"]) if found else 0.0
    version = found.get("target", {}).get("node", node.parent.parent.name if node else "")
    print(
        f"| {version} | {way.name} | {title} | {found.get('verdict', '–')} "
        f"| {pause:.1f} | {done.returncode} | {len(left)} | {'; '.join(problems)} |",
        flush=True,
    )
    if problems:
        print(done.stderr, found.get("summary"), file=sys.stderr)
    return not problems


def problems_of(way: Way, code: int, found: dict[str, Any], title: str, left: list[int]) -> list[str]:
    problems = []
    if not found:
        return ["no findings"]
    if way.chosen not in title:
        problems.append("another process")
    if way.healthy and (code != 0 or found["verdict"] == "leak"):
        problems.append("accused")
    if not way.healthy:
        named = " ".join(suspect["summary"] for suspect in found["suspects"][:3])
        if code != 1 or "Session" not in named:
            problems.append("missed")
    if left:
        problems.append("something is left")
    return problems


def carrying(word: str) -> list[int]:
    """Processes with this trial's word in their environment."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if (
                entry.name.isdecimal()
                and f"RUNNERS_TRIAL={word}".encode() in (entry / "environ").read_bytes()
            ):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


if __name__ == "__main__":
    sys.exit(main())
