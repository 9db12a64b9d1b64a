"""The capture process: receives snapshots in a session of its own, out of reach of what ends its parent.

A client that goes away while a snapshot streams can crash Node 18, 20, 22 and early 24: the inspector's
thread writes to a socket that is gone. So the reading is done here, in a session of its own (no terminal,
no hang-up, no interrupt), and a stream that has begun is read to its end, wanted or not. Only `kill -9` of
this very process is left, which is why its command line says so.

`v8.writeHeapSnapshot()` in the target has no stream that could break, and is not used all the same: it
writes as the target's user, readable to all, on the target's disk, tells nothing while it runs, and
cannot be called off. The pause and the memory are the same.
"""

from __future__ import annotations

import io
import os
import queue
import signal
import sys
import threading
from pathlib import Path
from typing import Literal

import msgspec

from tuiinspect.cdp.channel import Channel
from tuiinspect.cdp.connection import Connection, address_of
from tuiinspect.cdp.namespaces import connect_beside
from tuiinspect.errors import Cancelled, ConnectionLost, InspectError, Refused
from tuiinspect.probes.capture_lines import (
    Begin,
    Cancel,
    End,
    Failed,
    Look,
    News,
    Request,
    Seen,
    Take,
    Unseen,
    line,
    read_request,
)
from tuiinspect.probes.drain import Drain
from tuiinspect.probes.ids import Ids
from tuiinspect.probes.live_object import look
from tuiinspect.probes.locations import Locator
from tuiinspect.probes.places import Places
from tuiinspect.probes.snapshot_file import SnapshotFile
from tuiinspect.sourcemaps import Files
from tuiinspect.targets import ledger, procfs
from tuiinspect.targets.exit_guard import guard
from tuiinspect.targets.identity import Identity
from tuiinspect.targets.leaving import leave
from tuiinspect.targets.threads import Thread, find_thread

_TICK_S = 0.2
_CONNECT_PATIENCE_S = 5.0
# Some seconds each: after a long pause the target has other things to do first.
_ATTEMPTS_TO_LEAVE = 10

Note = Literal["parent gone", "told to end", "stream ended", "line down"]
Inbox = queue.SimpleQueue[Request | Note]


