"""Entries of Map and Set: V8 keeps them in a table, people think of items and keys."""

from __future__ import annotations

from dataclasses import dataclass

from tuiinspect.heap.edges import ARRAY_NODE, CONS_STRING, INTERNAL, SLICED_STRING, STRING, Graph
from tuiinspect.heap.lookups import Lookups
from tuiinspect.heap.names import edge_name, edge_words, node_name
from tuiinspect.text import clean

_HEADER_WORDS = 2
_PREFIX_WORDS = 3
_PER_BUCKET = {"Map": 7, "Set": 5}
COLLECTIONS = frozenset(_PER_BUCKET)
_WORD = 8
_LONGEST_KEY = 40


@dataclass(frozen=True)
class Entry:
    """Where a table keeps something: the item's number from 0, its key's text when that is a string."""

    item: int | None
    key: str | None
    is_key: bool

    @property
    def words(self) -> str:
        if self.is_key and self.item is not None:
            return f"key {self.item}"
        if self.key is not None:
            return f"item '{clean(self.key, _LONGEST_KEY)}'"
        return f"item {self.item}" if self.item is not None else "an item"

    @property
    def code(self) -> str:
        """As a program would get at it."""
        if self.key is not None and not self.is_key:
            return f".get('{clean(self.key, _LONGEST_KEY)}')"
        return f"[{self.item}]" if self.item is not None else "[…]"


@dataclass(frozen=True)
class Layout:
    """Where a table's entries are: `first` is the slot of the first, `width` slots an entry, `items` at most.

    `known` is False where the table is laid out otherwise (a changed V8), and an entry has no number.
    """

    first: int
    width: int
    items: int
    known: bool


def table_layout(graph: Graph, table: int, collection: str) -> Layout:
    """How the table of a `Map` or `Set` is laid out.

    The table (V8's OrderedHashMap) is a header of two words, three counts, the buckets, then for each of two
    places a bucket: key, value (Map only) and chain. Its size in the file gives the number of buckets.
    """
    words = int(graph.self_sizes[table]) // _WORD - _HEADER_WORDS - _PREFIX_WORDS
    buckets, rest = divmod(words, _PER_BUCKET[collection])
    width = 3 if collection == "Map" else 2
    return Layout(_PREFIX_WORDS + buckets, width, 2 * buckets, known=not rest and buckets >= 0)


def entry_at(lookups: Lookups, edge: int, table: int, collection: str) -> Entry | None:
    """What an edge from the table of a `Map` or `Set` stands for; None when it is no entry."""
    graph = lookups.graph
    if graph.node_types[table] != ARRAY_NODE or graph.edge_types[edge] != INTERNAL:
        return None
    name = edge_name(graph, edge)
    if not name.isdecimal() or collection not in COLLECTIONS:
        return None
    layout = table_layout(graph, table, collection)
    item, part = divmod(int(name) - layout.first, layout.width)
    if not layout.known or item < 0 or item >= layout.items or part == layout.width - 1:
        return Entry(None, None, is_key=False)
    if collection == "Set":
        return Entry(item, None, is_key=False)
    if part == 0:
        return Entry(item, None, is_key=True)
    return Entry(item, _key_before(graph, edge, table, int(name) - 1), is_key=False)


def holding_words(lookups: Lookups, edge: int, holder: int) -> str:
    """How `holder` holds what `edge` leads to: an entry where it is the table of a Map or Set."""
    graph = lookups.graph
    if graph.node_types[holder] == ARRAY_NODE and graph.edge_types[edge] == INTERNAL:
        collection = lookups.holder(holder, "table")
        name = node_name(graph, collection) if collection >= 0 else ""
        entry = entry_at(lookups, edge, holder, name)
        if entry is not None:
            return entry.words
    return edge_words(int(graph.edge_types[edge]), edge_name(graph, edge))


def _key_before(graph: Graph, edge: int, table: int, place: int) -> str | None:
    """The text of the key that stands in the table just before a value; None when it is not a string."""
    if edge == graph.first_edge[table] or edge_name(graph, edge - 1) != str(place):
        return None
    key = int(graph.targets[edge - 1])
    return node_name(graph, key) if graph.node_types[key] in (STRING, CONS_STRING, SLICED_STRING) else None
