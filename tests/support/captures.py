"""What the tests of captures share: a target with its inspector open, and a parent that can be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from tests.support.processes import NodeProcess, wait_until
from tuiinspect.helpers import helper_environment
from tuiinspect.probes.predict import predict_snapshot
from tuiinspect.samples import Prediction

TARGET = Path(__file__).with_name("snapshot_target.js")
_PARENT = Path(__file__).with_name("capture_parent.py")


@dataclass
class Target:
    """A running `snapshot_target.js`; every `serves` asks it something new."""

    process: NodeProcess
    version: str
    asked: int = 0

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def url(self) -> str:
        """Where its inspector listens since the last time it was opened."""
        lines = [line for line in self.process.lines if "Debugger listening on ws://" in line]
        return lines[-1].split()[-1]

    @property
    def port(self) -> int:
        return int(self.url.split(":")[2].split("/")[0])

    def listens(self) -> bool:
        connections = psutil.Process(self.pid).net_connections("tcp")
        return any(known.status == psutil.CONN_LISTEN for known in connections)

    def open_inspector(self) -> None:
        start = len(self.process.lines)
        os.kill(self.pid, signal.SIGUSR1)
        self.process.wait_line("Debugger listening on ws://", start=start)

    def serves(self) -> bool:
        self.asked += 1
        self.process.say(f"{self.asked}")
        return bool(self.process.wait_line(f"pong {self.asked}", timeout=60))

    def prediction(self, path: Path) -> Prediction:
        return predict_snapshot(self.version, 15_000_000, 60_000_000, self.pid, path)


def start_target(run_node: Callable[..., NodeProcess], node: Path, *, objects: int, flag: str) -> Target:
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    process = run_node(TARGET, str(objects), node=node, flags=(flag,))
    process.wait_line("ready")
    return Target(process, version)


class Parent:
    """A process that takes a snapshot of `target` and can be killed at it."""

    def __init__(self, target: Target, path: Path, *, close: bool, url: str | None = None) -> None:
        command = [
            sys.executable,
            str(_PARENT),
            url or target.url,
            str(path),
            str(target.pid),
            target.version,
        ]
        self.process = NodeProcess([*command, "close" if close else "leave"], env=helper_environment())
        self.child = psutil.Process(int(self.process.wait_line("child").split()[1]))

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send the signal to the whole process group, as a terminal that hangs up does."""
        os.killpg(self.process.pid, number)
        self.process.wait_exit()
        self.process.stop()

    @property
    def was_done(self) -> bool:
        """Whether the snapshot was faster than what should have ended it."""
        return any(line.startswith("done") for line in self.process.lines)


def gone(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def wait_for_size(path: Path, size: int) -> None:
    """Wait until the file has grown to `size`; 0 means until it is there."""
    wait_until(lambda: path.exists() and path.stat().st_size >= size, timeout=300, what=f"{path} at {size}")


def read_snapshot(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def node_ids(document: dict[str, Any], name: str) -> list[int]:
    """The ids of all objects of that name."""
    meta = document["snapshot"]["meta"]
    fields = meta["node_fields"]
    nodes, width = document["nodes"], len(fields)
    kind = meta["node_types"][0].index("object")
    word = document["strings"].index(name)
    starts = range(0, len(nodes), width)
    return [
        nodes[start + fields.index("id")]
        for start in starts
        if nodes[start + fields.index("name")] == word and nodes[start + fields.index("type")] == kind
    ]
