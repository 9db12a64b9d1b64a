"""The live object behind a node of a snapshot: found by its id, looked at, let go of.

None of the program's code runs: getters are named and not called, a Proxy is not asked anything, and the
class is found by way of `[[Prototype]]` and not of `.constructor`.
"""

from __future__ import annotations

import time
from secrets import token_hex

from tuiinspect.cdp import domains
from tuiinspect.cdp.channel import Caller
from tuiinspect.cdp.shapes import EntryPreview, Preview, PropertyPreview, RemoteObject
from tuiinspect.errors import CallFailed, InspectError
from tuiinspect.probes.locations import Locator
from tuiinspect.samples.live import LiveObject, LiveProperty
from tuiinspect.text import clean

_FINDING_S = 120.0
_LONGEST = 200
_MOST_PROPERTIES = 300
_ITSELF = "function () { return this; }"
_SHOWN_INTERNALS = frozenset(
    {
        "[[PromiseState]]",
        "[[PromiseResult]]",
        "[[PrimitiveValue]]",
        "[[WeakRefTarget]]",
        "[[TargetFunction]]",
        "[[BoundThis]]",
        "[[GeneratorState]]",
        "[[GeneratorFunction]]",
    }
)


def look(caller: Caller, locator: Locator, heap_id: int, *, properties: bool) -> LiveObject:
    """Find an object by its id and say what it is now; `properties` lists all of its named ones.

    Without them only what the inspector picks for a preview is told: an object with a million properties
    takes seconds to list.

    Raises:
        InspectError: there is no such object any more, or the target does not answer.
    """
    group = f"tuiinspect-look-{token_hex(4)}"
    began = time.monotonic()
    try:
        found = _find(caller, heap_id, group)
        pause = time.monotonic() - began
        told, more = _properties(caller, found, group, listed=properties)
        return LiveObject(value_words(found), told, more, _place(caller, locator, found), pause)
    finally:
        _release(caller, group)


def _find(caller: Caller, heap_id: int, group: str) -> RemoteObject:
    try:
        return domains.object_by_heap_id(caller, heap_id, group=group, timeout=_FINDING_S)
    except CallFailed as error:
        raise InspectError(
            f"object @{heap_id} is not there any more, or is no object of the program's",
            advice="It was collected since the snapshot; strings and V8's own parts cannot be looked at.",
        ) from error


def _release(caller: Caller, group: str) -> None:
    """Held by the group, what was looked at would stay for good."""
    if not caller.closed:
        domains.release_group(caller, group)


def _properties(
    caller: Caller, found: RemoteObject, group: str, *, listed: bool
) -> tuple[tuple[LiveProperty, ...], bool]:
    if found.object_id is None or found.subtype == "proxy":
        return (), False
    preview = _preview(caller, found.object_id, group)
    entries = [_entry(number, entry) for number, entry in enumerate(preview.entries or ())]
    if not listed:
        return (*entries, *map(_previewed, preview.properties)), preview.overflow
    own = domains.get_properties(caller, found.object_id, indexed=False)
    fields = [_field(each) for each in own.result if each.is_own and each.name != "__proto__"]
    items = [_previewed(each) for each in preview.properties if each.name.isdecimal()]
    internals = [
        LiveProperty(each.name, value_words(each.value), "internal")
        for each in own.internal_properties
        if each.name in _SHOWN_INTERNALS and each.value is not None
    ]
    told = (*entries, *items, *fields, *internals)
    # A preview overflows for its few named properties, too, all of which were listed here.
    more = preview.overflow and bool(items or entries)
    return told[:_MOST_PROPERTIES], more or len(told) > _MOST_PROPERTIES


def _preview(caller: Caller, object_id: str, group: str) -> Preview:
    itself = domains.call_function_on(caller, object_id, _ITSELF, group=group, preview=True)
    return itself.preview or Preview()


def _field(found: domains.Property) -> LiveProperty:
    if found.value is None:
        return LiveProperty(clean(found.name, _LONGEST), "", "getter")
    return LiveProperty(clean(found.name, _LONGEST), value_words(found.value), "field")


def _previewed(found: PropertyPreview) -> LiveProperty:
    name = f"[{found.name}]" if found.name.isdecimal() else found.name
    if found.type == "accessor":
        return LiveProperty(clean(name, _LONGEST), "", "getter")
    words = repr(found.value) if found.type == "string" else (found.value or found.type)
    return LiveProperty(clean(name, _LONGEST), clean(words, _LONGEST), "field")


def _entry(number: int, entry: EntryPreview) -> LiveProperty:
    name = f"key {_previewed_words(entry.key)}" if entry.key is not None else f"item {number}"
    return LiveProperty(name, _previewed_words(entry.value), "entry")


def _previewed_words(preview: Preview) -> str:
    words = preview.description or preview.type
    return clean(repr(words) if preview.type == "string" else words, _LONGEST)


def value_words(value: RemoteObject) -> str:
    """A value as one writes it: `'text'`, `12`, `Array(3)`, `function deliver(message)`; safe to print."""
    if value.type == "string":
        return clean(repr(value.value), _LONGEST)
    if value.type == "function":
        head = (value.description or "function").partition("{")[0].partition("\n")[0].strip()
        return clean(head, _LONGEST)
    if value.description:
        return clean(value.description.partition("\n")[0], _LONGEST)
    if value.unserializable_value is not None:
        return clean(value.unserializable_value, _LONGEST)
    if value.value is None:
        return "null" if value.subtype == "null" else value.type
    return clean(str(value.value).lower() if value.type == "boolean" else str(value.value), _LONGEST)


def _place(caller: Caller, locator: Locator, found: RemoteObject) -> str | None:
    """Where the function, or the object's class, was written; None for those that are built in."""
    if found.object_id is None or found.subtype == "proxy":
        return None
    function = found if found.type == "function" else _constructor(caller, found.object_id)
    if function is None or function.object_id is None:
        return None
    place = locator.locate({function.object_id: value_words(function)})[function.object_id]
    return f"{place.file}:{place.line}:{place.column}" if place.file else None


def _constructor(caller: Caller, object_id: str) -> RemoteObject | None:
    own = domains.get_properties(caller, object_id, indexed=False)
    prototype = own.internal("[[Prototype]]")
    if prototype is None or prototype.object_id is None or prototype.subtype == "proxy":
        return None
    for found in domains.get_properties(caller, prototype.object_id, indexed=False).result:
        if found.name == "constructor" and found.value is not None and found.value.type == "function":
            return found.value
    return None
