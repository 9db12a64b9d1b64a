"""Why a process cannot be attached to: from what was read of it to words that say what to do. No I/O."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from tuiinspect.targets.inspector_port import Endpoint
from tuiinspect.targets.reading import PROC, read
from tuiinspect.targets.sightings import Sighting

_CAN_KILL = 1 << 5
_CAN_LOOK = 1 << 19  # CAP_SYS_PTRACE
_CAN_ENTER = 1 << 21  # CAP_SYS_ADMIN

# Node catches SIGUSR1 some 45 ms after its start; on a machine out of breath it takes seconds.
_STARTING_S = 5.0


@dataclass(frozen=True, slots=True)
class Ourselves:
    """What the kernel lets us do: our user, and the rights that root usually has (in a container not all)."""

    uid: int
    may_signal_others: bool
    may_look_into_others: bool
    may_enter_namespaces: bool


def ourselves(*, proc: Path = PROC) -> Ourselves:
    """Read our own rights."""
    found = re.search(rb"^CapEff:\s*([0-9a-f]+)$", read(proc / "self" / "status") or b"", re.MULTILINE)
    rights = int(found.group(1), 16) if found else 0
    return Ourselves(
        uid=os.geteuid(),
        may_signal_others=bool(rights & _CAN_KILL),
        may_look_into_others=bool(rights & _CAN_LOOK),
        may_enter_namespaces=bool(rights & _CAN_ENTER),
    )


def why_not(
    target: Sighting,
    us: Ourselves,
    *,
    inspector: Endpoint | None = None,
    perhaps_at: Endpoint | None = None,
    port_holder: str | None = None,
    unanswered: bool = False,
) -> str | None:
    """The first thing in the way of an attach, with what to do about it; None when nothing is.

    `inspector` is where the process is known to listen, `perhaps_at` where its command line says it does,
    `port_holder` who else has the port that its inspector would take, and `unanswered` whether we have sent
    it the signal before and no inspector came of it.
    """
    if target.lookalike:
        return f"not Node but {target.lookalike}, whose inspector is another one"
    if not target.readable:
        return _unreadable(target, us, perhaps_at)
    if target.same_network is False and not us.may_enter_namespaces:
        return "in another network namespace (a container): run with sudo"
    if target.state in "Tt":
        by = "by a debugger" if target.state == "t" else "(ctrl+z or SIGSTOP)"
        return f"stopped {by}: continue it with kill -CONT {target.pid}"
    if not target.flags.tells_address:
        return _ADDRESS_IN_LOG
    if inspector is not None:
        return None
    return _signal_obstacle(target, us, port_holder) or (_NO_ANSWER if unanswered else None)


_ADDRESS_IN_LOG = (
    "its inspector tells its address only in the program's log (--inspect-publish-uid): "
    "attach to the ws:// URL there"
)
_NO_ANSWER = (
    "opened no inspector when it got SIGUSR1: its program handles that signal itself: "
    "restart it with --inspect"
)


def _unreadable(target: Sighting, us: Ourselves, perhaps_at: Endpoint | None) -> str:
    if target.uid == us.uid:
        return "has rights that tuiinspect lacks (it changed its user, or has capabilities): run with sudo"
    if us.uid == 0:
        reason = f"belongs to user {target.user}, and root may not look into it here: run as {target.user}"
    else:
        become = "" if target.uid == 0 else f"as {target.user} or "
        reason = f"belongs to user {target.user}: run {become}with sudo"
    return f"{reason}; its inspector may be the one at {perhaps_at}" if perhaps_at else reason


def _signal_obstacle(target: Sighting, us: Ourselves, port_holder: str | None) -> str | None:
    disabled = target.flags.signal_disabled
    if target.sigusr1 != "caught" and not disabled and target.age_s < _STARTING_S:
        return "still starting: try again in a moment"
    if target.sigusr1 == "disabled" or disabled:
        return "SIGUSR1 is disabled in it (--disable-sigusr1?): restart it with --inspect"
    if target.sigusr1 == "would kill":
        return "has no SIGUSR1 handler (built without inspector?): the signal would kill it"
    if target.uid != us.uid and not us.may_signal_others:
        return f"belongs to user {target.user}, and may not be signalled: run as {target.user}"
    if port_holder is not None:
        return f"port {target.flags.port}, which its inspector would take, is held by {port_holder}"
    return None
