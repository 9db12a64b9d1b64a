"""Where listener functions are written: groups from the target, located through the inspector."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from tuiinspect.cdp import domains
from tuiinspect.cdp.channel import Caller
from tuiinspect.probes.answers import understood
from tuiinspect.probes.places import Place, Places
from tuiinspect.samples import ListenerFunction

_MOST_BINDINGS = 5
_BOUND = re.compile(r"^(bound )+")


@dataclass(frozen=True, slots=True)
class Group:
    """Listeners of equal text; `members` are the handles of some of them."""

    count: int
    once: bool
    name: str
    members: tuple[str, ...]


class _Location(msgspec.Struct, rename="camel", frozen=True):
    script_id: str
    line_number: int
    column_number: int = 0


@dataclass(frozen=True, slots=True)
class Locator:
    """Finds the functions of one thread."""

    caller: Caller
    places: Places

    def functions(self, groups_id: str) -> tuple[ListenerFunction, ...]:
        """Locate the groups in the remote array `groups_id`, the most frequent first."""
        groups = tuple(_groups(domains.get_properties(self.caller, groups_id).result))
        places = self.locate({member: group.name for group in groups for member in group.members})
        found = (
            ListenerFunction(
                function=place.function or _BOUND.sub("", group.name) or "(anonymous)",
                file=place.file,
                line=place.line,
                column=place.column,
                count=count,
                once=group.once,
            )
            for group in groups
            for place, count in _shares(group.count, [places[member] for member in group.members])
        )
        return tuple(sorted(found, key=lambda function: -function.count))

    def locate(self, names: Mapping[str, str]) -> dict[str, Place]:
        """Where the function behind each handle, which has that name, was written."""
        locations = self._locate(names)
        self.places.learn({location.script_id for location in locations.values() if location is not None})
        return {handle: self._place(location, names[handle]) for handle, location in locations.items()}

    def _locate(self, handles: Iterable[str]) -> dict[str, _Location | None]:
        """Ask for all at once; a bound function has no place of its own, so its target is asked."""
        located: dict[str, _Location | None] = dict.fromkeys(handles)
        asked = {handle: handle for handle in handles}
        for _ in range(_MOST_BINDINGS):
            calls = {
                handle: self.caller.start(
                    "Runtime.getProperties", {"objectId": behind, "ownProperties": True}
                )
                for handle, behind in asked.items()
            }
            asked = {}
            for handle, call in calls.items():
                properties = call.result(10.0, domains.Properties)
                place = properties.internal("[[FunctionLocation]]")
                target = properties.internal("[[TargetFunction]]")
                if place is not None and place.value is not None:
                    located[handle] = understood(place.value, _Location)
                elif target is not None and target.object_id is not None:
                    asked[handle] = target.object_id
        return located

    def _place(self, location: _Location | None, name: str) -> Place:
        if location is None:
            return Place()
        function = _BOUND.sub("", name)
        return self.places.at(location.script_id, location.line_number, location.column_number, function)


def _groups(properties: Sequence[domains.Property]) -> Iterator[Group]:
    """Read the flat array [count, once, name, members, function, …]."""
    values = {int(found.name): found.value for found in properties if found.name.isdecimal()}
    at = 0
    while at in values:
        count, once, name, size = (
            found.value if (found := values[at + offset]) else None for offset in range(4)
        )
        members = (values[at + 4 + member] for member in range(int(size or 0)))
        yield Group(
            count=int(count or 0),
            once=bool(once),
            name=str(name or ""),
            members=tuple(found.object_id for found in members if found is not None and found.object_id),
        )
        at += 4 + int(size or 0)


def _shares(count: int, places: Sequence[Place]) -> list[tuple[Place, int]]:
    """Divide a group's listeners among the places of its members; exact when all are at one."""
    if not places:
        return [(Place(), count)]
    tally = Counter(places).most_common()
    shares = [(place, count * seen // len(places)) for place, seen in tally]
    first, share = shares[0]
    return [(first, share + count - sum(number for _, number in shares)), *shares[1:]]
