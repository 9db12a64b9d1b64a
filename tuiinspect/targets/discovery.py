"""The Node processes of this machine, and for each whether it can be attached to, or why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tuiinspect.targets import ledger, procfs, without_proc
from tuiinspect.targets.command_line import DEFAULT_PORT, inspector_flags, title
from tuiinspect.targets.inspector_port import Candidates, Endpoint, ask_versions, candidates
from tuiinspect.targets.obstacles import ourselves, why_not
from tuiinspect.targets.reading import HAS_PROC, PROC
from tuiinspect.targets.sightings import Sighting, look_at
from tuiinspect.targets.sockets import Listener, ListeningSocket, listening_sockets, socket_inodes


@dataclass(frozen=True, slots=True)
class NodeProcess:
    """One row of `ps`. `command` and `title` are foreign text: clean them before they are shown.

    `container` says that the process lives in namespaces or a control group other than ours.
    """

    pid: int
    user: str
    uptime_s: float
    rss_bytes: int
    command: tuple[str, ...]
    title: str
    node: str | None
    inspector: Endpoint | None
    attachable: bool
    why_not: str | None
    container: bool = False
    container_id: str | None = None


def node_processes(*, proc: Path = PROC) -> list[NodeProcess]:
    """Every Node process that can be seen, largest first."""
    if not HAS_PROC and proc == PROC:
        found = [_without_proc(seen) for seen in without_proc.nodes()]
    else:
        sightings = (look_at(pid, proc=proc) for pid in procfs.pids(proc=proc))
        found = _Survey([sighting for sighting in sightings if sighting is not None], proc).rows()
    return sorted(found, key=lambda process: (-process.rss_bytes, process.pid))


class _Survey:
    """The processes sighted, and who listens where in each of their network namespaces."""

    def __init__(self, sightings: list[Sighting], proc: Path) -> None:
        self._sightings = sightings
        self._proc = proc
        self._tables: dict[str | None, tuple[ListeningSocket, ...]] = {}
        self._us = ourselves(proc=proc)

    def rows(self) -> list[NodeProcess]:
        possible = {sighting.pid: self._candidates(sighting) for sighting in self._sightings}
        answers = ask_versions(
            listener
            for sighting in self._sightings
            if sighting.same_network
            for listener in possible[sighting.pid].open
        )
        inspectors = {
            sighting.pid: _inspector(sighting, possible[sighting.pid], answers)
            for sighting in self._sightings
        }
        holders = {
            (sighting.network, listener.port): sighting
            for sighting in self._sightings
            if (listener := inspectors[sighting.pid]) is not None
        }
        return [self._row(sighting, inspectors[sighting.pid], holders) for sighting in self._sightings]

    def _row(
        self,
        sighting: Sighting,
        inspector: Listener | None,
        holders: Mapping[tuple[str | None, int], Sighting],
    ) -> NodeProcess:
        endpoint = Endpoint(inspector.host, inspector.port) if inspector else None
        reason = why_not(
            sighting,
            self._us,
            inspector=endpoint,
            perhaps_at=self._perhaps_at(sighting),
            port_holder=self._port_holder(sighting, holders) if inspector is None else None,
            unanswered=inspector is None and ledger.was_unanswered(sighting.pid),
        )
        return NodeProcess(
            pid=sighting.pid,
            user=sighting.user,
            uptime_s=sighting.age_s,
            rss_bytes=sighting.rss_bytes,
            command=sighting.command,
            title=title(sighting.command),
            node=sighting.version,
            inspector=endpoint,
            attachable=reason is None,
            why_not=reason,
            container=sighting.container,
            container_id=sighting.container_id,
        )

    def _table(self, sighting: Sighting) -> tuple[ListeningSocket, ...]:
        """The listening sockets around a process: one reading for each network namespace."""
        key = sighting.network
        if key not in self._tables:
            self._tables[key] = listening_sockets(sighting.pid, proc=self._proc)
        return self._tables[key]

    def _candidates(self, sighting: Sighting) -> Candidates:
        """Which of the process's own listeners may be its inspector.

        Its descriptors are read only if some listener of its namespace would qualify: they can be thousands.
        """
        if not sighting.readable or sighting.lookalike:
            return Candidates()
        note = ledger.find(sighting.pid)
        known = note.port if note else None
        table = self._table(sighting)
        if not candidates((socket.listener for socket in table), sighting.flags, known).any:
            return Candidates()
        own = socket_inodes(sighting.pid, proc=self._proc)
        return candidates((socket.listener for socket in table if socket.inode in own), sighting.flags, known)

    def _perhaps_at(self, sighting: Sighting) -> Endpoint | None:
        """Where an unreadable process's command line says it listens, if its user does listen there."""
        if sighting.readable or not sighting.flags.given:
            return None
        found = (
            socket.listener
            for socket in self._table(sighting)
            if socket.listener.port == sighting.flags.port and socket.uid == sighting.uid
        )
        return next((Endpoint(listener.host, listener.port) for listener in found), None)

    def _port_holder(
        self, sighting: Sighting, holders: Mapping[tuple[str | None, int], Sighting]
    ) -> str | None:
        """Who else listens where the process's inspector would; nobody if we can make room there."""
        port = sighting.flags.port
        if port == 0 or not any(_in_the_way(socket.listener, port) for socket in self._table(sighting)):
            return None
        holder = holders.get((sighting.network, port))
        if holder is None:
            return "another program"
        # An inspector that we opened ourselves is moved out of the way.
        note = ledger.find(holder.pid)
        return None if note is not None and note.port == port else f"process {holder.pid}"


def _inspector(sighting: Sighting, possible: Candidates, answers: Mapping[Listener, str]) -> Listener | None:
    if possible.settled:
        return possible.settled[0]
    if sighting.same_network:
        return next((listener for listener in possible.open if listener in answers), None)
    # Not to be asked from here: only the default port speaks for itself.
    return next((listener for listener in possible.open if listener.port == DEFAULT_PORT), None)


def _in_the_way(listener: Listener, port: int) -> bool:
    """Whether a listener keeps an inspector from 127.0.0.1:port."""
    return listener.port == port and listener.host in {"127.0.0.1", "0.0.0.0", "::"}  # noqa: S104 - compared


def _without_proc(seen: without_proc.Seen) -> NodeProcess:
    flags = inspector_flags(seen.command)
    possible = candidates(without_proc.listening(seen.pid), flags)
    inspector = next(iter((*possible.settled, *ask_versions(possible.open))), None)
    return NodeProcess(
        pid=seen.pid,
        user=seen.user,
        uptime_s=seen.uptime_s,
        rss_bytes=seen.rss_bytes,
        command=seen.command,
        title=title(seen.command),
        node=None,
        inspector=Endpoint(inspector.host, inspector.port) if inspector else None,
        attachable=inspector is not None,
        why_not=None
        if inspector
        else "its inspector cannot be woken on this system: start it with --inspect",
    )
