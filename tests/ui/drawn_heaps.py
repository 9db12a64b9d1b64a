"""Snapshots of heaps that are drawn by hand: the text V8 would write, read by the engine itself."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from tuiinspect.heap import HeapSnapshot, load_chunks

NODE_TYPES = (
    "hidden array string object code closure regexp number native synthetic "
    "concatenated_string sliced_string symbol bigint object_shape"
)
EDGE_TYPES = "context element property internal hidden shortcut weak"
_NODE_TYPE = {name: at for at, name in enumerate(NODE_TYPES.split())}
_EDGE_TYPE = {name: at for at, name in enumerate(EDGE_TYPES.split())}
_NUMBERED = {"element", "hidden"}
FIRST_ENTRY = 3 + 150


@dataclass
class DrawnHeap:
    """Node 0 is the root, node 1 the global object. Ids are odd, as those of JavaScript objects are."""

    nodes: list[tuple[str, str, int]] = field(default_factory=list)
    edges: dict[int, list[tuple[str, str | int, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.add("", kind="synthetic", size=0)
        self.add("global", size=100)
        self.hold(0, 1, "global", kind="shortcut")

    def add(self, name: str, *, kind: str = "object", size: int = 40) -> int:
        self.nodes.append((kind, name, size))
        return len(self.nodes) - 1

    def hold(self, holder: int, held: int, name: str | int, *, kind: str = "property") -> None:
        self.edges.setdefault(holder, []).append((kind, name, held))

    def text(self) -> bytes:
        strings: dict[str, int] = {}

        def number(text: str) -> int:
            return strings.setdefault(text, len(strings))

        nodes: list[int] = []
        edges: list[int] = []
        for at, (kind, name, size) in enumerate(self.nodes):
            own = self.edges.get(at, [])
            nodes += (_NODE_TYPE[kind], number(name), 2 * at + 1, size, len(own), 0)
            for edge_kind, edge_name, held in own:
                shown = int(edge_name) if edge_kind in _NUMBERED else number(str(edge_name))
                edges += (_EDGE_TYPE[edge_kind], shown, held * 6)
        return json.dumps(self._document(nodes, edges, list(strings))).encode("utf-8", "surrogatepass")

    def _document(self, nodes: list[int], edges: list[int], strings: list[str]) -> dict[str, object]:
        types = [name.replace("_", " ") for name in NODE_TYPES.split()]
        numbers = ["string", "number", "number", "number", "number"]
        meta = {
            "node_fields": ["type", "name", "id", "self_size", "edge_count", "detachedness"],
            "node_types": [types, *numbers],
            "edge_fields": ["type", "name_or_index", "to_node"],
            "edge_types": [EDGE_TYPES.split(), "string_or_number", "node"],
            "location_fields": ["object_index", "script_id", "line", "column"],
        }
        counts = {"node_count": len(self.nodes), "edge_count": len(edges) // 3, "trace_function_count": 0}
        return {
            "snapshot": {"meta": meta, **counts},
            "nodes": nodes,
            "edges": edges,
            "locations": [],
            "strings": strings,
        }

    def snapshot(self) -> HeapSnapshot:
        return load_chunks([self.text()], source="drawn")


def server(sessions_kept: int = 300) -> DrawnHeap:
    """A small server that leaks: sessions in a Map of a module, each with a buffer and a listener.

    With more of them everything there was before keeps its id.
    """
    heap = DrawnHeap()
    cache = heap.add("SessionCache")
    heap.hold(1, cache, "cache")
    sessions = heap.add("Map", size=24)
    heap.hold(cache, sessions, "sessions")
    # As V8 lays it out: two words, three counts, 150 buckets, and room for two entries a bucket.
    table = heap.add("(object elements)", kind="array", size=8 * (2 + 3 + 150 * 7))
    heap.hold(sessions, table, "table", kind="internal")
    hub = heap.add("EventEmitter", size=64)
    heap.hold(1, hub, "hub")
    listeners = heap.add("Array", size=16)
    heap.hold(hub, listeners, "message")
    for at in range(sessions_kept):
        _add_session(heap, table, listeners, at)
    return heap


def _add_session(heap: DrawnHeap, table: int, listeners: int, at: int) -> None:
    key = heap.add(f"session-{at}", kind="string", size=24)
    heap.hold(table, key, str(FIRST_ENTRY + 3 * at), kind="internal")
    session = heap.add("Session", size=72)
    heap.hold(table, session, str(FIRST_ENTRY + 3 * at + 1), kind="internal")
    user = heap.add("User", size=48)
    heap.hold(session, user, "user")
    heap.hold(user, session, "session")
    payload = heap.add("ArrayBuffer", size=1_000 + 10 * at)
    heap.hold(session, payload, "payload")
    name = heap.add(f"user-{at}", kind="string", size=24)
    heap.hold(user, name, "name")
    context = heap.add("system / Context", size=32)
    heap.hold(context, session, "session", kind="context")
    listener = heap.add("onMessage", kind="closure", size=64)
    heap.hold(listener, context, "context", kind="internal")
    heap.hold(listeners, listener, at, kind="element")


def crowd(retainers: int) -> DrawnHeap:
    """One object that many others hold."""
    heap = DrawnHeap()
    star = heap.add("Star")
    fans = heap.add("Array")
    heap.hold(1, fans, "fans")
    for at in range(retainers):
        fan = heap.add("Fan")
        heap.hold(fans, fan, at, kind="element")
        heap.hold(fan, star, "idol")
    return heap


def ring(length: int) -> DrawnHeap:
    """Objects that hold one another in a circle, which the global object holds at one place."""
    heap = DrawnHeap()
    links = [heap.add(f"Link{at}") for at in range(length)]
    heap.hold(1, links[0], "first")
    for at, link in enumerate(links):
        heap.hold(link, links[(at + 1) % length], "next")
    return heap


HOSTILE = (
    "[red]not markup[/red]",
    "\x1b[31mescape\x1b]52;c;aGk=\x07",
    "right\u202eto left",
    "line\nbreak\ttab\r",
    "zero\u200bwidth\ufeff",
    "n" * 10_000,
    "\u6f22\u5b57" * 40,
    "",
)


def hostile() -> DrawnHeap:
    """Names that would act on a terminal if they reached it."""
    heap = DrawnHeap()
    for at, name in enumerate(HOSTILE):
        holder = heap.add(name, size=1_000 - at)
        heap.hold(1, holder, name or "empty")
        held = heap.add(f"held {name}", kind="closure")
        heap.hold(holder, held, name or "empty", kind="context")
    return heap
