"""What an object is made of, as its programmer sees it: fields, elements, entries, captured variables.

V8 keeps entries in tables and variables in contexts; here they belong to the Map and to the function.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tuiinspect.heap.arrays import Bytes, Counts, Flags, Ints, Longs
from tuiinspect.heap.edges import (
    CLOSURE,
    CONS_STRING,
    CONTEXT,
    ELEMENT,
    HIDDEN,
    HIDDEN_EDGE,
    INTERNAL,
    INVISIBLE,
    OBJECT_NODE,
    PROPERTY,
    SHORTCUT,
    SLICED_STRING,
    WEAK,
    Graph,
)
from tuiinspect.heap.entries import COLLECTIONS, Layout, table_layout
from tuiinspect.heap.jit import kernel
from tuiinspect.heap.lookups import NOTHING, Lookups
from tuiinspect.heap.names import edge_name, node_name
from tuiinspect.heap.strings import PROTO

ENTRY, ELEMENT_PART, VARIABLE, FIELD, PIECE, PROTOTYPE, INNER = range(7)
"""Kinds of parts, in the order in which they are listed."""

_MOST_CONTEXTS = 100
_MOST_PROTOTYPES = 20
_WEAK_COLLECTIONS = frozenset({"WeakMap", "WeakSet"})
_WEAK_LAYOUT = Layout(first=3, width=2, items=2**30, known=True)
"""V8's EphemeronHashTable: three counts, then keys and values in turns, to which weak edges lead."""
_PIECES = ("parent", "first", "second")


@dataclass(frozen=True)
class Parts:
    """Parts of one object, one row each: `kinds` uint8; `edges`, the edge to the value, `keys`, that to a
    Map's key, and `contexts`, the context a variable is in, int32, -1 for none; `items` int32, an entry's
    number in its table or -1."""

    kinds: Bytes
    edges: Ints
    keys: Ints
    contexts: Ints
    items: Ints

    def __getitem__(self, rows: slice | Flags) -> Parts:
        return Parts(
            self.kinds[rows], self.edges[rows], self.keys[rows], self.contexts[rows], self.items[rows]
        )

    @property
    def size(self) -> int:
        return self.kinds.size


def parts_of(lookups: Lookups, node: int) -> Parts:
    """All parts of a node, those that only the engine sees last."""
    graph = lookups.graph
    own = _own(graph, node)
    found = [own]
    if graph.node_types[node] == CLOSURE:
        found += [_variables(graph, context) for context in contexts_of(lookups, node)]
    table = lookups.held(node, "table") if graph.node_types[node] == OBJECT_NODE else NOTHING
    collection = collection_of(lookups, node) if table >= 0 else None
    if collection is not None:
        found.append(_entries(graph, table, collection))
    kinds = np.concatenate([parts.kinds for parts in found])
    order = np.argsort(kinds, kind="stable")
    return Parts(
        kinds[order],
        *(
            np.concatenate([getattr(parts, name) for parts in found])[order]
            for name in ("edges", "keys", "contexts", "items")
        ),
    )


def collection_of(lookups: Lookups, node: int) -> str | None:
    """`Map`, `Set`, `WeakMap` or `WeakSet`, also of a class derived from one."""
    for _ in range(_MOST_PROTOTYPES):
        name = node_name(lookups.graph, node)
        if name in COLLECTIONS or name in _WEAK_COLLECTIONS:
            return name
        node = lookups.held(node, "__proto__")
        if node < 0:
            break
    return None


def contexts_of(lookups: Lookups, closure: int) -> Iterator[int]:
    """The contexts whose variables a function can use, the innermost first."""
    graph = lookups.graph
    context = lookups.held(closure, "context")
    for _ in range(_MOST_CONTEXTS):
        if context < 0 or not node_name(graph, context).startswith("system / Context"):
            return
        yield context
        context = lookups.held(context, "previous")


def _rows(
    kinds: Bytes, edges: Ints, *, keys: Ints | None = None, context: int = NOTHING, items: Ints | None = None
) -> Parts:
    none = np.full(edges.size, NOTHING, np.int32)
    contexts = np.full(edges.size, context, np.int32)
    return Parts(kinds, edges, none if keys is None else keys, contexts, none if items is None else items)


