"""One snapshot on its way from the target into a file, read to its end whatever happens to the file."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

import msgspec
import psutil

from tuiinspect.cdp.channel import Call, Caller
from tuiinspect.cdp.domains import (
    SNAPSHOT_CHUNK,
    SNAPSHOT_PROGRESS,
    SnapshotChunk,
    SnapshotProgress,
    start_heap_snapshot,
)
from tuiinspect.cdp.messages import decode
from tuiinspect.errors import CallFailed, ConnectionLost, InspectError
from tuiinspect.probes.capture_lines import Progressed, Taken
from tuiinspect.probes.snapshot_file import SnapshotFile
from tuiinspect.probes.standing import Standing, ask_standing, read_standing
from tuiinspect.text import format_bytes

_READING_PATIENCE_S = 10.0
_DYING_S = 1.0


class Drain:
    """A snapshot that is being taken. Made and asked by one thread; the chunks come on the reader's."""

    def __init__(self, caller: Caller, file: SnapshotFile, pid: int | None, done: Callable[[], None]) -> None:
        """Ask for the snapshot; `done` is called on the reader thread when the stream has ended."""
        self.file = file
        self._caller = caller
        self._process = _visible(pid)
        self._rss_before = self._rss() or 0
        self._rss_peak = self._rss_before
        self._phase: Literal["waiting", "generating", "streaming"] = "waiting"
        self._latest = SnapshotProgress(0, 0)
        self._second: Call | None = None
        self._began = self._ended = time.monotonic()
        self._unsubscribe = (
            caller.subscribe(SNAPSHOT_CHUNK, self._take_chunk),
            caller.subscribe(SNAPSHOT_PROGRESS, self._note_progress),
        )
        caller.start("Runtime.discardConsoleEntries")
        self._first = ask_standing(caller)
        self._snapshot = start_heap_snapshot(caller)
        self._snapshot.on_done(lambda _call: self._end(done))

    def progress(self) -> Progressed:
        """Where it stands; also a look at the target's RSS, so to be asked now and then."""
        self._rss_peak = max(self._rss_peak, self._rss() or 0)
        return Progressed(
            phase=self._phase,
            done=self._latest.done,
            total=self._latest.total,
            bytes_written=self.file.bytes_written,
            elapsed_s=time.monotonic() - self._began,
        )

    def finish(self) -> Taken:
        """Close the file of a stream that has ended, and say what it cost.

        Raises:
            InspectError: the connection or the target ended before, or the file went wrong.
        """
        try:
            self._snapshot.result(0)
        except InspectError as error:
            written = self.file.bytes_written
            self.file.give_up()
            raise self._broken_off(error, written) from error
        peak = max(self._rss_peak, self._rss() or 0)
        before, after = _read(self._first, 0), _read(self._second, _READING_PATIENCE_S)
        self.file.complete()
        return Taken(
            bytes_written=self.file.bytes_written,
            nodes=self.file.nodes,
            # By the target's own clock: what a slow line takes after it is no pause.
            pause_s=after.clock - before.clock if before and after else self._ended - self._began,
            rss_before=before.rss if before else self._rss_before,
            rss_after=after.rss if after else self._rss() or 0,
            rss_peak=max(peak, after.rss if after else 0) if self._process is not None else None,
        )

    def _take_chunk(self, params: msgspec.Raw) -> None:
        self._start_second()
        self._phase = "streaming"
        try:
            chunk = decode(params, SnapshotChunk).chunk
        except (msgspec.MsgspecError, ValueError):
            self.file.spoil("a piece of the stream was not readable")
        else:
            self.file.write(chunk.encode("utf-8", "replace"))

    def _note_progress(self, params: msgspec.Raw) -> None:
        self._start_second()
        if self._phase == "waiting":
            self._phase = "generating"
        self._latest = decode(params, SnapshotProgress)

    def _start_second(self) -> None:
        # Sent while the main thread is held by the snapshot, it is answered the moment that ends. Sent any
        # earlier it could overtake: since V8 12 the snapshot itself is a task that is run later.
        if self._second is None:
            self._second = ask_standing(self._caller)

    def _end(self, done: Callable[[], None]) -> None:
        self._ended = time.monotonic()
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        done()

    def _rss(self) -> int | None:
        try:
            return self._process.memory_info().rss if self._process is not None else None
        except psutil.Error:
            return None

    def _broken_off(self, error: InspectError, written: int) -> InspectError:
        if isinstance(error, CallFailed):
            return CallFailed(error.method, error.reply, code=error.code)
        elapsed = time.monotonic() - self._began
        how_far = f"the snapshot broke off after {elapsed:.1f} s, {format_bytes(written)} into the file"
        if self._process is not None and _dies(self._process):
            return ConnectionLost(
                f"the target ended while {how_far}; its RSS was last seen at {format_bytes(self._rss_peak)}",
                advice="If the kernel killed it for want of memory, `dmesg` or `journalctl -k` says so.",
            )
        return type(error)(f"{how_far}: {error.what}", advice=error.advice)


def _read(call: Call | None, timeout: float) -> Standing | None:
    """None when the program has hidden what we ask for, or is on its way out."""
    try:
        return read_standing(call, timeout) if call is not None else None
    except InspectError:
        return None


def _visible(pid: int | None) -> psutil.Process | None:
    try:
        return psutil.Process(pid) if pid is not None else None
    except psutil.Error:
        return None


def _dies(process: psutil.Process) -> bool:
    """Whether the process is gone, or goes within a moment: its sockets close before it does."""
    deadline = time.monotonic() + _DYING_S
    while _lives(process):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False
