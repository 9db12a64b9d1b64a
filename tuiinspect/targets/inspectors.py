"""The inspector that belongs to a process: found among its own listeners, reached in its own network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tuiinspect.cdp.connection import Connection
from tuiinspect.cdp.endpoints import is_inspector, session_url
from tuiinspect.cdp.namespaces import reach
from tuiinspect.errors import InspectError
from tuiinspect.targets import ledger, procfs
from tuiinspect.targets.command_line import InspectorFlags, inspector_flags
from tuiinspect.targets.inspector_port import candidates, reachable_host
from tuiinspect.targets.procfs import Listener

# The inspector's own thread answers within milliseconds, however busy the program is.
_PATIENCE_S = 0.5


@dataclass(frozen=True, slots=True)
class Inspector:
    """A listening inspector of the process `pid` and its session's URL."""

    pid: int
    listener: Listener
    url: str

    def connect(self) -> Connection:
        host = reachable_host(self.listener.host)
        return Connection.open(self.url, sock=reach(self.pid, host, self.listener.port, timeout=5.0))


def find_inspector(pid: int) -> Inspector | None:
    """Ask the listeners of `pid` that can be its inspector; None when none of them is.

    The ports the program itself offers to others are left alone, unless its flags ask for an inspector.
    """
    listeners, flags, note = procfs.listening(pid), flags_of(pid), ledger.find(pid)
    likely = candidates(listeners, flags, note.port if note is not None else None)
    possible = (listener for listener in listeners if listener.loopback or flags.given)
    found = first_inspector(pid, likely.settled)
    return found or first_inspector(pid, dict.fromkeys((*likely.open, *possible)), unsure=True)


def first_inspector(pid: int, listeners: Iterable[Listener], *, unsure: bool = False) -> Inspector | None:
    """`unsure`: any of them may be a server of the program itself, which must not notice that we ask."""
    asked = (listener for listener in listeners if not unsure or _is_one(pid, listener))
    return next(_inspectors(pid, asked), None)


def flags_of(pid: int) -> InspectorFlags:
    options = (procfs.environment(pid) or {}).get("NODE_OPTIONS", "")
    return inspector_flags(procfs.command(pid), options)


def _is_one(pid: int, listener: Listener) -> bool:
    try:
        sock = reach(pid, reachable_host(listener.host), listener.port, timeout=_PATIENCE_S)
    except InspectError:
        return False
    return is_inspector(sock, timeout=_PATIENCE_S)


def _inspectors(pid: int, listeners: Iterable[Listener]) -> Iterator[Inspector]:
    for listener in listeners:
        host = reachable_host(listener.host)
        sock = reach(pid, host, listener.port, timeout=_PATIENCE_S)
        try:
            yield Inspector(pid, listener, session_url(sock, host, listener.port, timeout=_PATIENCE_S))
        except InspectError:
            continue
