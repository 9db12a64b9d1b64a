"""Listeners as the target grouped them: by their text, and by the call that added them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tuiinspect.cdp import domains
from tuiinspect.probes.places import Place
from tuiinspect.samples import CallSite, ListenerFunction

_HEAD = 8


@dataclass(frozen=True, slots=True)
class Site:
    """A call as V8 tells of it: in a script by its URL, of a function."""

    url: str
    line: int
    column: int
    caller: str


@dataclass(frozen=True, slots=True)
class Group:
    """Listeners of equal text that were added from one `site`; `members` are the handles of some of them."""

    count: int
    once: bool
    name: str
    site: Site | None
    members: tuple[str, ...]


def merged(functions: Iterable[ListenerFunction]) -> tuple[ListenerFunction, ...]:
    """What is written at one place is one function, wherever its listeners were added."""
    found: dict[ListenerFunction, list[ListenerFunction]] = {}
    for function in functions:
        found.setdefault(replace(function, count=0, call_sites=()), []).append(function)
    whole = (
        replace(
            alike,
            count=sum(part.count for part in parts),
            call_sites=_most_frequent(site for part in parts for site in part.call_sites),
        )
        for alike, parts in found.items()
    )
    return tuple(sorted(whole, key=lambda function: -function.count))


def _most_frequent(sites: Iterable[CallSite]) -> tuple[CallSite, ...]:
    counts: dict[CallSite, int] = {}
    for site in sites:
        alike = replace(site, count=0)
        counts[alike] = counts.get(alike, 0) + site.count
    ranked = sorted(counts.items(), key=lambda item: -item[1])
    return tuple(replace(site, count=count) for site, count in ranked)


def read_groups(properties: Sequence[domains.Property]) -> Iterator[Group]:
    """Read the flat array [count, once, name, url, line, column, caller, members, function, …]."""
    values = {int(found.name): found.value for found in properties if found.name.isdecimal()}
    at = 0
    while at in values:
        count, once, name, url, line, column, caller, size = (
            found.value if (found := values[at + offset]) else None for offset in range(_HEAD)
        )
        members = (values[at + _HEAD + member] for member in range(int(size or 0)))
        yield Group(
            count=int(count or 0),
            once=bool(once),
            name=str(name or ""),
            site=None
            if line is None
            else Site(str(url or ""), int(line), int(column or 1), str(caller or "")),
            members=tuple(found.object_id for found in members if found is not None and found.object_id),
        )
        at += _HEAD + int(size or 0)


def shares(count: int, places: Sequence[Place]) -> list[tuple[Place, int]]:
    """Divide a group's listeners among the places of its members; exact when all are at one."""
    if not places:
        return [(Place(), count)]
    tally = Counter(places).most_common()
    shares = [(place, count * seen // len(places)) for place, seen in tally]
    first, share = shares[0]
    return [(first, share + count - sum(number for _, number in shares)), *shares[1:]]
