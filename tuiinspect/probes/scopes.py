"""The variables of the program's functions, opened through the inspector: what nothing exports."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from tuiinspect.cdp import domains
from tuiinspect.cdp.channel import Caller
from tuiinspect.probes.answers import understood
from tuiinspect.probes.places import Places

_GROUP = "tuiinspect-scopes"
_LOOK = "function (facts, ...scopes) { return this.lookInScopes(facts, scopes); }"
_ROUNDS = 4
_MOST_SCOPES = 3
_BUDGET_S = 1.0
_PATIENCE_S = 2.0


class _Location(msgspec.Struct, rename="camel", frozen=True):
    script_id: str
    line_number: int
    column_number: int = 0


@dataclass(frozen=True, slots=True)
class _Opened:
    """One function: where it is written, and the handle of the list of its scopes."""

    location: _Location
    scopes: str


@dataclass(frozen=True, slots=True)
class _Scope:
    """One scope: its file, and the function whose variables they are, None for a module's own."""

    handle: domains.RemoteObject
    file: str
    function: str | None


def open_scopes(caller: Caller, slot: str, agent: str, places: Places) -> None:
    """Let the agent look at what the variables of functions lead to, and of the functions it finds there.

    Runs no code of the program; takes the target some milliseconds, in many small steps.

    Raises:
        InspectError: the target does not answer.
    """
    deadline = time.monotonic() + _BUDGET_S
    for _ in range(_ROUNDS):
        try:
            functions = domains.evaluate(
                caller, f"{slot}.functionsToOpen()", group=_GROUP, timeout=_PATIENCE_S
            )
            if functions.object_id is None:
                return
            opened = _open(caller, functions.object_id)
            scopes = tuple(_scopes(caller, opened, places))
            if not scopes or not _look(caller, agent, scopes) or time.monotonic() > deadline:
                return
        finally:
            caller.start("Runtime.releaseObjectGroup", {"objectGroup": _GROUP})


def _open(caller: Caller, functions: str) -> tuple[_Opened, ...]:
    found = domains.get_properties(caller, functions, timeout=_PATIENCE_S).result
    handles = [
        item.value.object_id
        for item in found
        if item.name.isdecimal() and item.value is not None and item.value.object_id is not None
    ]
    calls = [
        caller.start("Runtime.getProperties", {"objectId": handle, "ownProperties": True})
        for handle in handles
    ]
    opened = []
    for call in calls:
        properties = call.result(_PATIENCE_S, domains.Properties)
        place = properties.internal("[[FunctionLocation]]")
        scopes = properties.internal("[[Scopes]]")
        if (
            place is not None
            and place.value is not None
            and scopes is not None
            and scopes.object_id is not None
        ):
            opened.append(_Opened(understood(place.value, _Location), scopes.object_id))
    return tuple(opened)


def _scopes(caller: Caller, opened: Sequence[_Opened], places: Places) -> Iterator[_Scope]:
    """The scopes of the program's own functions: Node's lead to what is Node's."""
    places.learn({function.location.script_id for function in opened})
    asked = []
    for function in opened:
        at = function.location
        file = places.at(at.script_id, at.line_number, at.column_number).file
        if file is not None and not file.startswith("node:"):
            params = {"objectId": function.scopes, "ownProperties": True}
            asked.append((file, caller.start("Runtime.getProperties", params)))
    seen: set[tuple[str, str]] = set()
    for file, call in asked:
        properties = call.result(_PATIENCE_S, domains.Properties).result
        chain = [item.value for item in properties if item.name.isdecimal() and item.value is not None]
        inner = [scope for scope in chain if scope.description not in ("Global", "Script")]
        for index, scope in enumerate(inner):
            outermost = index == len(inner) - 1
            if index >= _MOST_SCOPES and not outermost:
                continue
            # A module's variables are the same for all its functions.
            if outermost and (file, "") in seen:
                continue
            if outermost:
                seen.add((file, ""))
            yield _Scope(scope, file, None if outermost else _owner(scope.description))


def _owner(description: str | None) -> str:
    """`Closure (serve)` is the scope of `serve`."""
    inside = (description or "").partition("(")[2].rstrip(")")
    return inside or "a function"


def _look(caller: Caller, agent: str, scopes: Sequence[_Scope]) -> bool:
    """Whether there is something to go on with."""
    facts = [[scope.file, scope.function] for scope in scopes]
    handles = [scope.handle for scope in scopes]
    left = domains.call_function_on(
        caller, agent, _LOOK, [facts, *handles], by_value=True, timeout=_PATIENCE_S
    )
    return bool(left.value)
