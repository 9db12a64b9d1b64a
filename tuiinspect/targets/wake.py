"""Opening the inspector of a process that has none open, by SIGUSR1."""

from __future__ import annotations

import time

from tuiinspect.errors import NotAttachable
from tuiinspect.targets import ledger, procfs
from tuiinspect.targets.identity import Identity, send_sigusr1
from tuiinspect.targets.inspectors import Inspector, first_inspector, flags_of
from tuiinspect.targets.moving import is_taken, make_room, port_taken
from tuiinspect.targets.procfs import Listener

# A port appears after 10 to 15 ms; the rest is for machines that are short of CPU.
_PORT_PATIENCE_S = 2.0
# Node catches SIGUSR1 from some 45 ms after its start on.
_START_PATIENCE_S = 1.0


def wake(identity: Identity) -> Inspector:
    """Send SIGUSR1 and return the inspector that opens; noted in the ledger as ours.

    Raises:
        NotAttachable: the signal would harm or be in vain, or no inspector came of it; says why.
    """
    pid = identity.pid
    flags = flags_of(pid)
    if not flags.tells_address:
        raise NotAttachable(
            f"process {pid} was started with --inspect-publish-uid=stderr: its inspector tells no address",
            advice="Attach by the ws:// URL that it prints, or start it without that option.",
        )
    _require_handler(pid)
    if flags.port:
        make_room(pid, flags.port)
    before = frozenset(procfs.listening(pid))
    send_sigusr1(identity)
    inspector = _await_inspector(pid, before)
    if inspector is None:
        raise _unanswered(identity, flags.port)
    ledger.write(pid, inspector.listener.port)
    return inspector


def _require_handler(pid: int) -> None:
    """Without a handler SIGUSR1 kills, and a node that has only just started has none yet."""
    deadline = time.monotonic() + _START_PATIENCE_S
    while (state := procfs.sigusr1(pid)) == "would kill" and time.monotonic() < deadline:
        time.sleep(0.01)
    if state == "caught":
        return
    if state == "disabled":
        raise NotAttachable(
            f"process {pid} was started with SIGUSR1 disabled, which alone opens its inspector",
            advice="Start it without --disable-sigusr1, or with --inspect.",
        )
    raise NotAttachable(
        f"process {pid} has no handler for SIGUSR1: the signal would kill it",
        advice="Start it with --inspect to look into it.",
    )


def _await_inspector(pid: int, before: frozenset[Listener]) -> Inspector | None:
    deadline = time.monotonic() + _PORT_PATIENCE_S
    pause = 0.005
    while time.monotonic() < deadline:
        time.sleep(pause)
        pause = min(pause * 1.5, 0.05)
        new = [listener for listener in procfs.listening(pid) if listener not in before]
        if new and (found := first_inspector(pid, new)):
            return found
    # An inspector that was open all along, at a port where only the program itself was to be expected.
    return first_inspector(pid, before)


def _unanswered(identity: Identity, port: int) -> NotAttachable:
    pid = identity.pid
    if not identity.lives:
        return NotAttachable(f"process {pid} ended while its inspector was being opened")
    if port and is_taken(pid, port):
        return port_taken(pid, port)
    return NotAttachable(
        f"process {pid} got SIGUSR1 but opened no inspector: the program has a SIGUSR1 handler of its own",
        advice="Start it with --inspect (or NODE_OPTIONS=--inspect=0) to look into it.",
    )
