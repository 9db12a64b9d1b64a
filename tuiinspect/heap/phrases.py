"""Patterns in a trail that people have words for: an item of a Map, a listener, a timer, a module's variable.

Each recogniser looks at a trail from some step on and either says nothing or gives a phrase and how many
steps it stands for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tuiinspect.heap.edges import (
    CLOSURE,
    CONTEXT,
    ELEMENT,
    HIDDEN,
    INTERNAL,
    OBJECT_NODE,
    PROPERTY,
    SHORTCUT,
)
from tuiinspect.heap.entries import Entry, entry_at
from tuiinspect.heap.lookups import Lookups
from tuiinspect.heap.names import edge_name, edge_words, node_name
from tuiinspect.heap.places import Places, short_path
from tuiinspect.heap.trails import Trail
from tuiinspect.text import clean, format_count

_LONGEST = 60


@dataclass(frozen=True)
class Phrase:
    """Words for `steps` steps of a trail.

    `of` says that the holder's name may follow ("item 3 of" Array); `names` that the words name the holder
    itself (the variable a Map is in); `ends` that nothing more need be said.
    """

    words: str
    steps: int
    of: bool = False
    names: bool = False
    ends: bool = False


@dataclass(frozen=True)
class Reader:
    """A trail with the means to read it."""

    trail: Trail
    lookups: Lookups
    places: Places
    class_name: Callable[[int], str]

    def edge(self, at: int) -> tuple[int, str]:
        """Type and name of the edge of step `at`; (-1, "") past the end."""
        if at >= len(self.trail.edges):
            return -1, ""
        edge = self.trail.edges[at]
        return int(self.lookups.graph.edge_types[edge]), edge_name(self.lookups.graph, edge)

    def name(self, at: int) -> str:
        """The name of node `at`."""
        if at >= len(self.trail.nodes):
            return ""
        return self.lookups.graph.strings[int(self.lookups.graph.node_names[self.trail.nodes[at]])]

    def kind(self, at: int) -> int:
        """The type of node `at`."""
        return int(self.lookups.graph.node_types[self.trail.nodes[at]]) if at < len(self.trail.nodes) else -1

    def holder_words(self, at: int) -> str:
        """What node `at` is: `Array`, `Object` for a plain object, `handler() at server.js:21` for a function."""
        node = self.trail.nodes[at]
        if self.kind(at) == CLOSURE:
            return self.places.function(node).words
        name = clean(self.class_name(node), _LONGEST)
        return "Object" if name.startswith("{") else name


def global_property(reader: Reader, at: int) -> Phrase | None:
    kind, name = reader.edge(at)
    holder = reader.name(at + 1)
    if kind in (PROPERTY, SHORTCUT, ELEMENT) and reader.kind(at + 1) == OBJECT_NODE and is_global(holder):
        return Phrase(f"{edge_words(kind, clean(name, _LONGEST))} of the global object", 1, ends=True)
    return None


def is_global(name: str) -> bool:
    return name in ("global", "globalThis", "Window") or name.startswith(("global ", "Window "))


def module_exports(reader: Reader, at: int) -> Phrase | None:
    """`.cache` of what a CommonJS module exports: the module's id is its file."""
    kind, name = reader.edge(at)
    export, held_as = reader.edge(at + 1)
    if kind == PROPERTY and export == PROPERTY and held_as == "exports" and reader.name(at + 2) == "Module":
        module = reader.trail.nodes[at + 2]
        file = reader.lookups.held(module, "filename")
        if file >= 0:
            path = short_path(node_name(reader.lookups.graph, file))
            return Phrase(f"{edge_words(kind, clean(name, _LONGEST))} of the exports of {path}", 2, ends=True)
    return None


def collection_item(reader: Reader, at: int) -> Phrase | None:
    _, table = reader.edge(at + 1)
    collection = reader.name(at + 2)
    if table != "table" or collection not in ("Map", "Set"):
        return None
    entry = entry_at(reader.lookups, reader.trail.edges[at], reader.trail.nodes[at + 1], collection)
    return Phrase(entry.words, 2, of=True) if entry else None


def weak_value(reader: Reader, at: int) -> Phrase | None:
    kind, name = reader.edge(at)
    if kind == INTERNAL and " / part of key (" in name and "pair in WeakMap" in name:
        return Phrase(f"value in a WeakMap for {reader.holder_words(at + 1)}", 1, names=True)
    return None


def emitter_listener(reader: Reader, at: int) -> Phrase | None:
    """A function in an EventEmitter's `_events`, alone or in the array of an event's listeners."""
    wrapper = 0
    if reader.edge(at) == (PROPERTY, "listener") and reader.kind(at + 1) == CLOSURE:
        wrapper = 1  # once() wraps the function it is given
    kind, item = reader.edge(at + wrapper)
    step = at + wrapper
    place = ""
    if kind == ELEMENT and reader.kind(at) == CLOSURE:
        place = f" {item}"
        step += 1
    kind, event = reader.edge(step)
    if kind != PROPERTY or reader.edge(step + 1) != (PROPERTY, "_events") or reader.kind(at) != CLOSURE:
        return None
    return Phrase(f"listener{place} of event {_event(event)} of", step + 2 - at, of=True)


def _event(name: str) -> str:
    name = clean(name, _LONGEST)
    return name.removeprefix("<symbol ").removesuffix(">") if name.startswith("<symbol ") else f"'{name}'"


