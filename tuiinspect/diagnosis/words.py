"""Sentences about suspects, for a person who is tired."""

from __future__ import annotations

from collections.abc import Sequence

from tuiinspect.diagnosis.findings import Accumulates
from tuiinspect.samples import ListenerFunction, function_words
from tuiinspect.text import format_bytes, format_count, format_duration

_NEAR_STEPS = 2


def place_words(function: ListenerFunction) -> str:
    """`deliver() at server.js:21`, as far as it is known."""
    name = function_words(function.function)
    return f"{name} at {function.file}:{function.line}" if function.file and function.line else name


def freed_words(added: int, removed: int, what: str = "") -> str:
    """`+1,162, none freed`, or `+144 Session, 3 freed`: the added beside the removed, always."""
    freed = "none freed" if removed == 0 else f"{format_count(removed)} freed"
    named = f" {what}" if what else ""
    return f"+{format_count(added)}{named}, {freed}"


def accumulates_words(accumulates: Sequence[Accumulates], most: int = 2) -> str:
    """`+144 StreamConnection, none freed; +144 Socket, none freed`."""
    return "; ".join(freed_words(one.added, one.removed, one.class_name) for one in accumulates[:most])


def near_words(path: str) -> str:
    """The near end of a long way up: what it is, and where that stands."""
    return ", ".join(path.split(", ")[:_NEAR_STEPS])


def holding_sentence(
    holder: str, accumulates: Sequence[Accumulates], growth_bytes: int, span_s: float, group: int = 1
) -> str:
    """Who keeps what, and how much of it in which time."""
    named = near_words(holder)
    who = f"{format_count(group)} like {named}" if group > 1 else named
    verb = "keep" if group > 1 else "keeps"
    what = accumulates_words(accumulates) or "growing data"
    return f"{who} {verb} {what}: {format_bytes(growth_bytes, signed=True)} in {format_duration(span_s)}"


def listening_sentence(
    emitter: str, event: str, growth: int, count: int, span_s: float, functions: Sequence[ListenerFunction]
) -> str:
    """Whose event collects listeners, where they stand, and how fast."""
    added = f" {place_words(functions[0])}" if functions else ""
    return (
        f"{emitter} keeps +{format_count(growth)} '{event}' listeners{added} "
        f"(now {format_count(count)}, +{format_count(growth)} in {format_duration(span_s)})"
    )
