"""What all documents share: their schema, and how an emitter stands in them."""

from __future__ import annotations

from typing import Any, Final

from tuiinspect.samples import CallSite, EmitterCount, ListenerFunction

SCHEMA: Final = 1
Document = dict[str, Any]


def emitter_document(count: EmitterCount) -> Document:
    """One event of an emitter, as it was counted."""
    return {
        "kind": count.kind,
        "class": count.class_name,
        "name": count.name,
        "where": count.where,
        "event": count.event,
        "events": count.events,
        "count": count.count,
        "max_listeners": count.max_listeners,
        "found_by": count.found_by,
        "age_s": count.age_s,
    }


def function_document(function: ListenerFunction) -> Document:
    return {
        **_place_document(function),
        "once": function.once,
        "call_sites": [_place_document(site) for site in function.call_sites],
    }


def _place_document(at: ListenerFunction | CallSite) -> Document:
    return {
        "function": at.function,
        "file": at.file,
        "line": at.line,
        "column": at.column,
        "count": at.count,
    }
