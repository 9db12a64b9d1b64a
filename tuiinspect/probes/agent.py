"""Our one object in a thread of the target: put in, asked, and taken out again."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import msgspec

from tuiinspect.cdp import domains
from tuiinspect.cdp.channel import Call, Caller
from tuiinspect.cdp.connection import url_of
from tuiinspect.errors import InspectError, LeaseExpired
from tuiinspect.probes.answers import understood
from tuiinspect.probes.captured import captured
from tuiinspect.probes.census import take_census
from tuiinspect.probes.collections import ClassKey, SizeRow
from tuiinspect.probes.entry import SCRIPT_LIMIT_MS, Entry, put_in
from tuiinspect.probes.heap_ids import heap_ids
from tuiinspect.probes.listeners import HookState, ListenersAnswer
from tuiinspect.probes.locations import Locator
from tuiinspect.probes.memory import MemoryAnswer
from tuiinspect.probes.places import Places
from tuiinspect.probes.polled import Poll, Samples, answered
from tuiinspect.probes.scopes import open_scopes
from tuiinspect.probes.scripts import Limits, agent_expression
from tuiinspect.samples import (
    CapturedScope,
    Census,
    CollectionCount,
    Counter,
    HeapIds,
    KnownEmitters,
    ListenerFunction,
    ListenersSample,
    MemorySample,
    Prediction,
)
from tuiinspect.sourcemaps import Files

T = TypeVar("T")

_MOST_STEPS = 20
# Emitters are numbered by each agent anew.
_NUMBERS = itertools.count(1)

DEFAULT_LIMITS = Limits()


class _Switched(msgspec.Struct, frozen=True):
    installed: bool
    why: str | None

    def state(self) -> HookState:
        return HookState(self.installed, self.why)


class _Installed(msgspec.Struct, rename="camel", frozen=True):
    hook: _Switched
    call_sites: _Switched
    cwd: str


class _Contents(msgspec.Struct, frozen=True):
    row: SizeRow | None


class Agent:
    """What is in the target leaves by `remove`, with the session, or when nobody asked for the lease."""

    def __init__(
        self,
        caller: Caller,
        entry: Entry,
        group: str,
        limits: Limits,
        installed: _Installed,
        files: Files | None,
        counters: Sequence[Counter],
        thread: str,
    ) -> None:
        self.hook = installed.hook.state()
        self.call_sites = installed.call_sites.state()
        self.places = Places(caller, cwd=installed.cwd, files=files)
        self._caller = caller
        self._entry = entry
        self._group = group
        self._limits = limits
        self._locator = Locator(caller, self.places)
        self._thread = thread
        self._poll = Poll(caller, entry, thread, counters)
        self._watched: dict[int, ClassKey] = {}
        self._removed = False
        self._number = next(_NUMBERS)

    @classmethod
    def install(
        cls,
        caller: Caller,
        *,
        hook: bool,
        call_sites: bool = False,
        close_inspector_when_orphaned: bool,
        owner: str | None = None,
        by_handle: bool = False,
        group: str = "tuiinspect",
        limits: Limits = DEFAULT_LIMITS,
        files: Files | None = None,
        counters: Sequence[Counter] = (),
        thread: str = "main",
    ) -> Agent:
        """Put the agent in and seed it with the emitters that can be reached without a heap walk.

        What the same `owner` (a session) put in over a line that broke, and that waits there for its
        lease to end, is taken out at once. `call_sites`: the hook notes from where listeners are added.
        For `by_handle` see `put_in`. Source maps are looked for among the `files` of the target's machine.
        `counters` are code of the user's own that runs at each sample; `thread` is what samples call it.
        """
        script = agent_expression(
            limits,
            hook=hook,
            call_sites=call_sites,
            close_inspector=url_of(caller) if close_inspector_when_orphaned else None,
            owner=owner,
            counters=counters,
        )
        entry = put_in(caller, script, group, by_handle=by_handle)
        answer = domains.evaluate(caller, f"{entry.slot}.installed", by_value=True)
        return cls(
            caller, entry, group, limits, understood(answer.value, _Installed), files, counters, thread
        )

    def sample(self, timeout: float = 2.0) -> Samples:
        """Memory, listeners and collections in one round trip.

        While the target's main thread is blocked this raises CallTimedOut and keeps the question: the
        next call waits for the same answer, so that questions never pile up.
        """
        return self._poll.samples(self._watched, timeout)

    def read_memory(self, timeout: float = 2.0) -> MemorySample:
        return self._ask("readMemory()", MemoryAnswer, timeout).sample(time.time(), self._thread)

    def recount(self, top: int = DEFAULT_LIMITS.top, timeout: float = 2.0) -> ListenersSample:
        return self._ask(f"recount({top})", ListenersAnswer, timeout).sample(time.time())

    def mark(self, timeout: float = 5.0) -> None:
        """Let growth be counted from now on."""
        # It is put off while the program itself is in the middle of adding a listener.
        while not self._ask("mark()", bool, timeout):
            pass

    def set_hook(self, on: bool, timeout: float = 5.0) -> HookState:
        self.hook = self._ask(f"setHook({json.dumps(on)})", _Switched, timeout).state()
        return self.hook

    def set_call_sites(self, on: bool, timeout: float = 5.0) -> HookState:
        """Have the hook note from where listeners are added from now on, or forget what it noted."""
        self.call_sites = self._ask(f"setCallSites({json.dumps(on)})", _Switched, timeout).state()
        return self.call_sites

    def extend_lease(self, seconds: float, timeout: float = 5.0) -> None:
        """Stay for that long without being asked, while something else keeps us busy."""
        self._ask(f"extendLease({self._limits.ticks(seconds)})", object, timeout)

    def functions(self, emitter: int, event: str) -> tuple[ListenerFunction, ...]:
        """The functions that listen to one row's event, the most frequent first."""
        with self._grouped(emitter, event) as groups:
            return self._locator.functions(groups)

    def captured(self, emitter: int, event: str, function: ListenerFunction) -> tuple[CapturedScope, ...]:
        """What one of the listeners that are this function has captured, scope by scope."""
        with self._grouped(emitter, event) as groups:
            return captured(self._caller, self._locator, self._entry.handle_id, groups, function)

    def known_emitters(self, timeout: float = 2.0) -> KnownEmitters:
        """The emitters that there are now, for `heap_ids` of a snapshot that begins after this."""
        return KnownEmitters(self._number, self._ask("newestEmitter()", int, timeout))

    def heap_ids(self, known: KnownEmitters, emitters: Sequence[int]) -> HeapIds:
        """The numbers that emitters have in the snapshot before which they were `known`."""
        asked = [each for each in emitters if known.agent == self._number and each <= known.newest]
        return heap_ids(self._entry, self._group, asked) if asked else HeapIds()

    @contextmanager
    def _grouped(self, emitter: int, event: str) -> Iterator[str]:
        """The handle of the listeners' groups; they are let go of again."""
        group = f"{self._group}-functions"
        expression = f"{self._entry.slot}.functions({emitter}, {json.dumps(event)})"
        try:
            groups = domains.evaluate(self._caller, expression, group=group, timeout_ms=SCRIPT_LIMIT_MS)
            if groups.object_id is None:
                raise LeaseExpired
            yield groups.object_id
        finally:
            self._caller.start("Runtime.releaseObjectGroup", {"objectGroup": group})

    def contents(self, collection: int, timeout: float = 5.0) -> CollectionCount | None:
        """What is in a collection now: keys and classes of values, the first many; None when it is gone."""
        row = self._ask(f"contents({collection})", _Contents, timeout).row
        return row.counted() if row is not None else None

    def explore(self, *, anew: bool = False) -> None:
        """Find what there was no time for at install, and what is in the variables of the functions found.

        Both in steps that are short for the target; see probes.scopes. `anew` begins at the roots again, for
        what has been made or has become a dictionary since.
        """
        if anew:
            self._ask("reachAnew()", bool, timeout=2.0)
        for _ in range(_MOST_STEPS):
            if self._ask("reachFurther()", bool, timeout=2.0):
                break
        open_scopes(self._caller, self._entry.slot, self._entry.handle_id, self.places)

    def start_clock(self) -> Call:
        """Ask for the time and the heap in the target, and do not wait."""
        return self._entry.start("clock()")

    def take_census(self, prediction: Prediction) -> Census:
        """Count everything by one heap walk: a costly step, see probes.predict."""
        census, self._watched = take_census(
            self._caller,
            self._entry.handle,
            self._entry.slot,
            self._locator,
            prediction,
            timeout=max(60.0, 10 * prediction.pause_s),
        )
        return census

    def remove(self, timeout: float = 2.0) -> bool:
        """Take everything out; True when the target said so, now or before. What it cannot be told, the
        end of the session and the lease do."""
        if not self._removed:
            try:
                domains.outcome(self._entry.start_removal(), timeout)
                domains.release_group(self._caller, self._group, timeout=timeout)
            except InspectError:
                return False
            self._removed = True
        return True

    def _ask(self, call: str, into: type[T], timeout: float) -> T:
        return answered(self._entry.start(call), timeout, into)
