"""What /proc says of one process, read without disturbing it; None where it is gone or not ours to know."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from tuiinspect.targets import without_proc
from tuiinspect.targets.binaries import Binary, examine, named_lookalike, named_node, program_name
from tuiinspect.targets.cgroups import cgroup_memory, container_id
from tuiinspect.targets.reading import HAS_PROC, PROC, entries, read, read_link
from tuiinspect.targets.sockets import Listener, listeners_on
from tuiinspect.targets.sockets import listening as _listening
from tuiinspect.targets.sockets import owner_of_port as _owner_of_port

__all__ = [
    "Listener",
    "Status",
    "binary",
    "cgroup_memory",
    "command",
    "container_id",
    "environment",
    "exe",
    "foreign_root",
    "inner_pid",
    "is_node",
    "is_process",
    "listeners_on",
    "listening",
    "owner_of_port",
    "pids",
    "same_network",
    "same_pids",
    "sigusr1",
    "start_ticks",
    "start_time",
    "status",
    "uptime",
]

SignalState = Literal["caught", "disabled", "would kill"]

_SIGUSR1_BIT = 1 << 9  # signal 10 on every Linux that Node runs on
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_STATUS_LINE = re.compile(rb"^(\w+):[ \t]*(.*)$", re.MULTILINE)
_LIBNODE = re.compile(rb"(/\S*/libnode\.so[^\s]*)")


@dataclass(frozen=True, slots=True)
class Status:
    """The parts of /proc/PID/status that matter here. `uids` are real, effective and saved."""

    name: str
    leader: int
    state: str
    uids: tuple[int, int, int]
    rss_bytes: int | None
    pids: tuple[int, ...]
    caught: int
    blocked: int
    ignored: int

    @property
    def sigusr1(self) -> SignalState:
        if self.caught & _SIGUSR1_BIT:
            return "caught"
        return "disabled" if (self.blocked | self.ignored) & _SIGUSR1_BIT else "would kill"


def pids(*, proc: Path = PROC) -> list[int]:
    """The processes now, in ascending order."""
    return sorted(int(name) for name in entries(proc) if name.isdecimal())


def status(pid: int, *, proc: Path = PROC) -> Status | None:
    """Parse /proc/PID/status, which anybody may read; None for zombies and what is gone."""
    content = read(f"{proc}/{pid}/status")
    if content is None:
        return None
    fields = dict(_STATUS_LINE.findall(content))
    try:
        real, effective, saved = (int(word) for word in fields[b"Uid"].split()[:3])
        leader = int(fields[b"Tgid"])
        state = fields[b"State"][:1].decode("ascii")
        numbers = tuple(int(word) for word in fields.get(b"NSpid", b"%d" % pid).split())
        masks = [int(fields[key], 16) for key in (b"SigCgt", b"SigBlk", b"SigIgn")]
    except (KeyError, ValueError):
        return None
    if state in "ZX":
        return None
    resident = fields.get(b"VmRSS", b"").split()
    return Status(
        name=fields.get(b"Name", b"").decode("utf-8", "replace"),
        leader=leader,
        state=state,
        uids=(real, effective, saved),
        rss_bytes=int(resident[0]) * 1024 if resident else None,
        pids=numbers or (pid,),
        caught=masks[0],
        blocked=masks[1],
        ignored=masks[2],
    )


def is_process(pid: int, *, proc: Path = PROC) -> bool:
    """Whether the number is a living process's: the kernel also answers for the numbers of threads."""
    if not HAS_PROC and proc == PROC:
        return without_proc.start_time(pid) is not None
    found = status(pid, proc=proc)
    return found is not None and found.leader == pid


def sigusr1(pid: int, *, proc: Path = PROC) -> SignalState | None:
    """What SIGUSR1 would do to the process, asked before it is ever sent."""
    found = status(pid, proc=proc)
    return found.sigusr1 if found else None


def inner_pid(pid: int, *, proc: Path = PROC) -> int:
    """The process's number in its own pid namespace: what its `process.pid` says."""
    found = status(pid, proc=proc)
    return found.pids[-1] if found else pid


def start_ticks(pid: int, *, proc: Path = PROC) -> int | None:
    """Clock ticks from boot to the process's start: with the pid its identity, however the clock is set."""
    content = read(f"{proc}/{pid}/stat")
    # The name in parentheses may itself hold spaces and parentheses.
    fields = content.rpartition(b")")[2].split() if content else []
    return int(fields[19]) if len(fields) > 19 else None


def start_time(pid: int, *, proc: Path = PROC) -> float | None:
    """When the process started, in Unix seconds."""
    if not HAS_PROC and proc == PROC:
        return without_proc.start_time(pid)
    ticks, boot = start_ticks(pid, proc=proc), _boot_time(proc)
    return boot + ticks / _TICKS if ticks is not None and boot is not None else None


