"""What sort of leak a holder makes, and what it is called in a few words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tuiinspect.heap.edges import CLOSURE, ELEMENT, HIDDEN_EDGE, OBJECT_NODE
from tuiinspect.heap.growth_rows import HolderKind
from tuiinspect.heap.growth_seats import Seat
from tuiinspect.heap.names import edge_words
from tuiinspect.heap.node_phrases import is_global
from tuiinspect.heap.rows import PathStep
from tuiinspect.text import clean, format_count

_TIMERS = frozenset({"TimersList", "Timeout", "Immediate", "ImmediateList", "PriorityQueue"})
_ROOTS = {
    "(Global handles)": "handles of native code",
    "(Stack roots)": "the stack of running code",
    "(Handle scope)": "native code that is running",
    "(Handle scopes)": "native code that is running",
    "(Micro tasks)": "the queue of micro tasks",
}
_MOST_SLOTS = 3
_NAME = re.compile(r"variable ([^\s,]+)|\.([^\s,]+)")
_LONGEST = 60
_LONGEST_PATH = 240


def kind_of(seat: Seat, entries: int, first_class: str) -> HolderKind:  # noqa: C901 - one table
    """`entries` were added; `first_class` is the best name of what accumulates."""
    if _is_pool(seat) and first_class in _CONNECTIONS:
        return "connections"
    if seat.is_synthetic:
        return "handles"
    if emitter_of(seat) is not None:
        return "listeners"
    if seat.called == "Listener" or any("kEvents" in step.edge_name for step in seat.path.steps[:4]):
        return "event-target"
    by_delay = seat.path.sentence.startswith("variable timerListMap,")
    if by_delay or seat.called in _TIMERS or first_class in ("Timeout", "Immediate"):
        return "timers"
    if seat.called == "Promise":
        return "promise"
    if seat.collection is not None:
        return "buffers" if first_class in _BUFFERS else "collection"
    if seat.is_array:
        return "buffers" if first_class in _BUFFERS else "array"
    if seat.holds_strings_only and len(seat.slots) <= _MOST_SLOTS:
        return "strings"
    if seat.is_context:
        return "closures"
    if entries > 2 * len(seat.slots) and len(seat.slots) <= _MOST_SLOTS:
        return "chain"
    return "properties"


def _is_pool(seat: Seat) -> bool:
    """Whether it is a root, or one of the lists in which Node's own http agents keep their sockets."""
    if seat.is_synthetic:
        return True
    for step in seat.path.steps[:2]:
        location = seat.words.called(step.node.ordinal).location
        if step.edge_name in ("freeSockets", "sockets") and location and location.startswith("node:"):
            return True
    return False


_CONNECTIONS = frozenset({"Socket", "TLSSocket", "TCP", "TLSWrap", "HTTPParser", "ReusedHandle"})
# What keeps itself alive, and all that hangs on it, until it is closed.
_HANDLES = frozenset(
    {"BroadcastChannel", "ChildProcess", "FSEvent", "FSEventWrap", "FSWatcher", "MessagePort",
     "Pipe", "Process", "SignalWrap", "Socket", "StatWatcher", "TCP", "TLSSocket", "TLSWrap", "TTY", "UDP",
     "Worker"}
)  # fmt: skip
_BUFFERS = frozenset({"Buffer", "FastBuffer", "Uint8Array", "ArrayBuffer", "SharedArrayBuffer"})


def emitter_of(seat: Seat) -> tuple[PathStep, str | None] | None:
    """The step that leads to an EventEmitter, and the event, when the holder is a list of its listeners."""
    steps = seat.path.steps
    if steps and steps[0].edge_name == "_events":
        return steps[0], None
    if len(steps) > 1 and steps[1].edge_name == "_events":
        return steps[1], steps[0].edge_name
    return None


def path_words(seat: Seat, kind: HolderKind, classes: Iterable[str] = ()) -> str:
    """Where the holder is, as a person finds it in the program's text; `classes` are what it holds."""
    if kind == "listeners":
        found = _listeners(seat)
        if found:
            return found
    if seat.is_synthetic:
        handle = next((name for name in classes if name in _HANDLES), None)
        if handle is not None:
            return f"open {clean(handle, _LONGEST)} handles"
        return _ROOTS.get(seat.called, "several roots of the engine")
    if kind == "timers":
        return _timers(seat)
    words = _without_variable(seat.path.sentence)
    if is_global(seat.called):
        return f"{_slot(seat) or 'properties'} of the global object"
    slot = _slot(seat)
    if seat.is_context:
        return _joined(slot or "variables", f"of {words}" if words else "")
    called = f"{clean(seat.called, _LONGEST)}()" if seat.type == CLOSURE else clean(seat.called, _LONGEST)
    if seat.type == OBJECT_NODE and seat.called == "Object" and not slot:
        called = "Object"
    head = f"{slot} of {called}" if slot else called
    return _joined(head, words)


def _joined(head: str, rest: str) -> str:
    return clean(f"{head} {rest}".strip(), _LONGEST_PATH)


def _slot(seat: Seat) -> str | None:
    """The field or variable that all of the growth is in, when it is one of few."""
    if seat.collection is not None or seat.is_array or not seat.slots or len(seat.slots) > _MOST_SLOTS:
        return None
    first = seat.slots[0]
    if first.kind == HIDDEN_EDGE:
        found = seat.block_variable(int(first.name))
        return f"variable {clean(found, _LONGEST)}" if found else None
    return edge_words(first.kind, clean(first.name, _LONGEST)) if first.kind != ELEMENT else None


def _timers(seat: Seat) -> str:
    """Timers are in lists by their delay, and what is held hangs on their callbacks."""
    if seat.called in ("Immediate", "ImmediateList"):
        return "Immediate._onImmediate of the queue of setImmediate()"
    for step in seat.path.steps:
        if step.edge_type == "element" and step.edge_name.isdecimal():
            return f"Timeout._onTimeout of the {format_count(int(step.edge_name))} ms timers"
    return "Timeout._onTimeout of the active timers"


def _listeners(seat: Seat) -> str | None:
    found = emitter_of(seat)
    if found is None:
        return None
    step, event = found
    of = name_in(seat.snapshot.shortest_path(step.node.ordinal).sentence) or step.node.class_name
    slot = "" if event is None else _event(event)
    return clean(f"{of}._events{slot}", _LONGEST_PATH)


def name_in(sentence: str) -> str | None:
    """The variable or property that a sentence about an object begins with; None when it is an item."""
    found = _NAME.match(sentence)
    return clean(found[1] or found[2], _LONGEST) if found else None


def _event(event: str) -> str:
    if event.isidentifier():
        return f".{event}"
    if event.startswith("<symbol "):
        return f"[{event.removeprefix('<symbol ').removesuffix('>')}]"
    return f"['{event}']"


def _without_variable(sentence: str) -> str:
    return sentence.removeprefix("variable ")


def step_words(step: PathStep) -> str:
    """One step of a path: `.clients of Agent`."""
    times = f" × {step.repeat}" if step.repeat > 1 else ""
    # V8 calls it `global / ` in some programs, with the address that a page would have.
    called = "the global object" if is_global(step.node.class_name) else step.node.class_name
    return clean(f"{step.edge_words}{times} of {called}", 120)