class CaptureProcess:
    """Does what comes in, one thing after the other; leaves only when nothing streams."""

    def __init__(self, begin: Begin, connection: Connection, thread: Thread | None, inbox: Inbox) -> None:
        self._begin = begin
        self._connection = connection
        self._thread = thread
        self._channel: Channel = thread.worker.session if thread is not None else connection
        self._inbox = inbox
        self._parent = os.getppid()
        self._identity = _identity(begin.pid)
        self._drain: Drain | None = None
        self._ids = Ids(self._channel)
        files = Files(procfs.foreign_root(begin.pid)) if begin.pid is not None else None
        self._locator = Locator(self._channel, Places(self._channel, files=files))
        self._leaving = False
        self._dismissed = False
        self._orphaned = False
        self._channel.on_close(lambda _reason: inbox.put("line down"))

    def run(self) -> None:
        while self._drain is not None or not self._leaving:
            try:
                message = self._inbox.get(timeout=_TICK_S if self._drain is not None else None)
            except queue.Empty:
                self._tell_progress()
            else:
                self._do(message)
        self._hang_up()

    def _do(self, message: Request | Note) -> None:
        match message:
            case Take(path):
                self._take(Path(path))
            case Look(heap_id, properties):
                self._look(heap_id, properties=properties)
            case Cancel():
                self._call_off()
            case End():
                self._dismissed = True
                self._leave()
            case "parent gone":
                self._orphaned = not self._dismissed
                self._leave()
            case "told to end":
                self._leave()
            case "stream ended":
                self._tell_outcome()
            case "line down":
                self._lose()
            case Begin():
                return

    def _take(self, path: Path) -> None:
        if self._leaving or self._drain is not None:
            return
        try:
            file = SnapshotFile(path)
        except InspectError as error:
            self._tell(Failed.of(error))
            return
        self._ids.note()
        self._drain = Drain(self._channel, file, self._begin.pid, lambda: self._inbox.put("stream ended"))
        self._tell_progress()

    def _look(self, heap_id: int, *, properties: bool) -> None:
        try:
            if self._drain is not None:
                raise Refused("a snapshot is being taken")
            self._ids.check()
            self._tell(Seen(look(self._channel, self._locator, heap_id, properties=properties)))
        except InspectError as error:
            self._tell(Unseen(error.what, error.advice))

    def _call_off(self) -> None:
        if self._drain is not None:
            self._drain.file.give_up()

    def _leave(self) -> None:
        self._leaving = True
        self._call_off()

    def _lose(self) -> None:
        if not self._leaving and self._drain is None:
            lost = self._channel.ended_by or ConnectionLost("the connection to the target was closed")
            self._tell(Failed.of(lost, over=True))
        self._leaving = True

    def _tell_progress(self) -> None:
        if self._drain is not None:
            self._tell(self._drain.progress())

    def _tell_outcome(self) -> None:
        drain, self._drain = self._drain, None
        assert drain is not None
        try:
            taken = drain.finish()
            self._ids.keep()
            if drain.file.given_up:
                raise Cancelled("the snapshot was called off; its file is removed")
            self._tell(taken)
        except InspectError as error:
            self._tell(Failed.of(error, over=self._channel.closed))

    def _tell(self, news: News) -> None:
        try:
            sys.stdout.buffer.write(line(news))
            sys.stdout.buffer.flush()
        except OSError:
            self._inbox.put("parent gone")

    def _hang_up(self) -> None:
        if self._thread is not None:
            self._thread.leave()
        pid = self._begin.pid
        if pid is None or self._identity is None:
            self._connection.close()
            return
        wanted = self._orphaned and self._begin.close_inspector and not self._taken_over(pid)
        for _ in range(_ATTEMPTS_TO_LEAVE if wanted else 1):
            if leave(self._connection, self._identity, close_inspector=wanted):
                return

    def _taken_over(self, pid: int) -> bool:
        """Whether another run has attached since our parent went, and looks after the inspector now."""
        note = ledger.find(pid)
        return note is not None and note.opener_lives and note.opener != self._parent


def main() -> None:
    inbox: Inbox = queue.SimpleQueue()
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGPIPE):
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda _number, _frame: inbox.put("told to end"))
    threading.Thread(target=_listen, args=(inbox,), name="parent", daemon=True).start()
    begin = inbox.get()
    if not isinstance(begin, Begin):
        return
    try:
        connection, thread = _connect(begin)
    except InspectError as error:
        sys.stdout.buffer.write(line(Failed.of(error, over=True)))
        return
    CaptureProcess(begin, connection, thread, inbox).run()


def _listen(inbox: Inbox) -> None:
    # Unbuffered: a thread that sits in a buffered stdin at exit brings the interpreter down.
    with io.FileIO(sys.stdin.fileno(), closefd=False) as requests:
        while text := requests.readline():
            try:
                inbox.put(read_request(text))
            except msgspec.MsgspecError:
                break
    inbox.put("parent gone")


def _identity(pid: int | None) -> Identity | None:
    started = procfs.start_time(pid) if pid is not None else None
    return Identity(pid, started) if pid is not None and started is not None else None


def _connect(begin: Begin) -> tuple[Connection, Thread | None]:
    sock = None
    if begin.pid is not None and procfs.same_network(begin.pid) is False:
        sock = connect_beside(begin.pid, *address_of(begin.url), timeout=_CONNECT_PATIENCE_S)
    connection = Connection.open(begin.url, sock=sock, timeout=_CONNECT_PATIENCE_S)
    try:
        guard(connection, begin.node_version, begin.pid)
        if begin.worker is None:
            return connection, None
        return connection, find_thread(connection, begin.worker, begin.pid or 0)
    except InspectError:
        connection.close()
        raise


if __name__ == "__main__":
    main()
