"""Where listener functions are written: groups from the target, located through the inspector."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import msgspec

from tuiinspect.cdp import domains
from tuiinspect.cdp.channel import Caller
from tuiinspect.probes.answers import understood
from tuiinspect.probes.groups import Group, Site, merged, read_groups, shares
from tuiinspect.probes.places import Place, Places
from tuiinspect.samples import CallSite, ListenerFunction

_MOST_BINDINGS = 5
_BOUND = re.compile(r"^(bound )+")


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
        groups, places = self._located(groups_id)
        self.places.learn_urls({group.site.url for group in groups if group.site is not None})
        return merged(
            replace(
                function_at(group, place),
                count=count,
                call_sites=() if group.site is None else (self._call_site(group.site, count),),
            )
            for group in groups
            for place, count in shares(group.count, [places[member] for member in group.members])
        )

    def member(self, groups_id: str, wanted: ListenerFunction) -> str | None:
        """The handle of one of the listeners that are this function."""
        groups, places = self._located(groups_id)
        like = replace(wanted, count=0, call_sites=())
        return next(
            (
                member
                for group in groups
                for member in group.members
                if function_at(group, places[member]) == like
            ),
            None,
        )

    def _located(self, groups_id: str) -> tuple[tuple[Group, ...], dict[str, Place]]:
        """The groups in that remote array, and where each of their members was written."""
        groups = tuple(read_groups(domains.get_properties(self.caller, groups_id).result))
        return groups, self.locate({member: group.name for group in groups for member in group.members})

    def _call_site(self, site: Site, count: int) -> CallSite:
        place = self.places.at("", site.line - 1, site.column - 1, url=site.url)
        return CallSite(
            function=site.caller,
            file=place.file if site.url and place.file else "eval",
            line=place.line or site.line,
            column=place.column or site.column,
            count=count,
        )

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


def function_at(group: Group, place: Place) -> ListenerFunction:
    """The function of a group's member that is written at that place; its count is yet to be told."""
    return ListenerFunction(
        function=place.function or _BOUND.sub("", group.name) or "(anonymous)",
        file=place.file,
        line=place.line,
        column=place.column,
        count=0,
        once=group.once,
    )
