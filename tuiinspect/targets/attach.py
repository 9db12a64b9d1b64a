"""Attaching: find or open the inspector of a target, prove who answers, promise not to hold up its exit."""

from __future__ import annotations

import ipaddress
import pwd
import socket
import threading
import time
from dataclasses import dataclass, field, replace

from tuiinspect.cdp.channel import Channel
from tuiinspect.cdp.connection import Connection, address_of
from tuiinspect.cdp.endpoints import session_url
from tuiinspect.cdp.sockets import connect, place
from tuiinspect.errors import InspectError, NoSuchTarget, Refused
from tuiinspect.samples import TargetInfo
from tuiinspect.targets import ledger, procfs
from tuiinspect.targets.command_line import title
from tuiinspect.targets.exit_guard import guard
from tuiinspect.targets.identity import Identity, Who, ask_who, prove_node, prove_pid
from tuiinspect.targets.inspectors import find_inspector
from tuiinspect.targets.leaving import leave
from tuiinspect.targets.resolve import Address, Pid, TargetSpec, Url
from tuiinspect.targets.threads import Thread, find_thread
from tuiinspect.targets.wake import wake
from tuiinspect.text import clean


class Departure:
    """Whether an attachment was let go already, and how that went."""

    def __init__(self) -> None:
        # Reentrant: a signal may call for the departure in the thread that is at it already.
        self.lock = threading.RLock()
        self.clean: bool | None = None


@dataclass(frozen=True)
class Attachment:
    """A guarded session with a proven target. `url` (a secret: it opens further sessions) is not shown."""

    connection: Connection
    info: TargetInfo
    url: str = field(repr=False)
    thread: Thread | None = None
    departure: Departure = field(default_factory=Departure, repr=False, compare=False)

    @property
    def channel(self) -> Channel:
        """The session with the very thread that was asked for; `connection` is the main thread's."""
        return self.thread.worker.session if self.thread is not None else self.connection


def attach(spec: TargetSpec, *, allow_remote: bool = False) -> Attachment:
    """Start a session with `spec`, opening its inspector if need be (and if it is ours to open).

    Raises:
        NoSuchTarget: nothing there, or no such worker thread in it.
        NotAttachable: it cannot be inspected; says why, and what to do.
        Refused: an address elsewhere, without `allow_remote`.
    """
    match spec:
        case Pid(pid=pid, worker=worker):
            return _attach_pid(pid, worker)
        case Address(host=host, port=port):
            host = permitted(host, port, allow_remote=allow_remote)
            sock = connect(host, port, timeout=5.0)
            return _attach_url(session_url(sock, host, port))
        case Url(url=url):
            permitted(*address_of(url), allow_remote=allow_remote)
            return _attach_url(url)


def _attach_pid(pid: int, worker: int | None) -> Attachment:
    identity = prove_node(pid)
    inspector = find_inspector(pid)
    ours = inspector is None or ledger.opened_by_us(pid)
    connection = (inspector or wake(identity)).connect()
    try:
        who = ask_who(connection)
        prove_pid(who, pid)
        attachment = _attached(connection, who, identity, opened_by_us=ours)
        return attachment if worker is None else _narrowed(attachment, worker)
    except InspectError:
        leave(connection, identity, close_inspector=ours)
        raise


def _attach_url(url: str) -> Attachment:
    """A port or URL may lead to a process of this machine, or through a tunnel to any other."""
    host, port = address_of(url)
    connection = Connection.open(url)
    try:
        who = ask_who(connection)
        identity = _process_behind(port, who) if _is_loopback(host) else None
        ours = identity is not None and ledger.opened_by_us(identity.pid)
        return _attached(connection, who, identity, opened_by_us=ours)
    except InspectError:
        connection.close()
        raise


def _process_behind(port: int, who: Who) -> Identity | None:
    """The process of this machine that listens at `port` and calls itself what the answer said, if any."""
    for pid in dict.fromkeys((who.pid, procfs.owner_of_port(port))):
        if pid is None or procfs.inner_pid(pid) != who.pid or not procfs.is_node(pid):
            continue
        if any(at.port == port for at in procfs.listening(pid)):
            return prove_node(pid)
    return None


def _attached(
    connection: Connection, who: Who, identity: Identity | None, *, opened_by_us: bool
) -> Attachment:
    guard(connection, who.version, identity.pid if identity is not None else None)
    host, port = address_of(connection.url)
    pid = identity.pid if identity is not None else who.pid
    command = (procfs.command(pid) if identity is not None else ()) or who.command
    info = TargetInfo(
        pid=pid,
        node=clean(who.version, 40),
        title=clean(title(command), 60),
        command=command,
        started=identity.started if identity is not None else time.time() - who.uptime,
        user=_user(pid) if identity is not None else None,
        host=host,
        port=port,
        opened_by_us=opened_by_us,
        local=identity is not None,
        warnings=_warnings(pid, port) if identity is not None else (),
    )
    return Attachment(connection, info, connection.url)


def _narrowed(attachment: Attachment, worker: int) -> Attachment:
    """The same attachment, to one worker thread of the process."""
    thread = find_thread(attachment.connection, worker, attachment.info.pid)
    return replace(attachment, thread=thread, info=replace(attachment.info, worker=worker))


def _warnings(pid: int, port: int) -> tuple[str, ...]:
    exposed = [at for at in procfs.listening(pid) if at.port == port and not at.loopback]
    return tuple(
        f"The target's inspector listens at {place(at.host, at.port)}: "
        "whoever can reach that address can run code in the process."
        for at in exposed
    )


def _user(pid: int) -> str | None:
    known = procfs.status(pid)
    if known is None:
        return None
    try:
        return pwd.getpwuid(known.uids[1]).pw_name
    except KeyError:
        return str(known.uids[1])


def permitted(host: str, port: int, *, allow_remote: bool) -> str:
    """An inspector has no password and no encryption: one elsewhere takes an explicit word."""
    if not (allow_remote or _is_loopback(host)):
        raise Refused(
            f"{place(clean(host), port)} is not on this machine, and an inspector has no encryption and no "
            "password",
            advice=f"Use a tunnel: ssh -L {port}:127.0.0.1:{port} {clean(host)}, then attach to :{port}. "
            "Or insist with --allow-remote.",
        )
    return host


def _is_loopback(host: str) -> bool:
    """Whether every address of `host` is the machine's own; names are looked up before anything is sent."""
    try:
        found = {str(known[4][0]) for known in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise NoSuchTarget(f"there is no host {clean(host)}") from error
    return all(ipaddress.ip_address(address.partition("%")[0]).is_loopback for address in found)
