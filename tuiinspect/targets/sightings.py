"""One look at one process: everything a listing needs to know, read once."""

from __future__ import annotations

import pwd
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from tuiinspect.targets import procfs
from tuiinspect.targets.binaries import Binary, named_like_node, named_lookalike
from tuiinspect.targets.command_line import InspectorFlags, inspector_flags
from tuiinspect.targets.reading import PROC, read_link

# How Node 26 names its main thread, whatever its program file is called.
_NODE_THREAD = "node-MainThread"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A process that is Node, or that a user may take for it.

    `readable` is False where the kernel keeps the program file from us: then it is Node by its name only.
    `network` names its network namespace, None where that is unknown.
    """

    pid: int
    uid: int
    user: str
    age_s: float
    state: str
    rss_bytes: int
    command: tuple[str, ...]
    sigusr1: procfs.SignalState
    flags: InspectorFlags
    version: str | None
    lookalike: str | None
    readable: bool
    network: str | None
    same_network: bool | None
    container: bool
    container_id: str | None


def look_at(pid: int, *, proc: Path = PROC) -> Sighting | None:
    """Read one process; None for what is not Node and would not be taken for it, or is gone."""
    path = procfs.exe(pid, proc=proc)
    if path is None:
        return _look_from_outside(pid, proc)
    known = procfs.binary(pid, proc=proc, path=path)
    if known is None or not (known.is_node or known.lookalike):
        return None
    command = procfs.command(pid, proc=proc)
    if known.lookalike and _is_helper(command):
        return None
    return _sighting(pid, command, known, proc)


def _look_from_outside(pid: int, proc: Path) -> Sighting | None:
    """Another user's process shows its command line, but not its program file."""
    command = procfs.command(pid, proc=proc)
    if not command:  # kernel threads and zombies have none
        return None
    name = PurePosixPath(command[0]).name
    lookalike = named_lookalike(name)
    if not (lookalike or named_like_node(name) or _thread_name(pid, proc) == _NODE_THREAD):
        return None
    return _sighting(pid, command, Binary(is_node=False, lookalike=lookalike), proc, readable=False)


def _sighting(
    pid: int, command: tuple[str, ...], known: Binary, proc: Path, *, readable: bool = True
) -> Sighting | None:
    status = procfs.status(pid, proc=proc)
    age = procfs.uptime(pid, proc=proc)
    if status is None or age is None:
        return None
    network = read_link(f"{proc}/{pid}/ns/net")
    same_network = procfs.same_network(pid, proc=proc)
    container = procfs.container_id(pid, proc=proc)
    if container is not None and container == _own_container(proc):
        container = None
    environment = procfs.environment(pid, proc=proc) or {}
    return Sighting(
        pid=pid,
        uid=status.uids[1],
        user=user_name(status.uids[1]),
        age_s=age,
        state=status.state,
        rss_bytes=status.rss_bytes or 0,
        command=command,
        sigusr1=status.sigusr1,
        flags=inspector_flags(command, environment.get("NODE_OPTIONS", "")),
        version=known.version,
        lookalike=known.lookalike,
        readable=readable,
        network=network,
        same_network=same_network,
        container=container is not None or same_network is False or procfs.same_pids(pid, proc=proc) is False,
        container_id=container,
    )


def _thread_name(pid: int, proc: Path) -> str | None:
    status = procfs.status(pid, proc=proc)
    return status.name if status else None


def _is_helper(command: tuple[str, ...]) -> bool:
    # Electron starts its renderers and helpers from the same file; the first process stands for them.
    return any(word.startswith("--type=") for word in command)


@cache
def _own_container(proc: Path) -> str | None:
    return procfs.container_id("self", proc=proc)


@cache
def user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:  # a user of a container, or of a directory that is out of reach
        return str(uid)
