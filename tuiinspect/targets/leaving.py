"""The way out of a target: what V8 kept because of us is dropped, and the port we opened is closed."""

from __future__ import annotations

import time

from tuiinspect.cdp.connection import Connection, address_of
from tuiinspect.cdp.domains import discard_console, start_evaluate
from tuiinspect.errors import InspectError, TargetEnding
from tuiinspect.targets import ledger, procfs
from tuiinspect.targets.identity import Identity, ask_who, prove_pid
from tuiinspect.targets.inspectors import find_inspector
from tuiinspect.targets.scripts import script

_DISCARD_S = 0.5
# The first lets its own reply out; the second is for a program whose loop never comes round to a timer.
# With the rest less than 3 s: nobody's quit takes longer.
_WAYS_TO_CLOSE = (("close_later.js", 1.2), ("close_now.js", 0.8))


def leave(connection: Connection, identity: Identity, *, close_inspector: bool) -> bool:
    """End the session, and with `close_inspector` the inspector; True when nothing of us is left.

    Never raises: it is called where an error has been already, or where nobody is left to read one.
    """
    connection.reserve()
    try:
        clean = _discard(connection)
        if not close_inspector:
            return clean
        closed = _is_over(connection, identity) or _close(_living(connection, identity), identity.pid)
        if closed:
            ledger.forget(identity.pid)
    except (InspectError, OSError):
        return False
    else:
        return closed
    finally:
        connection.close()


def _discard(connection: Connection) -> bool:
    """Drop the thousand logged objects that V8 keeps while an inspector listens."""
    if connection.closed:
        return True
    try:
        discard_console(connection, timeout=_DISCARD_S)
    except InspectError:
        return False
    return True


def _is_over(connection: Connection, identity: Identity) -> bool:
    if isinstance(connection.ended_by, TargetEnding) or not identity.lives:
        return True
    return connection.closed and find_inspector(identity.pid) is None


def _living(connection: Connection, identity: Identity) -> Connection:
    """The connection, or a new one where it broke: the port is not to stay open for that."""
    if not connection.closed:
        return connection
    inspector = find_inspector(identity.pid)
    if inspector is None:
        return connection
    renewed = inspector.connect()
    try:
        prove_pid(ask_who(renewed, timeout=_DISCARD_S), identity.pid)
    except InspectError:
        renewed.close()
        raise
    return renewed


def _close(connection: Connection, pid: int) -> bool:
    _, port = address_of(connection.url)
    try:
        for name, patience in _WAYS_TO_CLOSE:
            start_evaluate(connection, script(name))
            if _closes(pid, port, patience):
                return True
        return False
    finally:
        connection.close()


def _closes(pid: int, port: int, patience: float) -> bool:
    deadline = time.monotonic() + patience
    while any(at.port == port for at in procfs.listening(pid)):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True
