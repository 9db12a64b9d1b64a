"""Opening the inspector of a process that has none open, by SIGUSR1."""

from __future__ import annotations

import time

from tuiinspect.errors import NotAttachable
from tuiinspect.targets import ledger, procfs
from tuiinspect.targets.identity import Identity, send_sigusr1
from tuiinspect.targets.inspectors import Inspector, first_inspector, flags_of
from tuiinspect.targets.moving import is_taken, make_room, port_taken
from tuiinspect.targets.procfs import Listener

# A port appears after 10 to 15 ms, unless the main thread is deep in native code: a large JSON.parse or a
# collection of a heap that is nearly full. While it is seen to work, more patience pays.
_PORT_PATIENCE_S = 2.0
_BUSY_PATIENCE_S = 10.0
# Node catches SIGUSR1 from some 45 ms after its start on, and blocks it before. Where CPU is short that takes
# seconds, in which it is seen to work.
_STARTING_S = 2.0
_SLOW_START_S = 20.0


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
    _require_handler(pid, disabled=flags.signal_disabled)
    if flags.port:
        make_room(pid, flags.port)
    before = frozenset(procfs.listening(pid))
    # Noted first: should we end now, or the port open only later, the next run knows whose it is.
    ledger.write(pid, 0)
    send_sigusr1(identity)
    inspector = _await_inspector(pid, before)
    if inspector is None:
        # Should it open after all, late, it is ours to close; until then a listing can say why it does not.
        ledger.write(pid, ledger.UNANSWERED)
        raise _unanswered(identity, flags.port)
    ledger.write(pid, inspector.listener.port)
    return inspector


def _require_handler(pid: int, *, disabled: bool) -> None:
    """Without a handler SIGUSR1 kills; a node that has only just started is given the time to set it."""
    while (state := procfs.sigusr1(pid)) != "caught" and not disabled and _is_starting(pid):
        time.sleep(0.01)
    if state == "caught":
        return
    if state == "disabled" or disabled:
        raise NotAttachable(
            f"process {pid} was started with SIGUSR1 disabled, which alone opens its inspector",
            advice="Start it without --disable-sigusr1, or with --inspect.",
        )
    raise NotAttachable(
        f"process {pid} has no handler for SIGUSR1: the signal would kill it",
        advice="Start it with --inspect to look into it.",
    )


def _is_starting(pid: int) -> bool:
    age = procfs.uptime(pid)
    return age is not None and (age < _STARTING_S or (age < _SLOW_START_S and _is_working(pid)))


def _await_inspector(pid: int, before: frozenset[Listener]) -> Inspector | None:
    began = time.monotonic()
    pause = 0.005
    while (waited := time.monotonic() - began) < _BUSY_PATIENCE_S:
        if waited > _PORT_PATIENCE_S and not _is_working(pid):
            break
        time.sleep(pause)
        pause = min(pause * 1.5, 0.05)
        new = [listener for listener in procfs.listening(pid) if listener not in before]
        if new and (found := first_inspector(pid, new, unsure=True)):
            return found
    # An inspector that was open all along, at a port where only the program itself was to be expected.
    return first_inspector(pid, before, unsure=True)


def _is_working(pid: int) -> bool:
    known = procfs.status(pid)
    return known is not None and known.state in "RD"


def _unanswered(identity: Identity, port: int) -> NotAttachable:
    pid = identity.pid
    if not identity.lives:
        return NotAttachable(f"process {pid} ended while its inspector was being opened")
    if port and is_taken(pid, port):
        return port_taken(pid, port)
    return NotAttachable(
        f"process {pid} got SIGUSR1 but opened no inspector: its program handles that signal itself, or "
        "its main thread is stuck in a synchronous call",
        advice="Try again; if that does not help, start it with --inspect (or NODE_OPTIONS=--inspect=0).",
    )
