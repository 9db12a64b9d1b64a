"""Who listens where, by our own reading of the socket tables: it works across network namespaces."""

from __future__ import annotations

import ipaddress
import re
import struct
from dataclasses import dataclass
from pathlib import Path

from tuiinspect.targets.reading import PROC, entries, read, read_link

# One line of net/tcp or net/tcp6 in state 0A (listening): address, port, uid, inode.
_LISTENING_LINE = re.compile(
    rb"^ *\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} 0A"
    rb" \S+ \S+ \S+ +(\d+) +\d+ +(\d+)",
    re.MULTILINE,
)

# The same in state 01 (established): local port, inode.
_ESTABLISHED_LINE = re.compile(
    rb"^ *\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} 01 \S+ \S+ \S+ +\d+ +\d+ +(\d+)", re.MULTILINE
)

_MAPPED = bytes(10) + b"\xff\xff"


@dataclass(frozen=True, slots=True)
class Listener:
    """An address somebody accepts TCP connections at."""

    host: str
    port: int

    @property
    def loopback(self) -> bool:
        return ipaddress.ip_address(self.host).is_loopback


@dataclass(frozen=True, slots=True)
class ListeningSocket:
    """A line of the socket table: the listener, the user who made it and its inode."""

    listener: Listener
    uid: int
    inode: int


def listening_sockets(pid: int | str = "self", *, proc: Path = PROC) -> tuple[ListeningSocket, ...]:
    """Every listening TCP socket in the network namespace of `pid`, whoever owns it."""
    found = []
    for table in ("tcp", "tcp6"):
        content = read(f"{proc}/{pid}/net/{table}") or b""
        for address, port, uid, inode in _LISTENING_LINE.findall(content):
            listener = Listener(_address(address), int(port, 16))
            found.append(ListeningSocket(listener, int(uid), int(inode)))
    return tuple(found)


def socket_inodes(pid: int, *, proc: Path = PROC) -> frozenset[int]:
    """The inodes of the process's sockets; none when its descriptors are not ours to read."""
    folder = f"{proc}/{pid}/fd"
    links = (read_link(f"{folder}/{name}") for name in entries(folder))
    return frozenset(int(link[8:-1]) for link in links if link and link.startswith("socket:["))


def listening(pid: int, *, proc: Path = PROC) -> tuple[Listener, ...]:
    """The addresses at which the process itself listens, in its own network namespace."""
    sockets = listening_sockets(pid, proc=proc)
    if not sockets:
        return ()
    own = socket_inodes(pid, proc=proc)
    return tuple(socket.listener for socket in sockets if socket.inode in own)


def visitors(pid: int, *, but: int, proc: Path = PROC) -> int:
    """How many connections that others have made to it the process has open, those at the port `but` aside.

    Who listens for it does not matter: a cluster's workers are handed their connections.
    """
    ports = {socket.listener.port for socket in listening_sockets(pid, proc=proc)} - {but}
    if not ports:
        return 0
    own = socket_inodes(pid, proc=proc)
    tables = (read(f"{proc}/{pid}/net/{table}") or b"" for table in ("tcp", "tcp6"))
    found = (line for table in tables for line in _ESTABLISHED_LINE.findall(table))
    return sum(int(port, 16) in ports and int(inode) in own for port, inode in found)


def listeners_on(port: int, pid: int | str = "self", *, proc: Path = PROC) -> tuple[Listener, ...]:
    """The listeners at `port` in the network namespace of `pid` (ours), known owner or not."""
    sockets = listening_sockets(pid, proc=proc)
    return tuple(socket.listener for socket in sockets if socket.listener.port == port)


def owner_of_port(port: int, *, proc: Path = PROC) -> int | None:
    """The process that listens at `port` in our network namespace.

    None when nobody does, or when we may not see who: `listeners_on` tells the two apart.
    """
    wanted = {socket.inode for socket in listening_sockets(proc=proc) if socket.listener.port == port}
    if not wanted:
        return None
    pids = sorted(int(name) for name in entries(proc) if name.isdecimal())
    return next((pid for pid in pids if wanted & socket_inodes(pid, proc=proc)), None)


def _address(text: bytes) -> str:
    # The kernel prints each 32-bit word in the machine's own byte order.
    raw = bytes.fromhex(text.decode("ascii"))
    words = struct.unpack(f">{len(raw) // 4}I", raw)
    packed = struct.pack(f"={len(words)}I", *words)
    # A version 6 socket bound to a version 4 address is reached by the latter.
    return str(ipaddress.ip_address(packed[12:] if packed.startswith(_MAPPED) else packed))
