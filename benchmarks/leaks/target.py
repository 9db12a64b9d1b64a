"""A trial's program under its load: started, watched from outside, stopped."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
from leaks.catalogue import Trial
from leaks.workshop import Workshop

from tuiinspect.leaks.child import Child

_START_TIMEOUT = 60.0


class Target:
    """The program of a trial, with its backend before it and its visitors after it.

    `flags` are Node's own, in addition to the trial's.
    """

    def __init__(self, trial: Trial, workshop: Workshop, flags: tuple[str, ...] = ()) -> None:
        self.trial = trial
        self._workshop = workshop
        self._flags = flags
        self._running: list[Child] = []
        self.port: int | None = None

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        while self._running:
            self._running.pop().stop()

    @property
    def pid(self) -> int:
        return self.program.pid

    def _start(self) -> None:
        trial = self.trial
        program = self._workshop.prepare(trial)
        node = str(self._workshop.node(trial.node))
        environment = None
        if trial.backend is not None:
            backend = self._run([node, str(program.parent / trial.backend)], program.parent)
            port = json.loads(backend.answer("ready", _START_TIMEOUT))["port"]
            environment = {**psutil.Process().environ(), "BACKEND_PORT": str(port)}
        # A port of its own for the inspector: several targets run at once.
        flags = ["--inspect-port=0", *self._flags, *trial.flags]
        self.program = self._run([node, *flags, str(program), *trial.arguments], program.parent, environment)
        self.port = json.loads(self.program.answer("ready", _START_TIMEOUT)).get("port")
        if trial.load is not None:
            visitors = {"port": self.port, **trial.load}
            script = visitors.pop("script", "load.js")
            self._run([node, str(program.parent / script), json.dumps(visitors)], program.parent)

    def _run(self, command: list[str], folder: Path, environment: Mapping[str, str] | None = None) -> Child:
        program = Child(
            self.trial.name, command, answers=("ready", "weight"), folder=folder, environment=environment
        )
        self._running.append(program)
        return program

    def fault(self) -> str | None:
        """What is wrong with those that should be running, if anything."""
        for program in self._running:
            if not program.alive:
                return "ended: " + " / ".join(program.last_lines[-3:])
        return None

    def serves(self) -> bool:
        """Whether it still does its work: answers a visitor, or wakes up for it again and again."""
        if not self.program.alive:
            return False
        if self.port is None or self.trial.load is None or "script" in self.trial.load:
            before = self._wake_ups()
            time.sleep(2)
            return self._wake_ups() > before + 2
        path = str(self.trial.load.get("path", "/")).replace("{n}", "0").replace("{r}", "0")
        try:
            # The head of an answer will do: a stream of events has no end.
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10).close()
        except urllib.error.HTTPError:
            return True  # an answer, if not to this method
        except OSError:
            return False
        return True

    def _wake_ups(self) -> int:
        return int(psutil.Process(self.pid).num_ctx_switches().voluntary)


class Watch:
    """Measures from outside, while a block runs: how long the event loop stood still, and the RSS.

    The loop is asked with a request that is none: the server answers 400 from its parser, and the
    program under test never hears of it.
    """

    def __init__(self, target: Target) -> None:
        self._target = target
        self._ends = threading.Event()
        self._threads = [threading.Thread(target=self._weigh, daemon=True)]
        if target.port is not None:
            self._threads.append(threading.Thread(target=self._ask, args=(target.port,), daemon=True))
        self.longest_pause_s: float | None = None if target.port is None else 0.0
        self.rss_before = self.rss_peak = self.rss_after = psutil.Process(target.pid).memory_info().rss

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ends.set()
        for thread in self._threads:
            thread.join(timeout=60)

    def _weigh(self) -> None:
        process = psutil.Process(self._target.pid)
        with contextlib.suppress(psutil.Error):
            while not self._ends.wait(0.25):
                self.rss_after = process.memory_info().rss
                self.rss_peak = max(self.rss_peak, self.rss_after)

    def _ask(self, port: int) -> None:
        while not self._ends.wait(0.1):
            start = time.perf_counter()
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 60) as line:
                line.sendall(b"?\r\n\r\n")
                line.recv(64)
            self.longest_pause_s = max(self.longest_pause_s or 0.0, time.perf_counter() - start)
