"""Node's well-known inspector port, which one test on the machine may have at a time."""

from __future__ import annotations

import fcntl
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.processes import wait_until

WELL_KNOWN_PORT = 9229


@contextmanager
def sole_use() -> Iterator[int]:
    """Hold the port's lock against other test runs, once nobody listens there."""
    with (Path(tempfile.gettempdir()) / "tuiinspect-tests-9229.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wait_until(_is_free, timeout=60, what=f"port {WELL_KNOWN_PORT} is free")
        yield WELL_KNOWN_PORT


def _is_free() -> bool:
    try:
        socket.create_server(("127.0.0.1", WELL_KNOWN_PORT)).close()
    except OSError:
        return False
    return True
