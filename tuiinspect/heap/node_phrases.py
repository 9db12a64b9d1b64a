"""Patterns of Node's own library: what holds things in the name of timers, listeners and modules."""

from __future__ import annotations

from tuiinspect.heap.edges import CLOSURE, ELEMENT, OBJECT_NODE, PROPERTY, SHORTCUT, SYNTHETIC
from tuiinspect.heap.entries import entry_at
from tuiinspect.heap.lookups import NOTHING, Lookups
from tuiinspect.heap.names import edge_words, node_name
from tuiinspect.heap.places import short_path
from tuiinspect.heap.reader import LONGEST_WORD, Phrase, Reader
from tuiinspect.text import clean, format_count

MODULE = "Module"

_ROOTS = {
    "(Stack roots)": "the stack of running code",
    "(Global handles)": "a handle of native code",
    "(Handle scope)": "native code that is running",
    "(Micro tasks)": "the queue of micro tasks",
}


def global_property(reader: Reader, at: int) -> Phrase | None:
    kind, name = reader.edge(at)
    holder = reader.name(at + 1)
    if kind in (PROPERTY, SHORTCUT, ELEMENT) and reader.kind(at + 1) == OBJECT_NODE and is_global(holder):
        words = edge_words(kind, clean(name, LONGEST_WORD))
        code = words.removeprefix(".")
        return Phrase(f"{words} of the global object", 1, ends=True, code=code, where="globalThis")
    return None


def is_global(name: str) -> bool:
    return name in ("global", "globalThis", "Window") or name.startswith(("global ", "Window "))


def module_exports(reader: Reader, at: int) -> Phrase | None:
    """What a CommonJS module exports, or `.cache` of it: the module's id is its file."""
    kind, name = reader.edge(at)
    if (kind, name) == (PROPERTY, "exports"):
        file = _module_file(reader, at + 1)
        if file is None:
            return None
        return Phrase(f"the exports of {file}", 1, ends=True, code="exports", where=f"module {file}")
    if kind == PROPERTY and reader.edge(at + 1) == (PROPERTY, "exports"):
        file = _module_file(reader, at + 2)
        if file is None:
            return None
        words = edge_words(kind, clean(name, LONGEST_WORD))
        code = words.removeprefix(".")
        return Phrase(f"{words} of the exports of {file}", 2, ends=True, code=code, where=f"module {file}")
    return None


def module_field(reader: Reader, at: int) -> Phrase | None:
    """`.children of module lib/index.js`: a field of what Node keeps of a module that was loaded."""
    kind, name = reader.edge(at)
    if kind != PROPERTY or reader.name(at + 1) != MODULE:
        return None
    file = _module_file(reader, at + 1)
    if file is None:
        return None
    words = edge_words(kind, clean(name, LONGEST_WORD))
    return Phrase(f"{words} of module {file}", 1, ends=True, code=f"module{words}", where=f"module {file}")


def _module_file(reader: Reader, at: int) -> str | None:
    return module_file(reader.lookups, reader.node(at), reader.name(at))


def module_file(lookups: Lookups, node: int, name: str) -> str | None:
    """The file of the module that a node of that name is, None when it is no module."""
    identity = {MODULE: "filename", "BuiltinModule": "id"}.get(name)
    file = lookups.held(node, identity) if identity else NOTHING
    return short_path(node_name(lookups.graph, file)) if file >= 0 else None


def engine_root(reader: Reader, at: int) -> Phrase | None:
    """What the engine itself holds, not the program: its stack, its handles, its own code."""
    if reader.kind(at + 1) != SYNTHETIC:
        return None
    name = reader.name(at + 1)
    return Phrase(f"held by {_ROOTS.get(name, f'the engine, {clean(name, LONGEST_WORD)}')}", 1, ends=True)


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
    name = clean(name, LONGEST_WORD)
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
        step += reader.like_steps(step)
    table, target = step, step + 1
    if reader.edge(target)[1] != "table" or "kEvents" not in reader.edge(step + 2)[1]:
        return None
    entry = entry_at(reader.lookups, int(reader.trail.edges[table]), reader.node(table + 1), "Map")
    event = f"event '{clean(entry.key, LONGEST_WORD)}'" if entry and entry.key is not None else "an event"
    place = step - at - 2
    return Phrase(f"listener {place} of {event} of", step + 3 - at, of=True)


def timer(reader: Reader, at: int) -> Phrase | None:
    kind, name = reader.edge(at)
    if kind != PROPERTY or reader.name(at + 1) not in ("Timeout", "Immediate"):
        return None
    callback = name in ("_onTimeout", "_onImmediate")
    what = "callback of" if callback else f"{edge_words(kind, clean(name, LONGEST_WORD))} of"
    if reader.name(at + 1) == "Immediate":
        return Phrase(f"{what} a setImmediate()", 1, ends=True)
    step = at + 1
    while reader.edge(step)[1] in ("_idleNext", "_idlePrev") and reader.name(step + 1) == "Timeout":
        step += reader.like_steps(step)
    if reader.name(step + 1) != "TimersList":
        return None
    kind, length = reader.edge(step + 1)
    if kind == ELEMENT and length.isdecimal():
        return Phrase(f"{what} a timer of {format_count(int(length))} ms", step + 2 - at, ends=True)
    return Phrase(f"{what} a timer", step + 1 - at, ends=True)
