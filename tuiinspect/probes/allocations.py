"""Sampling of the heap: which functions allocated what is still alive, while the program runs.

V8 has one sampler a thread, whoever asks: what another client began is read but never ended by us, and
what another client ends is over for us too.
"""

from __future__ import annotations

import time
from contextlib import suppress

from tuiinspect.cdp import domains
from tuiinspect.cdp.channel import Call, Caller
from tuiinspect.errors import CallFailed, CallTimedOut, SamplingEnded
from tuiinspect.probes.places import Places, readable_path
from tuiinspect.probes.profile_tree import OWN_SCRIPTS, CallFrame, ProfileTree, Sample, read_tree
from tuiinspect.samples import AllocationProfile, Frame

# One sample for each 32 KiB allocated: a leak of 10 kB/s shows within a minute.
INTERVAL = 32_768

_NOT_STARTED = "not started"
_STOPPED = "sampling was stopped by another client of the inspector (DevTools, or a profiler in the program)"
_REPLACED = "another client of the inspector stopped the sampling and began its own"


class _Reading:
    """A question on its way. Its cost is the time between two answers: the target gave them in one go."""

    def __init__(self, caller: Caller) -> None:
        before = caller.start("Runtime.getHeapUsage")
        self.profile = domains.start_sampling_profile(caller)
        self.heap = caller.start("Runtime.getHeapUsage")
        self.began = self.ended = 0.0
        self.answered_at = 0.0
        before.on_done(self._note_begin)
        self.profile.on_done(self._note_end)

    def _note_begin(self, _: Call) -> None:
        self.began = time.monotonic()

    def _note_end(self, _: Call) -> None:
        self.ended = time.monotonic()
        self.answered_at = time.time()


class Sampler:
    """The sampling of one thread, from `start` to `stop` or the end of the session. One thread may ask."""

    def __init__(self, caller: Caller, places: Places, *, foreign: bool) -> None:
        self._caller = caller
        self._places = places
        self._pending: _Reading | None = None
        self._seen: dict[float, Sample] = {}
        self.foreign = foreign
        self.started = time.time()

    @classmethod
    def start(cls, caller: Caller, places: Places) -> Sampler:
        """Begin, or join what is there.

        Raises:
            InspectError: the target does not answer.
        """
        foreign = _samples_already(caller)
        if not foreign:
            domains.start_sampling(caller, INTERVAL)
        return cls(caller, places, foreign=foreign)

    def read(self, timeout: float) -> AllocationProfile:
        """What lives of what was allocated since the start. The target makes a full collection first.

        While it is blocked this raises CallTimedOut and keeps the question for the next call.

        Raises:
            SamplingEnded: there is no sampling any more, or another one.
            InspectError: the target does not answer.
        """
        if self._pending is None:
            self._pending = _Reading(self._caller)
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
        stacks = tree.stacks(self._frame)
        return AllocationProfile(
            t=reading.answered_at,
            started=self.started,
            interval=0 if self.foreign else INTERVAL,
            stacks=stacks,
            total_bytes=sum(stack.bytes for stack in stacks),
            cost_s=max(0.0, reading.ended - reading.began),
            heap_used=round(reading.heap.result(timeout, domains.HeapUsage).used_size),
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