def uptime(pid: int, *, proc: Path = PROC) -> float | None:
    """Seconds since the process started."""
    ticks, machine = start_ticks(pid, proc=proc), read(f"{proc}/uptime")
    return max(0.0, float(machine.split()[0]) - ticks / _TICKS) if ticks is not None and machine else None


@cache
def _boot_time(proc: Path) -> float | None:
    # Kept for our lifetime: the figure moves when the clock is set, and start times must compare equal.
    found = re.search(rb"^btime (\d+)$", read(f"{proc}/stat") or b"", re.MULTILINE)
    return float(found.group(1)) if found else None


def command(pid: int, *, proc: Path = PROC) -> tuple[str, ...]:
    """The words the process was started with, or what it has since called itself. Foreign text: clean it."""
    content = read(f"{proc}/{pid}/cmdline") or b""
    words = [word.decode("utf-8", "replace") for word in content.split(b"\0")]
    # The last word ends in a zero; a changed title is padded with more of them.
    while words and not words[-1]:
        words.pop()
    return tuple(words)


def environment(pid: int, *, proc: Path = PROC) -> Mapping[str, str] | None:
    """The environment at start; None when not ours to read. Holds secrets: never show it."""
    content = read(f"{proc}/{pid}/environ")
    if content is None:
        return None
    pairs = (pair.decode("utf-8", "replace").partition("=") for pair in content.split(b"\0"))
    return {name: value for name, equals, value in pairs if equals}


def exe(pid: int, *, proc: Path = PROC) -> str | None:
    """The program file's path as the kernel knows it; None for other users' processes and kernel threads."""
    return read_link(f"{proc}/{pid}/exe")


def binary(pid: int, *, path: str | None = None, proc: Path = PROC) -> Binary | None:
    """What the process's program is; None when that is not ours to know. `path` is its `exe`, when known."""
    path = path or exe(pid, proc=proc)
    if path is None:
        return None
    file, name = proc / str(pid) / "exe", program_name(path)
    found = examine(file, name)
    if found is None:
        # A program that may be run but not read: its name has to do.
        return Binary(is_node=named_node(name), lookalike=named_lookalike(name))
    if found.is_node or not named_node(name):
        return found
    # Debian's `node` is a few kilobytes around libnode.so.
    inside = (examine(library, name) for library in _node_libraries(pid, proc))
    return next((known for known in inside if known and known.is_node), found)


def is_node(pid: int, *, proc: Path = PROC) -> bool | None:
    """Whether the program is Node, proven by its file; None, so never to be signalled, if unknown."""
    if not HAS_PROC and proc == PROC:
        return without_proc.is_node(pid)
    found = binary(pid, proc=proc)
    return found.is_node if found else None


def _node_libraries(pid: int, proc: Path) -> tuple[Path, ...]:
    maps = read(f"{proc}/{pid}/maps") or b""
    root = proc / str(pid) / "root"
    found = sorted(set(_LIBNODE.findall(maps)))
    return tuple(root / path.decode("utf-8", "replace").lstrip("/") for path in found)


def same_network(pid: int, *, proc: Path = PROC) -> bool | None:
    """Whether the process shares our network namespace; None when not ours to know."""
    return _same_namespace(pid, "net", proc)


def same_pids(pid: int, *, proc: Path = PROC) -> bool | None:
    """Whether the process shares our pid namespace; None when not ours to know."""
    return _same_namespace(pid, "pid", proc)


def foreign_root(pid: int, *, proc: Path = PROC) -> str | None:
    """The way to the root folder of a process that has another than ours, in a container or by chroot."""
    ours, theirs = read_link(f"{proc}/self/root"), read_link(f"{proc}/{pid}/root")
    if _same_namespace(pid, "mnt", proc) is not False and (theirs is None or theirs == ours):
        return None
    return f"{proc}/{pid}/root"


def _same_namespace(pid: int, kind: str, proc: Path) -> bool | None:
    theirs = read_link(f"{proc}/{pid}/ns/{kind}")
    ours = read_link(f"{proc}/self/ns/{kind}")
    return None if theirs is None or ours is None else theirs == ours


def listening(pid: int, *, proc: Path = PROC) -> tuple[Listener, ...]:
    """The addresses at which the process listens, in its own network namespace."""
    if not HAS_PROC and proc == PROC:
        return without_proc.listening(pid)
    return _listening(pid, proc=proc)


def owner_of_port(port: int, *, proc: Path = PROC) -> int | None:
    """The process that listens at `port` in our network namespace, where we may see it."""
    if not HAS_PROC and proc == PROC:
        return without_proc.owner_of_port(port)
    return _owner_of_port(port, proc=proc)
