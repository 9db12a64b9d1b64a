"""Sampling of the heap: which functions allocated what is still alive, while the program runs.

V8 has one sampler a thread, whoever asks: what another client began is read but never ended by us, and
what another client ends is over for us too.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

import msgspec

from tuiinspect.cdp import domains
from tuiinspect.cdp.channel import Call, Caller
from tuiinspect.errors import CallFailed, CallTimedOut, SamplingEnded, ScriptFailed
from tuiinspect.probes.allocation_rate import Moment, interval_for
from tuiinspect.probes.answers import Size, understood
from tuiinspect.probes.places import Places, readable_path
from tuiinspect.probes.profile_tree import OWN_SCRIPTS, CallFrame, ProfileTree, Sample, read_tree
from tuiinspect.samples import AllocationProfile, Frame

Clock = Callable[[], Call]

_GLANCE_S = 1.0
_NOT_STARTED = "not started"
_STOPPED = "sampling was stopped by another client of the inspector (DevTools, or a profiler in the program)"
_REPLACED = "another client of the inspector stopped the sampling and began its own"


class _Clock(msgspec.Struct, frozen=True):
    """Seconds on the target's clock, and its heap."""

    now: float
    heap: Size


class _Reading:
    """A question on its way, between two looks at the clock: the target answers the three in one go."""

    def __init__(self, caller: Caller, clock: Clock | None) -> None:
        self._before = clock() if clock is not None else None
        self.profile = domains.start_sampling_profile(caller)
        self._after = clock() if clock is not None else None
        self.answered_at = 0.0
        self.profile.on_done(self._note)

    def _note(self, _: Call) -> None:
        self.answered_at = time.time()

    def cost(self, timeout: float) -> tuple[float, int | None]:
        """How long the target stood still, and its heap after that, as far as it could tell."""
        before, after = (_told(call, timeout) for call in (self._before, self._after))
        if before is None or after is None:
            return 0.0, None
        return max(0.0, after.now - before.now), after.heap


def _told(call: Call | None, timeout: float) -> _Clock | None:
    if call is None:
        return None
    try:
        return understood(domains.outcome(call, timeout).value, _Clock)
    except ScriptFailed:
        return None  # whoever had the clock is no longer there


def _moment(clock: Clock | None) -> Moment | None:
    told = _told(clock(), _GLANCE_S) if clock is not None else None
    return (told.now, told.heap) if told is not None else None


class Sampler:
    """The sampling of one thread, from `start` to `stop` or the end of the session. One thread may ask."""

    def __init__(self, caller: Caller, places: Places, clock: Clock | None, *, interval: int | None) -> None:
        self._caller = caller
        self._clock = clock
        self._places = places
        self._pending: _Reading | None = None
        self._seen: dict[float, Sample] = {}
        self._interval = interval
        self.started = time.time()

    @classmethod
    def start(cls, caller: Caller, places: Places, clock: Clock | None = None) -> Sampler:
        """Begin, or join what is there. What a reading costs is told by the target's own `clock`.

        Before, that clock is looked at for half a second: a target that allocates fast has fewer samples.

        Raises:
            InspectError: the target does not answer.
        """
        interval = None
        if not _samples_already(caller):
            interval = interval_for(lambda: _moment(clock))
            domains.start_sampling(caller, interval)
        return cls(caller, places, clock, interval=interval)

    @property
    def foreign(self) -> bool:
        """Whether somebody else began it."""
        return self._interval is None

    def read(self, timeout: float) -> AllocationProfile:
        """What lives of what was allocated since the start. The target makes a full collection first.

        While it is blocked this raises CallTimedOut and keeps the question for the next call.

        Raises:
            SamplingEnded: there is no sampling any more, or another one.
            InspectError: the target does not answer.
        """
        if self._pending is None:
            self._pending = _Reading(self._caller, self._clock)
        reading = self._pending
        try:
            document = domains.sampling_profile(reading.profile, timeout)
            tree = read_tree(document)
        except CallFailed as error:
            raise SamplingEnded(_STOPPED) if _NOT_STARTED in error.reply else error from error
        except ValueError as error:
            raise CallFailed(reading.profile.method, f"the reply is not as expected: {error}") from error
        finally:
            if reading.profile.done:
                self._pending = None
        self._check_identity(tree)
        self._learn(tree)
        cost_s, heap_used = reading.cost(timeout)
        stacks = tree.stacks(self._frame)
        return AllocationProfile(
            t=reading.answered_at,
            started=self.started,
            interval=self._interval or 0,
            stacks=stacks,
            total_bytes=sum(stack.bytes for stack in stacks),
            cost_s=cost_s,
            heap_used=heap_used,
            foreign=self.foreign,
            document=bytes(document),
        )

    def stop(self, timeout: float) -> None:
        """End it, unless it is another's. The target makes a full collection once more.

        The end of the session does the same without one.
        """
        if not self.foreign:
            with suppress(CallFailed):
                domains.stop_sampling(self._caller, timeout=timeout)

    def _check_identity(self, tree: ProfileTree) -> None:
        """An object sampled before the last reading was in it, or this is not the same sampling."""
        newest = max(self._seen, default=0)
        for sample in tree.samples:
            if sample.ordinal <= newest and self._seen.get(sample.ordinal) != sample:
                raise SamplingEnded(_REPLACED)
        self._seen = {sample.ordinal: sample for sample in tree.samples}

    def _learn(self, tree: ProfileTree) -> None:
        scripts = {
            frame.script_id for node, frames in tree.nodes() for frame in frames if frame.kind == "program"
        }
        # A place without its source map is still a place.
        with suppress(CallFailed, CallTimedOut):
            self._places.learn(scripts)

    def _frame(self, frame: CallFrame) -> Frame:
        if frame.kind != "program":
            return plain_frame(frame)
        place = self._places.at(
            frame.script_id, frame.line_number, frame.column_number, frame.function_name, url=frame.url
        )
        name = place.function or frame.function_name or "(anonymous)"
        # V8 leaves out of profiles what evaluated scripts call themselves.
        ours = place.file is not None and place.file.startswith(OWN_SCRIPTS)
        return Frame(name, place.file, place.line, place.column, "ours" if ours else "program")


def plain_frame(frame: CallFrame, cwd: str | None = None) -> Frame:
    """The frame as the profile has it."""
    placed = frame.line_number >= 0
    return Frame(
        function=frame.function_name or "(anonymous)",
        file=readable_path(frame.url, cwd) if frame.url else None,
        line=frame.line_number + 1 if placed else None,
        column=frame.column_number + 1 if placed else None,
        kind=frame.kind,
    )


def _samples_already(caller: Caller) -> bool:
    """Whether a sampling is under way: to start another would look the same, and to stop it would not."""
    try:
        domains.sampling_profile(domains.start_sampling_profile(caller), 60.0)
    except CallFailed as error:
        if _NOT_STARTED in error.reply:
            return False
        raise
    return True
