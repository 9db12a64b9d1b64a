"""The word for a target, as people type it: a pid, a port, an address, a URL, or part of a command line."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path

from tuiinspect.errors import NoSuchTarget, UsageError
from tuiinspect.targets import procfs
from tuiinspect.targets.discovery import NodeProcess, node_processes
from tuiinspect.targets.reading import PROC
from tuiinspect.text import clean

_HOST_AND_PORT = re.compile(r"(?:\[([0-9A-Fa-f:.%\w]+)\]|([^\s:/\[\]]+)):(\d+)")
_WORKER = re.compile(r"(\d+)/worker:(\d+)")
_LARGEST_PORT = 65535
_LISTED = 10
_SEE_PS = "`tuiinspect ps` lists the node processes."


@dataclass(frozen=True, slots=True)
class Pid:
    """A process, or one of its worker threads."""

    pid: int
    worker: int | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """An inspector that listens somewhere, whoever it belongs to."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Url:
    """The `ws://` address of one inspector session."""

    url: str


TargetSpec = Pid | Address | Url


def resolve(word: str, *, proc: Path = PROC) -> TargetSpec:
    """Tell what a TARGET word means.

    Raises:
        UsageError: it is malformed, or fits several processes (they are listed).
        NoSuchTarget: no process and no port can be meant.
    """
    word = word.strip()
    if not word:
        raise UsageError("the target is an empty word", advice=_SEE_PS)
    if "://" in word:
        return _url(word)
    if worker := _WORKER.fullmatch(word):
        return Pid(_living(int(worker[1]), proc), worker=int(worker[2]))
    if word.startswith(":") and word[1:].isdecimal():
        return Address("127.0.0.1", _port(word[1:]))
    if word.isdecimal():
        return _number(word, proc)
    if address := _HOST_AND_PORT.fullmatch(word):
        return Address(_host(address[1], address[2]), _port(address[3]))
    return Pid(_one_that_says(word, proc))


def _url(word: str) -> Url:
    if word.startswith("ws://") and len(word) > len("ws://"):
        return Url(word)
    raise UsageError(
        f"{clean(word)!r} is not a ws:// URL",
        advice="An inspector prints its own as ws://HOST:PORT/…; HOST:PORT is enough.",
    )


def _number(word: str, proc: Path) -> TargetSpec:
    if procfs.is_process(int(word), proc=proc):
        return Pid(int(word))
    if int(word) > _LARGEST_PORT:
        raise NoSuchTarget(f"there is no process {word}", advice=_SEE_PS)
    return Address("127.0.0.1", _port(word))


def _living(pid: int, proc: Path) -> int:
    if not procfs.is_process(pid, proc=proc):
        raise NoSuchTarget(f"there is no process {pid}", advice=_SEE_PS)
    return pid


def _port(digits: str) -> int:
    if not 0 < int(digits) <= _LARGEST_PORT:
        raise UsageError(f"{digits} is not a port: ports go from 1 to {_LARGEST_PORT}")
    return int(digits)


def _host(bracketed: str | None, plain: str | None) -> str:
    if bracketed is None:
        return plain or ""
    try:
        return str(ipaddress.IPv6Address(bracketed))
    except ValueError as error:
        raise UsageError(f"[{clean(bracketed)}] is not an IPv6 address") from error


def _one_that_says(word: str, proc: Path) -> int:
    found = [process for process in node_processes(proc=proc) if word in " ".join(process.command)]
    if len(found) == 1:
        return found[0].pid
    if not found:
        raise NoSuchTarget(f"no node process has {clean(word)!r} in its command line", advice=_SEE_PS)
    raise UsageError(
        f"{clean(word)!r} is in the command lines of {len(found)} node processes: give one's pid",
        advice="\n".join(_candidates(found)),
    )


def _candidates(found: list[NodeProcess]) -> list[str]:
    lines = [f"{process.pid:>8}  {clean(' '.join(process.command), 90)}" for process in found[:_LISTED]]
    if len(found) > _LISTED:
        lines.append(f"          … and {len(found) - _LISTED} more")
    return lines
