"""Patterns in a trail that people have words for: an item of a Map, a variable, a chain of links.

Each recogniser looks at a trail from some step on and either says nothing or gives a phrase and how many
steps it stands for.
"""

from __future__ import annotations

from collections.abc import Callable

from tuiinspect.heap.edges import CLOSURE, CONTEXT, ELEMENT, HIDDEN, HIDDEN_EDGE, INTERNAL, PROPERTY, SHORTCUT
from tuiinspect.heap.entries import entry_at
from tuiinspect.heap.names import edge_words
from tuiinspect.heap.node_phrases import (
    emitter_listener,
    engine_root,
    global_property,
    module_exports,
    module_field,
    target_listener,
    timer,
)
from tuiinspect.heap.places import Place, short_path
from tuiinspect.heap.reader import LONGEST_WORD, Phrase, Reader
from tuiinspect.text import clean, format_count


def collection_item(reader: Reader, at: int) -> Phrase | None:
    _, table = reader.edge(at + 1)
    collection = reader.name(at + 2)
    if table != "table" or collection not in ("Map", "Set"):
        return None
    entry = entry_at(reader.lookups, int(reader.trail.edges[at]), reader.node(at + 1), collection)
    return Phrase(entry.words, 2, of=True, code=entry.code) if entry else None


def weak_value(reader: Reader, at: int) -> Phrase | None:
    kind, name = reader.edge(at)
    if kind == INTERNAL and " / part of key (" in name and "pair in WeakMap" in name:
        return Phrase("value in a WeakMap for", 1, of=True)
    return None


def variable(reader: Reader, at: int) -> Phrase | None:
    """A variable: of a module, which says enough, or of a call or block, which some function keeps."""
    if not _is_variable(reader, at):
        return None
    context = reader.node(at + 1)
    step = at + 1
    while reader.edge(step)[1] == "previous":
        step += 1
    keeper = None
    if reader.edge(step)[1] == "context" and reader.kind(step + 1) == CLOSURE:
        keeper = reader.places.function(reader.node(step + 1))
        step += 1
    name = _variable_name(reader, at)
    called = name or "a variable"
    names = name not in (None, "this")
    owner = reader.places.context_owner(context)
    script = (owner and owner.script) or (keeper and keeper.script)
    if reader.places.is_module_scope(context):
        where = f", in the module scope of {short_path(script)}" if script else ", a module's variable"
        line = f":{keeper.line}" if keeper and keeper.line is not None and keeper.script == script else ""
        module = f"module {short_path(script)}" if script else "a module"
        return Phrase(f"{called}{where}{line}", step - at, names=names, ends=True, code=called, where=module)
    words = f"{called} in {_scope_words(reader, context, owner)}" if owner else called
    if keeper and keeper != owner:
        words += f", captured by {keeper.words}"
    ends = keeper is None or keeper.is_node_internal
    return Phrase(words, step - at, names=names, ends=ends, code=called, where=inside(owner, keeper))


def inside(owner: Place | None, keeper: Place | None) -> str | None:
    """V8 forgets where a function begins that is not called for long: then its keeper says more."""
    if owner and (owner.line is not None or not keeper):
        return f"in {owner.words}"
    return f"captured by {keeper.words}" if keeper else None


def _is_variable(reader: Reader, at: int) -> bool:
    kind, _ = reader.edge(at)
    return kind == CONTEXT or (kind == HIDDEN_EDGE and reader.name(at + 1) == "system / Context")


def _variable_name(reader: Reader, at: int) -> str | None:
    """The variable's name; V8 names those of functions only, those of blocks it numbers."""
    kind, name = reader.edge(at)
    if kind == HIDDEN_EDGE:
        found = reader.places.block_variable(reader.node(at + 1), int(name))
        return clean(found, LONGEST_WORD) if found else None
    return clean(name, LONGEST_WORD)


def _scope_words(reader: Reader, context: int, owner: Place) -> str:
    if reader.places.belongs_to_module(context) and owner.script:
        return f"a block of {short_path(owner.script)}"
    return f"the context of {owner.words}"


def awaiting(reader: Reader, at: int) -> Phrase | None:
    """A local of an async function that waits for a promise, or a callback that does."""
    step = at
    words = "callback"
    where = None
    if reader.edge(step + 1)[1] == "parameters_and_registers":
        function = reader.lookups.held(reader.node(step + 2), "function")
        called = reader.places.function(function).words if function >= 0 else "a suspended function"
        words = where = f"local variable of {called}"
        step += 2
        if reader.edge(step)[1] == "extension" and reader.edge(step + 1)[1] == "context":
            step += 2
    reaction = step
    while reader.kind(step + 1) == HIDDEN and reader.name(step + 1) == "system / PromiseReaction":
        step += reader.like_steps(step)
    if reader.edge(step)[1] == "reactions_or_result" and step > reaction:
        comma = "" if words == "callback" else ","
        return Phrase(f"{words}{comma} waiting for", step + 1 - at, of=True, where=where)
    return Phrase(words, step - at, where=where) if step > at and step == reaction else None


def run_of_links(reader: Reader, at: int) -> Phrase | None:
    """A chain of like objects by like edges: `.next × 370`."""
    kind, name = reader.edge(at)
    if kind not in (PROPERTY, CONTEXT):
        return None
    steps = reader.like_steps(at)
    if steps < 2:
        return None
    words = edge_words(kind, clean(name, LONGEST_WORD))
    return Phrase(f"{words} × {format_count(steps)}", steps, of=True, code=f"…{words}")


def plain_edge(reader: Reader, at: int) -> Phrase | None:
    kind, name = reader.edge(at)
    if kind == ELEMENT:
        return Phrase(f"item {name}", 1, of=True, code=f"[{name}]")
    if kind in (PROPERTY, SHORTCUT):
        named = reader.kind(at + 1) == CLOSURE
        place = reader.places.function(reader.node(at + 1)) if named else None
        ends = place is not None and not place.is_node_internal and name != "prototype"
        words = edge_words(kind, clean(name, LONGEST_WORD))
        return Phrase(words, 1, of=True, ends=ends, code=words)
    return None


RECOGNISERS: tuple[Callable[[Reader, int], Phrase | None], ...] = (
    engine_root,
    global_property,
    module_exports,
    module_field,
    collection_item,
    weak_value,
    emitter_listener,
    target_listener,
    timer,
    variable,
    awaiting,
    run_of_links,
    plain_edge,
)
"""In this order: what means more comes first."""