def _own(graph: Graph, node: int) -> Parts:
    edges = np.arange(graph.first_edge[node], graph.first_edge[node + 1], dtype=np.int32)
    edges = edges[graph.edge_types[edges] != INVISIBLE]
    types, names = graph.edge_types[edges], graph.edge_names[edges]
    kinds = np.full(edges.size, INNER, np.uint8)
    kinds[types == ELEMENT] = ELEMENT_PART
    kinds[(types == PROPERTY) | (types == SHORTCUT)] = FIELD
    kinds[types == CONTEXT] = VARIABLE
    named = types == PROPERTY
    proto = np.zeros(edges.size, np.bool_)
    proto[named] = graph.strings.marks[names[named]] == PROTO
    kinds[proto] = PROTOTYPE
    if graph.node_types[node] in (CONS_STRING, SLICED_STRING):
        for at, edge in enumerate(edges.tolist()):
            if types[at] == INTERNAL and edge_name(graph, edge) in _PIECES:
                kinds[at] = PIECE
    return _rows(kinds, edges)


def _variables(graph: Graph, context: int) -> Parts:
    """Of a function's context the variables by name, of a block's those that V8 only numbers."""
    edges = np.arange(graph.first_edge[context], graph.first_edge[context + 1], dtype=np.int32)
    types = graph.edge_types[edges]
    numbered = (types == HIDDEN_EDGE) & (graph.node_types[graph.targets[edges]] != HIDDEN)
    edges = edges[(types == CONTEXT) | numbered]
    return _rows(np.full(edges.size, VARIABLE, np.uint8), edges, context=context)


def _entries(graph: Graph, table: int, collection: str) -> Parts:
    weak, maps = collection in _WEAK_COLLECTIONS, collection.endswith("Map")
    layout = _WEAK_LAYOUT if weak else table_layout(graph, table, collection)
    begin, end = int(graph.first_edge[table]), int(graph.first_edge[table + 1])
    if not layout.known:
        edges = np.arange(begin, end, dtype=np.int32)
        return _rows(np.full(edges.size, ENTRY, np.uint8), edges)
    rows = _pair_up(
        begin, end, WEAK if weak else INTERNAL, layout.first, layout.width, 2 if maps else 1, layout.items,
        graph.edge_types, graph.edge_names, graph.strings.blob, graph.strings.ends,
    )  # fmt: skip
    kinds = np.full(rows.shape[0], ENTRY, np.uint8)
    keys, values, items = (np.ascontiguousarray(rows[:, column]) for column in range(3))
    if weak:
        items[:] = NOTHING  # they have no order
    if maps:
        return _rows(kinds, values, keys=keys, items=items)
    return _rows(kinds, keys, items=items)


@kernel
def _pair_up(
    begin: int, end: int, edge_type: int, first: int, width: int, used: int, items: int, edge_types: Bytes,
    edge_names: Counts, blob: Bytes, ends: Longs,
) -> Ints:  # fmt: skip
    """int32[k, 3]: of each entry the edge to its key, the edge to its value, and its number.

    V8 writes a table's edges in the order of its slots, and none for small numbers.
    """
    rows = np.full((end - begin, 3), -1, np.int32)
    count = 0
    for edge in range(begin, end):
        name = edge_names[edge]
        if edge_types[edge] != edge_type:
            continue
        slot = 0
        start = ends[name - 1] if name > 0 else 0
        for at in range(start, ends[name]):
            digit = int(blob[at]) - 48
            if digit < 0 or digit > 9 or slot > 1 << 40:
                slot = -1
                break
            slot = 10 * slot + digit
        if slot < first or ends[name] == start:
            continue
        item = (slot - first) // width
        part = (slot - first) % width
        if item >= items or part >= used:
            continue
        if count == 0 or rows[count - 1, 2] != item:
            rows[count, 2] = item
            count += 1
        rows[count - 1, part] = edge
    return rows[:count]
