"""The little that can be known of a process where there is no /proc (macOS): what psutil tells."""

from __future__ import annotations

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
