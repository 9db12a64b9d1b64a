"""One object in full: what it is, where it comes from, and its parts with their values."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from tuiinspect.heap.arrays import Ints
from tuiinspect.heap.detail_rows import Detail, Part, PartKind, PartPage
from tuiinspect.heap.edges import CLOSURE, ELEMENT, HIDDEN_EDGE, NUMBER, SLICED_STRING
from tuiinspect.heap.lookups import NOTHING, Lookups
from tuiinspect.heap.names import edge_name, edge_words, node_name
from tuiinspect.heap.parts import ENTRY, INNER, PIECE, VARIABLE, Parts, parts_of
from tuiinspect.heap.places import Places, short_path
from tuiinspect.heap.rows import Node

_KINDS: tuple[PartKind, ...] = ("entry", "element", "variable", "field", "piece", "prototype", "internal")
_COUNTED: tuple[tuple[PartKind, str], ...] = (
    ("entry", "entries"),
    ("element", "elements"),
    ("variable", "captured variables"),
)
_KEPT = 8


class Details:
    """Answers for single objects of a snapshot; the parts of the last few are kept."""

    def __init__(self, lookups: Lookups, places: Places, node_at: Callable[[int], Node]) -> None:
        self._lookups = lookups
        self._graph = lookups.graph
        self._places = places
        self._at = node_at
        self._kept: OrderedDict[int, Parts] = OrderedDict()
        self._lock = Lock()

    def detail(self, ordinal: int) -> Detail:
        """What there is to say of a node in words: its place in the source, its counts, its parent string."""
        parts = self._parts(ordinal)
        counts = []
        for kind, words in _COUNTED:
            count = int((parts.kinds == _KINDS.index(kind)).sum())
            if count:
                counts.append((words, count))
        return Detail(self._at(ordinal), self._source(ordinal), self._parent(ordinal), tuple(counts))

    def parts(self, ordinal: int, start: int, count: int, *, internals: bool = False) -> PartPage:
        """A page of a node's parts; `internals` adds what only the engine sees, at the end."""
        parts = self._parts(ordinal)
        if not internals:
            parts = parts[parts.kinds != INNER]
        start = max(0, start)
        page = parts[start : start + max(0, count)]
        rows = zip(*(column.tolist() for column in _columns(page)), strict=True)
        return PartPage(start, parts.size, tuple(self._part(*row) for row in rows))

    def _parts(self, ordinal: int) -> Parts:
        with self._lock:
            if ordinal not in self._kept:
                self._kept[ordinal] = parts_of(self._lookups, ordinal)
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            return self._kept[ordinal]

    def _part(self, kind: int, edge: int, key: int, context: int, item: int) -> Part:
        targets = self._graph.targets
        value = self._at(int(targets[edge])) if edge >= 0 else None
        return Part(
            kind=_KINDS[kind],
            words=self._words(kind, edge, context, item),
            key=self._at(int(targets[key])) if key >= 0 else None,
            node=value,
            number=self._number(value.ordinal) if value else None,
            scope=self._scope(context) if context >= 0 else "",
        )

    def _words(self, kind: int, edge: int, context: int, item: int) -> str:
        if kind == ENTRY:
            return f"item {item}" if item >= 0 else "an item"
        name = edge_name(self._graph, edge)
        edge_type = int(self._graph.edge_types[edge])
        if kind == VARIABLE and edge_type == HIDDEN_EDGE:
            found = self._places.block_variable(context, int(name))
            return found or f"variable {name}"
        if kind in (VARIABLE, PIECE):
            return name
        return edge_words(edge_type, name) if edge_type != ELEMENT else f"[{name}]"

    def _number(self, ordinal: int) -> str | None:
        """A number's digits, where the snapshot was taken with numeric values."""
        if self._graph.node_types[ordinal] != NUMBER:
            return None
        value = self._lookups.held(ordinal, "value")
        return node_name(self._graph, value) if value >= 0 else None

    def _scope(self, context: int) -> str:
        owner = self._places.context_owner(context)
        if self._places.is_module_scope(context):
            script = (owner and owner.script) or self._script_of_module(context)
            return f"module scope of {short_path(script)}" if script else "module scope"
        if owner and owner.script and self._places.belongs_to_module(context):
            return f"a block of {short_path(owner.script)}"
        return owner.words if owner else ""

    def _script_of_module(self, context: int) -> str | None:
        """By way of a function that was made in it."""
        closure = self._lookups.holder(context, "context")
        return self._places.function(closure).script if closure >= 0 else None

    def _source(self, ordinal: int) -> str | None:
        if self._graph.node_types[ordinal] == CLOSURE:
            place = self._places.function(ordinal)
            return place.words if place.script else None
        return self._places.location_of(ordinal)

    def _parent(self, ordinal: int) -> Node | None:
        if self._graph.node_types[ordinal] != SLICED_STRING:
            return None
        parent = self._lookups.held(ordinal, "parent")
        return self._at(parent) if parent != NOTHING else None


def _columns(parts: Parts) -> tuple[Ints, ...]:
    return (parts.kinds.astype("int32"), parts.edges, parts.keys, parts.contexts, parts.items)
