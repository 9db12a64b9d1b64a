"""Why an attach does or does not work, step by step: no signal is sent, and nothing is attached to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

from tuiinspect.cdp.connection import address_of
from tuiinspect.errors import InspectError
from tuiinspect.targets import ledger, procfs
from tuiinspect.targets.attach import permitted
from tuiinspect.targets.discovery import NodeProcess, node_processes
from tuiinspect.targets.identity import name_of
from tuiinspect.targets.inspector_port import Endpoint, ask_version
from tuiinspect.targets.inspectors import Inspector, find_inspector, flags_of
from tuiinspect.targets.moving import is_taken, port_taken
from tuiinspect.targets.resolve import Address, Pid, TargetSpec, Url
from tuiinspect.targets.sightings import user_name
from tuiinspect.targets.sockets import Listener
from tuiinspect.text import clean, format_duration

_SIGNAL_STATES = {
    "caught": "caught: it will open the inspector, unless the program has taken it for itself",
    "disabled": "disabled: it would do nothing",
    "would kill": "not caught: it would kill the process, and is not sent",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One step: what was looked at and what was found. `passed` is None where that decides nothing."""

    what: str
    found: str
    passed: bool | None = None


def check_target(spec: TargetSpec) -> tuple[Check, ...]:
    """Look at everything an attach to `spec` depends on. An attach should work if no check failed."""
    match spec:
        case Pid(pid=pid, worker=worker):
            return tuple(_check_process(pid, worker))
        case Address(host=host, port=port):
            return tuple(_check_address(host, port))
        case Url(url=url):
            return tuple(_check_address(*address_of(url)))


def _check_process(pid: int, worker: int | None) -> Iterator[Check]:
    status = procfs.status(pid)
    if status is None:
        yield Check("process", f"there is no process {pid}", passed=False)
        return
    uptime = format_duration(procfs.uptime(pid) or 0)
    yield Check("process", f"{pid} ({name_of(pid)}), up for {uptime}", passed=True)
    row = next((process for process in node_processes() if process.pid == pid), None)
    yield _node_check(pid)
    if row is None:
        return
    yield Check("user", f"it runs as {row.user}, tuiinspect as {user_name(os.geteuid())}")
    yield Check("namespaces", _namespaces(row))
    yield Check("SIGUSR1", _SIGNAL_STATES[status.sigusr1])
    inspector = None
    if procfs.is_node(pid):
        inspector = _inspector(pid)
        yield _inspector_check(row, inspector)
        if inspector is None:
            yield _port_check(pid)
    if worker is not None:
        yield Check("worker", f"whether it has a worker {worker} only its inspector can tell")
    if inspector is None and row.why_not is not None:
        yield Check("attach", row.why_not, passed=False)
    else:
        yield Check("attach", "should work", passed=True)


def _node_check(pid: int) -> Check:
    known, path = procfs.binary(pid), procfs.exe(pid)
    if known is None or path is None:
        return Check("Node", "not proven: its program file is not ours to read", passed=False)
    file = clean(path)
    if not known.is_node:
        return Check("Node", f"no: {file} is {known.lookalike or 'another program'}", passed=False)
    return Check("Node", f"{known.version or 'of unknown version'}, proven by {file}", passed=True)


def _namespaces(row: NodeProcess) -> str:
    words = {True: "ours", False: "another", None: "not ours to read"}
    found = f"network: {words[procfs.same_network(row.pid)]}, pids: {words[procfs.same_pids(row.pid)]}"
    inner = procfs.inner_pid(row.pid)
    if inner != row.pid:
        found += f", where it is process {inner}"
    return found + (f", container {row.container_id[:12]}" if row.container_id else "")


def _inspector(pid: int) -> Inspector | None:
    try:
        return find_inspector(pid)
    except InspectError:
        return None


def _inspector_check(row: NodeProcess, inspector: Inspector | None) -> Check:
    if inspector is not None:
        at = Endpoint(inspector.listener.host, inspector.listener.port)
        opened = " (opened by tuiinspect)" if ledger.find(row.pid) else ""
        exposed = "" if inspector.listener.loopback else "; open to whoever can reach that address"
        return Check("inspector", f"listens and answers at {at}{opened}{exposed}", passed=True)
    if row.inspector is not None:
        return Check("inspector", f"listens at {row.inspector}, but tells no session")
    return Check("inspector", "none listens")


def _port_check(pid: int) -> Check:
    port = flags_of(pid).port
    if port == 0:
        return Check("port", "its flags let the inspector take any free one", passed=True)
    if not is_taken(pid, port):
        return Check("port", f"{port}, which the inspector would take, is free", passed=True)
    owner = procfs.owner_of_port(port) if procfs.same_network(pid) is not False else None
    note = ledger.find(owner) if owner is not None else None
    if note is not None and note.port == port:
        return Check("port", f"{port} is held by process {owner}, which tuiinspect will move", passed=True)
    return Check("port", port_taken(pid, port).what, passed=False)


def _check_address(host: str, port: int) -> Iterator[Check]:
    at = Endpoint(clean(host), port)
    try:
        permitted(host, port, allow_remote=False)
    except InspectError as error:
        yield Check("address", str(error), passed=False)
        return
    yield Check("address", f"{at} is on this machine", passed=True)
    listeners = procfs.listeners_on(port)
    if not listeners:
        yield Check("listener", f"nobody listens at port {port} here", passed=False)
        return
    owner = procfs.owner_of_port(port)
    who = f"process {owner} ({name_of(owner)})" if owner is not None else "a process that is not ours to see"
    where = ", ".join(str(Endpoint(listener.host, listener.port)) for listener in listeners)
    yield Check("listener", f"{who} at {where}", passed=True)
    version = ask_version(Listener(host, port), timeout=2.0)
    if version is None:
        yield Check("inspector", "what listens there does not answer like a Node inspector", passed=False)
    else:
        yield Check("inspector", f"answers: Node {clean(version)}", passed=True)
        yield Check("attach", "should work", passed=True)
