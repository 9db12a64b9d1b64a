"""Which of a program's processes is the one to triage: runners, shells and supervisors are not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tuiinspect.errors import UsageError
from tuiinspect.running.family import Kin
from tuiinspect.running.listening import Service
from tuiinspect.targets import procfs
from tuiinspect.text import clean, format_bytes

# Below this, and unless twice the next one's, growth in the warm-up does not say who is at work.
_TELLING_GROWTH = 2_000_000
_LISTED = 10


@dataclass(frozen=True, slots=True)
class Contender:
    """A Node process of the program. `depth` counts its parents in the program; `primary` is the pid of the
    cluster it works for; `serves` says that it listens where the visitors come.
    """

    pid: int
    command: tuple[str, ...]
    depth: int
    serves: bool
    listens: bool
    primary: int | None
    rss_bytes: int
    grown_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """The process to triage; `why` when there were several, None when it is the only one."""

    contender: Contender
    why: str | None = None

    @property
    def pid(self) -> int:
        return self.contender.pid


def contenders(members: Sequence[Kin], found: Sequence[Service], service: Service | None) -> list[Contender]:
    """The Node processes among `members`; who listens is told by `found`, who is visited by `service`."""
    parents = {kin.pid: kin.parent for kin in members}
    listening = {one.pid for one in found}
    serving = {one.pid for one in found if service is not None and one.port == service.port}
    return [
        Contender(
            pid=kin.pid,
            command=procfs.command(kin.pid),
            depth=_depth(kin.pid, parents),
            serves=kin.pid in serving,
            listens=kin.pid in listening,
            primary=kin.parent if _works_for_a_cluster(kin.pid) else None,
            rss_bytes=_rss(kin.pid),
        )
        for kin in members
        if procfs.is_node(kin.pid)
    ]


def with_growth(now: Sequence[Contender], before: Sequence[Contender]) -> list[Contender]:
    """The same with what each has grown by since `before`; who came later has grown by all it has."""
    sizes = {one.pid: one.rss_bytes for one in before}
    return [replace(one, grown_bytes=one.rss_bytes - sizes.get(one.pid, 0)) for one in now]


def choose(among: Sequence[Contender], word: str | None) -> Chosen:
    """The one whose command line has `word`; else the one that serves, a cluster's workers in its stead;
    else the one that grows, or the deepest.

    Raises:
        UsageError: there is none, or `word` is in none or in several that are alike.
    """
    if not among:
        raise UsageError(
            "none of the program's processes is Node.js", advice="Is it Bun, Deno or Electron? They are not."
        )
    if word is not None:
        return _picked(among, word)
    serving = [one for one in among if one.serves]
    primaries = {one.pid for one in serving}
    workers = [one for one in among if one.primary in primaries]
    if workers:
        return _liveliest(workers, "of the cluster's workers")
    if serving:
        return _liveliest(serving, "of those that serve")
    listening = [one for one in among if one.listens]
    return _liveliest(listening or among, "of those that listen" if listening else "of the node processes")


def _picked(among: Sequence[Contender], word: str) -> Chosen:
    named = [one for one in among if word in " ".join(one.command)]
    if not named:
        raise UsageError(
            f"none of the program's node processes has {clean(word)!r} in its command line",
            advice="\n".join(listed(among)),
        )
    # A shell's and a runner's command line often holds the whole command below it.
    deepest = [one for one in named if one.depth == max(other.depth for other in named)]
    serving = [one for one in named if one.serves] or deepest
    return _liveliest(serving, f"of those that say {clean(word)!r}")


def _liveliest(among: Sequence[Contender], of_whom: str) -> Chosen:
    if len(among) == 1:
        return Chosen(among[0])
    first, second, *_ = sorted(among, key=lambda one: one.grown_bytes, reverse=True)
    if first.grown_bytes >= _TELLING_GROWTH and first.grown_bytes >= 2 * second.grown_bytes:
        grown = format_bytes(first.grown_bytes, signed=True)
        return Chosen(first, f"{of_whom} ({len(among)}) it grew most: {grown} of RSS")
    deepest = max(among, key=lambda one: (one.depth, one.rss_bytes))
    return Chosen(deepest, f"{of_whom} ({len(among)}) none grew much more than the rest")


def listed(among: Sequence[Contender]) -> list[str]:
    """The contenders for a person to pick from."""
    lines = [f"{one.pid:>8}  {clean(' '.join(one.command), 90)}" for one in among[:_LISTED]]
    if len(among) > _LISTED:
        lines.append(f"          … and {len(among) - _LISTED} more")
    return lines


def _works_for_a_cluster(pid: int) -> bool:
    """The primary holds the listening socket, and its workers do the work."""
    return "NODE_UNIQUE_ID" in (procfs.environment(pid) or {})


def _depth(pid: int, parents: dict[int, int]) -> int:
    depth = 0
    while (parent := parents.get(pid)) is not None and depth < len(parents):
        pid, depth = parent, depth + 1
    return depth


def _rss(pid: int) -> int:
    known = procfs.status(pid)
    return (known.rss_bytes or 0) if known is not None else 0
