"""Lets a target exit that wants to: an attached session would hold it up for ever."""

from __future__ import annotations

import re
import threading

from tuiinspect.cdp.channel import Call
from tuiinspect.cdp.connection import Connection
from tuiinspect.cdp.domains import WAITING_FOR_DISCONNECT, announce_exit, start_evaluate
from tuiinspect.errors import CallFailed, CallTimedOut, TargetEnding
from tuiinspect.targets.main_thread import has_work

FIRST_THAT_ANNOUNCES = 22
HEARTBEAT_S = 0.25
# What an evaluation fails with once the program's context is torn down.
_CONTEXT_GONE = re.compile(
    r"cannot find (context with specified id|default execution context)", re.IGNORECASE
)


def guard(connection: Connection, node_version: str, pid: int | None = None) -> None:
    """Close `connection` with TargetEnding as soon as the target waits for nothing but us.

    Node 22 and later announce it. Asked to announce it, 18 and 20 crash when a call meets the wait: there a
    trivial evaluation is sent four times a second, and the first that finds no context is the sign.
    Either way the reader thread closes at once, and calls from then on fail without being sent.
    `pid` is the process's where it can be seen from here: it is not asked while it can be seen to do
    something else than wait for us.
    """
    if major(node_version) >= FIRST_THAT_ANNOUNCES and _announced(connection):
        return
    _Heartbeat(connection, pid)


def major(node_version: str) -> int:
    """`v20.20.2` → 20; 0 when it is no version."""
    found = re.match(r"v?(\d+)\.", node_version)
    return int(found.group(1)) if found else 0


def _announced(connection: Connection) -> bool:
    connection.subscribe(WAITING_FOR_DISCONNECT, lambda _params: _end(connection))
    try:
        announce_exit(connection)
    except CallTimedOut:
        return True  # its main thread is busy: it will read the request before it exits
    except CallFailed:
        return False
    return True


def _end(connection: Connection) -> None:
    connection.close(TargetEnding("the target is exiting"))


class _Heartbeat:
    """At most one evaluation under way: a blocked target must not find a heap of them afterwards."""

    def __init__(self, connection: Connection, pid: int | None) -> None:
        self._connection = connection
        self._pid = pid
        self._over = threading.Event()
        connection.on_close(lambda _reason: self._over.set())
        threading.Thread(target=self._beat, name="exit-guard", daemon=True).start()

    def _beat(self) -> None:
        latest: Call | None = None
        while not self._over.wait(HEARTBEAT_S):
            if self._pid is not None and has_work(self._pid):
                continue
            if latest is None or latest.done:
                latest = start_evaluate(self._connection, "0", command_line_api=False, by_value=True)
                latest.on_done(self._examine)

    def _examine(self, beat: Call) -> None:
        if isinstance(beat.error, CallFailed) and _CONTEXT_GONE.search(beat.error.reply):
            _end(self._connection)
