"""Several targets at once: each wants the same port, so an inspector that we opened makes room."""

from __future__ import annotations

import time

from tuiinspect.cdp.domains import outcome, start_evaluate
from tuiinspect.errors import InspectError, NotAttachable
from tuiinspect.targets import ledger, procfs
from tuiinspect.targets.identity import ask_who, name_of, prove_pid
from tuiinspect.targets.inspectors import find_inspector
from tuiinspect.targets.ledger import Note
from tuiinspect.targets.scripts import script

_MOVE_PATIENCE_S = 2.0
_ANSWER_PATIENCE_S = 1.0
# Who listens at one of these keeps a loopback listener from the same port.
_IN_THE_WAY = frozenset({"127.0.0.1", "0.0.0.0", "::", "::ffff:127.0.0.1"})  # noqa: S104 - compared, not bound


def make_room(pid: int, port: int) -> None:
    """See that `port` is free for the inspector of `pid`, before that program logs that it is not.

    Raises:
        NotAttachable: it is held by somebody whose inspector is not ours to move; says who and what to do.
    """
    if not is_taken(pid, port):
        return
    holder = procfs.owner_of_port(port) if procfs.same_network(pid) is not False else None
    note = ledger.find(holder) if holder is not None else None
    if note is None or note.port != port:
        raise port_taken(pid, port)
    try:
        _move(note)
    except InspectError as error:
        raise NotAttachable(
            f"{port_taken(pid, port).what}, which tuiinspect also watches and could not move: {error.what}",
            advice="Try again when that process answers, or let go of it first.",
        ) from error


def is_taken(pid: int, port: int) -> bool:
    """Whether another process keeps `port` from the inspector of `pid`."""
    own = procfs.listening(pid)
    return any(at.host in _IN_THE_WAY and at not in own for at in procfs.listeners_on(port, pid))


def port_taken(pid: int, port: int) -> NotAttachable:
    return NotAttachable(
        f"port {port}, which the inspector of process {pid} would take, is held by {_holder(pid, port)}",
        advice="Free that port, or start the program with NODE_OPTIONS=--inspect-port=0 to have it take any.",
    )


def _holder(pid: int, port: int) -> str:
    if procfs.same_network(pid) is False:
        return "another process of its container"
    holder = procfs.owner_of_port(port)
    return f"process {holder} ({name_of(holder)})" if holder is not None else "another user's process"


def _move(note: Note) -> None:
    inspector = find_inspector(note.pid)
    if inspector is None:
        raise NotAttachable("its inspector does not answer")
    before = frozenset(procfs.listening(note.pid))
    connection = inspector.connect()
    try:
        prove_pid(ask_who(connection, timeout=_ANSWER_PATIENCE_S), note.pid)
        outcome(start_evaluate(connection, script("move_later.js")), _ANSWER_PATIENCE_S)
        ledger.moved(note, _await_new_port(note.pid, before))
    finally:
        connection.close()


def _await_new_port(pid: int, before: frozenset[procfs.Listener]) -> int:
    deadline = time.monotonic() + _MOVE_PATIENCE_S
    while time.monotonic() < deadline:
        new = [at.port for at in procfs.listening(pid) if at not in before and at.loopback]
        if new:
            return new[0]
        time.sleep(0.01)
    raise NotAttachable("its inspector stayed where it is")
