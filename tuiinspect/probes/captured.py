"""What one listener has captured: the variables of its scopes, opened through the inspector."""

from __future__ import annotations

from collections.abc import Iterator

from tuiinspect.cdp import domains
from tuiinspect.cdp.channel import Caller
from tuiinspect.errors import InspectError
from tuiinspect.probes.answers import Size, understood
from tuiinspect.probes.locations import Locator
from tuiinspect.samples import CapturedScope, CapturedVariable, ListenerFunction

_MOST_BINDINGS = 5
_MOST_SCOPES = 12
_CAPTURED = "function (...scopes) { return this.captured(scopes); }"
_Told = tuple[tuple[tuple[str, str], ...], Size]


def captured(
    caller: Caller, locator: Locator, agent: str, groups_id: str, wanted: ListenerFunction
) -> tuple[CapturedScope, ...]:
    """The scopes of one of the listeners in the remote array `groups_id` that are `wanted`, the inner first.

    What is global is left out. Runs no code of the program.

    Raises:
        InspectError: there is no such listener any more, or the target does not answer.
    """
    listener = locator.member(groups_id, wanted)
    if listener is None:
        raise InspectError("none of these listeners is there any more")
    scopes = tuple(_scopes(caller, listener))
    if not scopes:
        return ()
    answer = domains.call_function_on(caller, agent, _CAPTURED, scopes, by_value=True)
    told = understood(answer.value, tuple[_Told, ...])
    return tuple(
        CapturedScope(
            _scope_name(scope.description, outermost=index == len(scopes) - 1),
            tuple(CapturedVariable(name, words) for name, words in variables),
            known,
        )
        for index, (scope, (variables, known)) in enumerate(zip(scopes, told, strict=True))
    )


def _scopes(caller: Caller, listener: str) -> Iterator[domains.RemoteObject]:
    """Those of the function itself, or of the one that a bound function calls."""
    handle = listener
    for _ in range(_MOST_BINDINGS):
        properties = domains.get_properties(caller, handle, indexed=False)
        target = properties.internal("[[TargetFunction]]")
        if target is None or target.object_id is None:
            break
        handle = target.object_id
    chain = properties.internal("[[Scopes]]")
    if chain is None or chain.object_id is None:
        return
    found = domains.get_properties(caller, chain.object_id).result
    scopes = [item.value for item in found if item.name.isdecimal() and item.value is not None]
    for scope in scopes[:_MOST_SCOPES]:
        if scope.object_id is not None and scope.description not in ("Global", "Script"):
            yield scope


def _scope_name(description: str | None, *, outermost: bool) -> str:
    """`Closure (serve)` is the scope of `serve`; the outermost is the module's."""
    if outermost:
        return ""
    return (description or "").partition("(")[2].rstrip(")") or "a function"
