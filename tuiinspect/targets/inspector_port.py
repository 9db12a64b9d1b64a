"""Which of a process's ports is its inspector's.

A listing must not talk to ports that may be the application's: it looks only where an inspector can be
expected. That is the port the program's own flags name, the ports from 9229 on (the default, and those that
cluster workers count up to), and, when the flags ask for any free port, those at the address they name.
Where a flag or the default does not settle it, two questions do, and the application notices neither: a
CONNECT, which only an inspector refuses in words of its own, and then `GET /json/version` to the inspector.
An inspector that a program opened by itself on a port of its own choosing is not found this way.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tuiinspect.cdp.endpoints import is_inspector
from tuiinspect.cdp.sockets import connect
from tuiinspect.errors import InspectError
from tuiinspect.targets.command_line import DEFAULT_PORT, InspectorFlags
from tuiinspect.targets.sockets import Listener

_DEFAULT_RANGE = range(DEFAULT_PORT, DEFAULT_PORT + 11)
_LARGEST_ANSWER = 4096
_ASKED_AT_ONCE = 16
_PATIENCE_S = 0.15


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where an inspector listens. `host` is as the process bound it: `0.0.0.0` is open to the network."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{_bracketed(self.host)}:{self.port}"


@dataclass(frozen=True, slots=True)
class Candidates:
    """Listeners that can be the inspector: `settled` need no question, `open` ones do."""

    settled: tuple[Listener, ...] = ()
    open: tuple[Listener, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.settled or self.open)


def candidates(listeners: Iterable[Listener], flags: InspectorFlags, known: int | None = None) -> Candidates:
    """Sort out which of a process's listeners can be its inspector; `known` is a port we had opened there."""
    settled, unsettled = [], []
    for listener in listeners:
        if listener.port == known or (flags.given and listener.port == flags.port):
            settled.append(listener)
        elif listener.port in _DEFAULT_RANGE or _may_be_any(listener, flags):
            unsettled.append(listener)
    return Candidates(tuple(settled), tuple(unsettled))


def _may_be_any(listener: Listener, flags: InspectorFlags) -> bool:
    """Whether an inspector that was told to take any free port may have taken this one."""
    if not (flags.given and flags.port == 0):
        return False
    return listener.loopback if flags.host is None else listener.host == flags.host


def reachable_host(host: str) -> str:
    """The address to connect to for a listener at `host`: who listens everywhere is reached by loopback."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound


def ask_version(listener: Listener, timeout: float = _PATIENCE_S) -> str | None:
    """The Node version an inspector answers with (`v20.20.2`); None from whatever else listens there.

    Our own socket and request: proxies configured in the environment must not see it.
    """
    host = reachable_host(listener.host)
    request = f"GET /json/version HTTP/1.1\r\nHost: {_bracketed(host)}:{listener.port}\r\n\r\n"
    answer = b""
    try:
        with socket.create_connection((host, listener.port), timeout) as connection:
            connection.sendall(request.encode("ascii"))
            while len(answer) < _LARGEST_ANSWER and b"}" not in answer:
                part = connection.recv(_LARGEST_ANSWER)
                if not part:
                    break
                answer += part
    except OSError:
        return None
    return _version_in(answer)


def ask_versions(listeners: Iterable[Listener]) -> dict[Listener, str]:
    """Ask several at once, and return those that answered as an inspector: one that hangs holds up nobody.

    Any of them may be the program's own server, which is not to notice: see `is_inspector`.
    """
    asked = sorted(set(listeners), key=lambda listener: (listener.port, listener.host))
    if not asked:
        return {}
    with ThreadPoolExecutor(min(len(asked), _ASKED_AT_ONCE)) as pool:
        answers = zip(asked, pool.map(_ask_unnoticed, asked), strict=True)
        return {listener: version for listener, version in answers if version is not None}


def _ask_unnoticed(listener: Listener) -> str | None:
    try:
        sock = connect(reachable_host(listener.host), listener.port, _PATIENCE_S)
    except InspectError:
        return None
    return ask_version(listener) if is_inspector(sock, timeout=_PATIENCE_S) else None


def _version_in(answer: bytes) -> str | None:
    head, _, body = answer.partition(b"\r\n\r\n")
    try:
        told = json.loads(body) if head.startswith(b"HTTP/1.") else None
    except ValueError:
        return None
    browser = told.get("Browser") if isinstance(told, dict) else None
    return browser[8:40] if isinstance(browser, str) and browser.startswith("node.js/v") else None


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
