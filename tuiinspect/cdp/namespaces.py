"""Sockets in another process's network: a container's inspector listens on a loopback of its own."""

from __future__ import annotations

import ctypes
import os
import socket
import threading
from pathlib import Path

from tuiinspect.cdp.sockets import InspectorSocket, connect, unreachable
from tuiinspect.errors import NotAttachable

_CLONE_NEWNET = 0x40000000


def reach(pid: int, host: str, port: int, timeout: float) -> InspectorSocket:
    """Connect to a listener of the process `pid` of this machine, in whatever network it lives."""
    if _shares_our_network(pid):
        return connect(host, port, timeout)
    return connect_beside(pid, host, port, timeout)


def connect_beside(pid: int, host: str, port: int, timeout: float) -> InspectorSocket:
    """Connect to `host` as `pid` would see it. Needs root.

    A thread of its own enters the namespace and ends there; the socket it made stays usable from ours.
    """
    made: list[socket.socket] = []
    failed: list[OSError] = []

    def enter_and_connect() -> None:
        try:
            _enter_network_of(pid)
        except OSError as error:
            failed.append(PermissionError(error.errno, error.strerror))
            return
        try:
            made.append(socket.create_connection((host, port), timeout))
        except OSError as error:
            failed.append(error)

    visitor = threading.Thread(target=enter_and_connect, name="other-network", daemon=True)
    visitor.start()
    visitor.join()
    if made:
        return InspectorSocket.adopt(made[0])
    if isinstance(failed[0], PermissionError):
        raise NotAttachable(
            f"process {pid} is in another network namespace (a container), which takes root to enter",
            advice="Run tuiinspect with sudo, or inside the container.",
        )
    raise unreachable(host, port, failed[0])


def _shares_our_network(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/ns/net").readlink() == Path("/proc/self/ns/net").readlink()
    except OSError:
        return True  # not ours to know, or no such thing on this system


def _enter_network_of(pid: int) -> None:
    with Path(f"/proc/{pid}/ns/net").open("rb") as namespace:
        # os.setns is there from Python 3.12 on.
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.setns(namespace.fileno(), _CLONE_NEWNET) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
