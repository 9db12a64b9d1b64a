"""The little that can be known of a process where there is no /proc (macOS): what psutil tells."""

from __future__ import annotations

import time
from dataclasses import dataclass

from tuiinspect.targets.binaries import named_node, program_name
from tuiinspect.targets.sockets import Listener


def start_time(pid: int) -> float | None:
    import psutil

    try:
        return psutil.Process(pid).create_time()
    except psutil.Error:
        return None


def is_node(pid: int) -> bool | None:
    import psutil

    try:
        return named_node(program_name(psutil.Process(pid).exe()))
    except (psutil.Error, OSError):
        return None


def listening(pid: int) -> tuple[Listener, ...]:
    import psutil

    try:
        connections = psutil.Process(pid).net_connections("tcp")
    except psutil.Error:
        return ()
    found = (connection.laddr for connection in connections if connection.status == psutil.CONN_LISTEN)
    return tuple(Listener(address.ip, address.port) for address in found if address)


def owner_of_port(port: int) -> int | None:
    import psutil

    return next((pid for pid in psutil.pids() if any(at.port == port for at in listening(pid))), None)


@dataclass(frozen=True, slots=True)
class Seen:
    """A process named node, as psutil sees it."""

    pid: int
    user: str
    uptime_s: float
    rss_bytes: int
    command: tuple[str, ...]


def nodes() -> list[Seen]:
    import psutil

    found = []
    for process in psutil.process_iter():
        if not is_node(process.pid):
            continue
        try:
            with process.oneshot():
                found.append(
                    Seen(
                        pid=process.pid,
                        user=process.username(),
                        uptime_s=time.time() - process.create_time(),
                        rss_bytes=process.memory_info().rss,
                        command=tuple(process.cmdline()),
                    )
                )
        except psutil.Error:
            continue
    return found
