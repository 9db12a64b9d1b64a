"""An http server and its load, and windows of time in which both are measured."""

from __future__ import annotations

import json
import os
import subprocess
import urllib.request
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import NamedTuple

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Window:
    """What the clients saw, and what a request cost the server in processor time."""

    requests_per_s: float
    p99_ms: float
    cpu_us: float
    worst_ms: float

    def over(self, other: Window) -> Ratios:
        return Ratios(
            self.requests_per_s / other.requests_per_s,
            self.p99_ms / other.p99_ms,
            self.cpu_us / other.cpu_us,
        )


class Ratios(NamedTuple):
    """One window over another."""

    requests_per_s: float
    p99: float
    cpu: float

    def balanced(self, swapped: Ratios) -> Ratios:
        """The geometric mean of this and of the same comparison with the two sides in each other's place."""
        return Ratios(*(sqrt(one / other) for one, other in zip(self, swapped, strict=True)))

    def over(self, other: Ratios) -> Ratios:
        return Ratios(*(one / before for one, before in zip(self, other, strict=True)))


def together(one: Rig, other: Rig, seconds: float) -> Ratios:
    """What the first server does over what the second does at the same time, on the same processor."""
    one.begin(seconds)
    other.begin(seconds)
    return one.end().over(other.end())


class Rig:
    """One server under the load of `connections` clients that each wait for their answer.

    Server and load have a processor each where there are two.
    """

    def __init__(self, node: str, *, heap_mb: int, emitters: int, connections: int) -> None:
        self._before: dict[str, float] = {}
        cores = sorted(os.sched_getaffinity(0))
        flags = ["--inspect-port=0"]
        options = ["--heap", str(heap_mb), "--emitters", str(emitters)]
        self.server = self._start([node, *flags, str(_HERE / "server.js"), *options], cores[0])
        self.port = int(self._line(self.server).split()[1])
        self.load = self._start([node, str(_HERE / "load.js"), str(self.port), str(connections)], cores[-1])

    @property
    def pid(self) -> int:
        return self.server.pid

    @property
    def heap_mb(self) -> float:
        return float(self._usage()["heap"]) / 1e6

    def window(self, seconds: float) -> Window:
        self.begin(seconds)
        return self.end()

    def begin(self, seconds: float) -> None:
        self._before = self._usage()
        assert self.load.stdin is not None
        self.load.stdin.write(f"go {seconds}\n")
        self.load.stdin.flush()

    def end(self) -> Window:
        before, seen = self._before, json.loads(self._line(self.load))
        after = self._usage()
        served = after["served"] - before["served"]
        return Window(
            requests_per_s=seen["requests"] / seen["seconds"],
            p99_ms=seen["p99"],
            cpu_us=(after["cpu_s"] - before["cpu_s"]) / max(1, served) * 1e6,
            worst_ms=seen["worst"],
        )

    def stop(self) -> None:
        for process in (self.load, self.server):
            process.kill()
            process.wait()

    def _start(self, command: list[str], core: int) -> subprocess.Popen[str]:
        def settle() -> None:
            os.sched_setaffinity(0, {core})

        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            preexec_fn=settle,
        )

    def _line(self, process: subprocess.Popen[str]) -> str:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"{process.args} has ended")
        return line

    def _usage(self) -> dict[str, float]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/usage", timeout=120) as answer:
            usage: dict[str, float] = json.load(answer)
        return usage
