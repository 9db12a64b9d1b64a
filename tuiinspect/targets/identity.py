"""Proof of who a process is: before it is signalled, and again once its inspector answers."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass

import msgspec

from tuiinspect.cdp.channel import Caller
from tuiinspect.cdp.domains import evaluate
from tuiinspect.errors import NoSuchTarget, NotAttachable
from tuiinspect.targets import procfs
from tuiinspect.targets.command_line import title
from tuiinspect.targets.scripts import script
from tuiinspect.text import clean


@dataclass(frozen=True, slots=True)
class Identity:
    """A process proven to be Node. With its start it is this one, whatever becomes of the number."""

    pid: int
    started: float

    @property
    def lives(self) -> bool:
        """Whether it still runs; a zombie that its parent has not noticed yet does not."""
        return procfs.is_process(self.pid) and procfs.start_time(self.pid) == self.started


class Who(msgspec.Struct, frozen=True):
    """What the program on the other end says of itself."""

    pid: int
    version: str
    uptime: float
    command: tuple[str, ...]


def prove_node(pid: int) -> Identity:
    """Raises NoSuchTarget or NotAttachable, saying why, for whatever is not a living Node process."""
    started = procfs.start_time(pid)
    known = procfs.status(pid)
    if started is None or known is None:
        raise NoSuchTarget(f"there is no process {pid}", advice="`tuiinspect ps` lists the node processes.")
    proof = procfs.is_node(pid)
    if proof is None:
        raise NotAttachable(
            f"process {pid} ({clean(known.name, 40)}) belongs to another user, who alone may inspect it",
            advice="Run tuiinspect as that user or with sudo.",
        )
    if not proof:
        found = procfs.binary(pid)
        kind = found.lookalike if found is not None else None
        raise NotAttachable(
            f"process {pid} is {kind}, not Node.js"
            if kind
            else f"process {pid} is not Node.js: {name_of(pid)}",
            advice="`tuiinspect ps` lists the node processes.",
        )
    if known.state == "T":
        raise NotAttachable(
            f"process {pid} is stopped, so its inspector cannot answer",
            advice=f"Continue it: kill -CONT {pid}",
        )
    return Identity(pid, started)


def send_sigusr1(identity: Identity) -> None:
    """Wake the inspector of that very process; a pid that changed hands in between is not touched."""
    gone = NoSuchTarget(f"process {identity.pid} has ended")
    try:
        # Through a descriptor, the signal cannot reach a successor of the same number.
        handle = os.pidfd_open(identity.pid)
    except AttributeError:
        _send_without_handle(identity, gone)
        return
    except OSError as error:
        raise gone from error
    try:
        if not identity.lives:
            raise gone
        signal.pidfd_send_signal(handle, signal.SIGUSR1)
    except ProcessLookupError as error:
        raise gone from error
    except PermissionError as error:
        raise NotAttachable(
            f"signalling process {identity.pid} is not permitted", advice="Run as its user or with sudo."
        ) from error
    finally:
        os.close(handle)


def _send_without_handle(identity: Identity, gone: NoSuchTarget) -> None:
    if not identity.lives:
        raise gone
    try:
        os.kill(identity.pid, signal.SIGUSR1)
    except ProcessLookupError as error:
        raise gone from error


def ask_who(caller: Caller, *, timeout: float = 10.0) -> Who:
    """Ask the other end for its pid, version and command line."""
    answer = evaluate(caller, script("who.js"), by_value=True, timeout=timeout).value
    try:
        return msgspec.convert(answer, Who)
    except msgspec.ValidationError as error:
        raise NotAttachable("the other end is not a Node.js program") from error


def prove_pid(who: Who, pid: int) -> None:
    """Hold the answer against the process that was meant; in a container it knows an inner number."""
    if who.pid != procfs.inner_pid(pid):
        raise NotAttachable(
            f"the inspector that answered belongs to process {who.pid}, not to {pid}",
            advice="Another process may have taken its port: try again.",
        )


def name_of(pid: int) -> str:
    """A process's command in a few words, safe to print."""
    known = procfs.status(pid)
    command = procfs.command(pid)
    return clean(title(command) if command else known.name if known else "gone", 60)