def target_listener(reader: Reader, at: int) -> Phrase | None:
    """A function in the linked list of Node's EventTarget, AbortSignal among them."""
    kind, name = reader.edge(at)
    if (kind, name) not in ((PROPERTY, "listener"), (PROPERTY, "callback")):
        return None
    if reader.name(at + 1) != "Listener":
        return None
    step = at + 1
    while reader.edge(step) == (PROPERTY, "next"):
        step += 1
    table, target = step, step + 1
    if reader.edge(target)[1] != "table" or "kEvents" not in reader.edge(step + 2)[1]:
        return None
    entry: Entry | None = entry_at(
        reader.lookups, reader.trail.edges[table], reader.trail.nodes[table + 1], "Map"
    )
    event = f"event '{clean(entry.key, _LONGEST)}'" if entry and entry.key is not None else "an event"
    place = step - at - 2
    return Phrase(f"listener {place} of {event} of", step + 3 - at, of=True)


def timer(reader: Reader, at: int) -> Phrase | None:
    kind, name = reader.edge(at)
    if kind != PROPERTY or reader.name(at + 1) not in ("Timeout", "Immediate"):
        return None
    callback = name in ("_onTimeout", "_onImmediate")
    what = "callback of" if callback else f"{edge_words(kind, clean(name, _LONGEST))} of"
    if reader.name(at + 1) == "Immediate":
        return Phrase(f"{what} a setImmediate()", 1, ends=True)
    step = at + 1
    while reader.edge(step)[1] in ("_idleNext", "_idlePrev") and reader.name(step + 1) == "Timeout":
        step += 1
    if reader.name(step + 1) != "TimersList":
        return None
    kind, length = reader.edge(step + 1)
    if kind == ELEMENT and length.isdecimal():
        return Phrase(f"{what} a timer of {format_count(int(length))} ms", step + 2 - at, ends=True)
    return Phrase(f"{what} a timer", step + 1 - at, ends=True)


def variable(reader: Reader, at: int) -> Phrase | None:
    """A variable: of a module, which says enough, or of a call, which some function keeps."""
    kind, name = reader.edge(at)
    if kind != CONTEXT:
        return None
    context = reader.trail.nodes[at + 1]
    step = at + 1
    while reader.edge(step)[1] == "previous":
        step += 1
    keeper = None
    if reader.edge(step)[1] == "context" and reader.kind(step + 1) == CLOSURE:
        keeper = reader.places.function(reader.trail.nodes[step + 1])
        step += 1
    owner = reader.places.context_owner(context)
    script = (owner and owner.script) or (keeper and keeper.script)
    called = clean(name, _LONGEST)
    if reader.places.is_module_scope(context):
        where = f", in the module scope of {short_path(script)}" if script else ", a module's variable"
        user = ""
        if keeper and keeper.line is not None and keeper.script == script:
            user = f":{keeper.line}"
        return Phrase(f"{called}{where}{user}", step - at, names=True, ends=True)
    words = f"{called} in the context of {owner.words}" if owner else called
    if keeper and keeper != owner:
        words += f", captured by {keeper.words}"
    return Phrase(words, step - at, names=True, ends=keeper is None or keeper.is_node_internal)


def awaiting(reader: Reader, at: int) -> Phrase | None:
    """A local of an async function that waits for a promise, or a callback that does."""
    step = at
    words = "callback"
    if reader.edge(step + 1)[1] == "parameters_and_registers":
        function = reader.lookups.held(reader.trail.nodes[step + 2], "function")
        called = reader.places.function(function).words if function >= 0 else "a suspended function"
        words = f"local variable of {called}"
        step += 2
        if reader.edge(step)[1] == "extension" and reader.edge(step + 1)[1] == "context":
            step += 2
    reaction = step
    while reader.kind(step + 1) == HIDDEN and reader.name(step + 1) == "system / PromiseReaction":
        step += 1
    if reader.edge(step)[1] == "reactions_or_result" and step > reaction:
        return Phrase(f"{words}, waiting for", step + 1 - at, of=True)
    return Phrase(words, step - at, names=True) if step > at and step == reaction else None


def run_of_links(reader: Reader, at: int) -> Phrase | None:
    """A chain of like objects by like edges: `.next × 370`."""
    kind, name = reader.edge(at)
    if kind not in (PROPERTY, CONTEXT):
        return None
    step = at + 1
    holder = reader.class_name(reader.trail.nodes[at + 1])
    while reader.edge(step) == (kind, name) and reader.class_name(reader.trail.nodes[step + 1]) == holder:
        step += 1
    if step - at < 2:
        return None
    words = edge_words(kind, clean(name, _LONGEST))
    return Phrase(f"{words} × {format_count(step - at)}", step - at, of=True)


def plain_edge(reader: Reader, at: int) -> Phrase | None:
    kind, name = reader.edge(at)
    if kind == ELEMENT:
        return Phrase(f"item {name}", 1, of=True)
    if kind in (PROPERTY, SHORTCUT):
        named = reader.kind(at + 1) == CLOSURE
        place = reader.places.function(reader.trail.nodes[at + 1]) if named else None
        ends = place is not None and not place.is_node_internal and name != "prototype"
        return Phrase(edge_words(kind, _symbol(clean(name, _LONGEST))), 1, of=True, ends=ends)
    return None


def _symbol(name: str) -> str:
    return f"[{name[8:-1]}]" if name.startswith("<symbol ") else name


RECOGNISERS: tuple[Callable[[Reader, int], Phrase | None], ...] = (
    global_property,
    module_exports,
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
