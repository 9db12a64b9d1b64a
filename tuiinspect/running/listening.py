"""Where a program's processes listen for their visitors: their inspectors are not for those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tuiinspect.targets import procfs
from tuiinspect.targets.inspector_port import ask_versions, candidates
from tuiinspect.targets.inspectors import flags_of
from tuiinspect.targets.procfs import Listener

_EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared, not bound


@dataclass(frozen=True, slots=True)
class Service:
    """An address at which one of the program's processes takes connections."""

    pid: int
    listener: Listener

    @property
    def port(self) -> int:
        return self.listener.port

    @property
    def url(self) -> str:
        # Who listens everywhere is reached by IPv4 too; so is a Node that was given no address.
        host = "127.0.0.1" if self.listener.host in _EVERYWHERE else self.listener.host
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def services(pids: Iterable[int]) -> list[Service]:
    """Where these processes listen, their inspectors left out."""
    return [Service(pid, listener) for pid in pids for listener in _of_its_own(pid)]


def first_choice(found: Sequence[Service], port: int) -> Service | None:
    """The one at `port`, which the program was told to take, else the lowest: ports for others lie above."""
    return min(found, key=lambda service: (service.port != port, service.port), default=None)


def _of_its_own(pid: int) -> Iterator[Listener]:
    listeners = procfs.listening(pid)
    if not listeners:
        return
    likely = candidates(listeners, flags_of(pid))
    inspectors = {*likely.settled, *ask_versions(likely.open)}
    yield from (listener for listener in listeners if listener not in inspectors)
