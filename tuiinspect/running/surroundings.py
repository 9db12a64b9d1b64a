"""The environment that a program and its load are started in: their port, and the inspector's."""

from __future__ import annotations

import errno
import os
import random
import socket
from collections.abc import Mapping
from dataclasses import dataclass

from tuiinspect.running.family import MARK
from tuiinspect.running.listening import Service

# Below the ports that the kernel hands out by itself, so that nobody takes one of them by chance.
_INSPECTOR_PORTS = range(20000, 32000)
# The workers of a cluster count up from their primary's port.
_IN_A_ROW = 16


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`port` is what $PORT says to the program, and where it is expected to listen first."""

    port: int
    program: Mapping[str, str]


def surroundings(mark: str, *, inspect: bool, base: Mapping[str, str] = os.environ) -> Surroundings:
    """`inspect` opens each process's inspector at its start; else SIGUSR1 opens the one that is wanted.

    The inspector's port is a number and not 0: to a cluster's workers Node gives their primary's plus one,
    two and so on, and refuses the privileged ports that this would come to.
    """
    port = _number(base.get("PORT", "")) or free_port()
    option = "--inspect=127.0.0.1:0" if inspect else f"--inspect-port={inspector_port()}"
    options = f"{base.get('NODE_OPTIONS', '')} {option}".strip()
    return Surroundings(port, {**base, "PORT": str(port), "NODE_OPTIONS": options, MARK: mark})


def load_surroundings(
    mark: str, service: Service | None, pid: int, *, base: Mapping[str, str] = os.environ
) -> Mapping[str, str]:
    """A load command knows where to send its requests and whom it loads. It may be Node itself: it gets no
    inspector of ours.
    """
    place = {} if service is None else {"PORT": str(service.port), "URL": service.url}
    return {**base, **place, "TUIINSPECT_TARGET_PID": str(pid), MARK: mark}


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def inspector_port() -> int:
    """The first of a row of ports that nobody listens at now."""
    starts = _INSPECTOR_PORTS[::_IN_A_ROW]
    for start in random.sample(starts, len(starts)):
        if all(map(_is_free, range(start, start + _IN_A_ROW))):
            return start
    return free_port()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            return error.errno != errno.EADDRINUSE
        return True


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and 0 < int(text) < 65536 else None
