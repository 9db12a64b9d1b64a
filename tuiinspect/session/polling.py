"""The poll: one round trip per interval, never two under way, and a word when the target does not answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from tuiinspect.errors import CallTimedOut, ConnectionLost, InspectError, LeaseExpired
from tuiinspect.events import (
    CollectionsCounted,
    CountersRead,
    ListenersCounted,
    MemorySampled,
    ProbeFailed,
    SessionEvent,
    TargetAnswered,
    TargetBlocked,
    VariablesExplored,
)
from tuiinspect.probes.agent import Agent
from tuiinspect.samples import CountersSample, MemorySample
from tuiinspect.targets.outside import look_at
from tuiinspect.text import clean

PATIENCE_S = 1.0
# An expression whose words are others each time is not listened to for ever.
MOST_COMPLAINTS = 20
TRIES = 3
# Seconds between two looks at what can be reached: each takes the target some tens of milliseconds.
FIRST_REST_S = 25.0
LONGER = 6
LONGEST_REST_S = 600.0


class Poller:
    """Reads one agent again and again; keeps the latest memory sample."""

    def __init__(self, publish: Callable[[SessionEvent], None]) -> None:
        self._publish = publish
        self._asked_at: float | None = None
        self._exploring = _Exploring(publish)
        self.latest: MemorySample | None = None
        self._counters = _Counters(publish)

    def poll(self, agent: Agent, pid: int | None = None) -> None:
        """Ask once, or go on waiting for the answer to what was asked before.

        `pid` is the process's where it can be seen from here.

        Raises:
            ConnectionLost: the line ended.
            LeaseExpired: the agent has left the target.
        """
        asked = self._asked_at or time.monotonic()
        try:
            samples = agent.sample(timeout=PATIENCE_S)
            outside = look_at(pid) if pid is not None else None
        except CallTimedOut:
            self._asked_at = asked
            self._publish(TargetBlocked(time.monotonic() - asked))
            return
        except (ConnectionLost, LeaseExpired):
            self._asked_at = None
            raise
        except InspectError as error:
            self._asked_at = None
            self._publish(ProbeFailed("sampling", error.what))
            return
        if self._asked_at is not None:
            self._publish(TargetAnswered(time.monotonic() - self._asked_at))
            self._asked_at = None
        self.latest = replace(samples.memory, process=outside)
        if samples.counters is not None:
            self._counters.tell(samples.counters)
        self._publish(MemorySampled(self.latest))
        self._publish(ListenersCounted(samples.listeners))
        self._publish(CollectionsCounted(samples.collections))
        try:
            self._exploring.go_on(agent)
        except (ConnectionLost, LeaseExpired):
            raise
        except InspectError as error:
            self._publish(ProbeFailed("exploring", error.what))


class _Exploring:
    """Looks into what a target's modules and functions lead to: after the first samples have come, and again
    from time to time, ever more rarely, for what was made or has become a dictionary since."""

    def __init__(self, publish: Callable[[SessionEvent], None]) -> None:
        self._publish = publish
        self._agent: Agent | None = None
        self._tries_left = 0
        self._rest_s = 0.0
        self._due = 0.0

    def go_on(self, agent: Agent) -> None:
        """Do it when it is due; a target too busy for it is asked again at the next polls.

        Raises:
            InspectError: it cannot be done.
        """
        if agent is not self._agent:
            self._agent, self._tries_left, self._rest_s = agent, TRIES, 0.0
        elif self._tries_left == 0 and time.monotonic() >= self._due:
            self._tries_left = TRIES
        if self._tries_left == 0:
            return
        self._tries_left -= 1
        began = time.monotonic()
        try:
            agent.explore(anew=self._rest_s > 0)
        except InspectError as error:
            if isinstance(error, CallTimedOut) and self._tries_left > 0:
                return
            self._rest()
            raise
        # Nearly all of it is the target's: of that the inspector's part cannot be measured inside.
        self._publish(VariablesExplored(time.time(), time.monotonic() - began))
        self._rest()

    def _rest(self) -> None:
        self._tries_left = 0
        self._rest_s = min(self._rest_s * LONGER, LONGEST_REST_S) if self._rest_s > 0 else FIRST_REST_S
        self._due = time.monotonic() + self._rest_s


class _Counters:
    """Says what is wrong with a counter once, and not each time that it is."""

    def __init__(self, publish: Callable[[SessionEvent], None]) -> None:
        self._publish = publish
        self._said: set[tuple[str, str]] = set()

    def tell(self, sample: CountersSample) -> None:
        self._publish(CountersRead(sample))
        for counter in sample.values:
            said = counter.name, counter.why or ""
            if counter.why is not None and said not in self._said and len(self._said) < MOST_COMPLAINTS:
                self._said.add(said)
                self._publish(ProbeFailed(f"counter {clean(counter.name, 40)}", clean(counter.why)))
