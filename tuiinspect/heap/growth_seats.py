"""One holder looked at closely: what kind of thing it is, where it keeps its entries, and how many it has."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from tuiinspect.heap.arrays import Ints
from tuiinspect.heap.edges import (
    CLOSURE,
    CONS_STRING,
    CONTEXT,
    ELEMENT,
    HIDDEN_EDGE,
    NUMBER,
    OBJECT_NODE,
    PROPERTY,
    SHORTCUT,
    SLICED_STRING,
    STRING,
    SYNTHETIC,
    WEAK,
)
from tuiinspect.heap.growth_owners import Region
from tuiinspect.heap.growth_words import Words
from tuiinspect.heap.names import edge_name, node_name
from tuiinspect.heap.parts import ELEMENT_PART, ENTRY, FIELD, Parts, collection_of, parts_of
from tuiinspect.heap.rows import RetainerPath

if TYPE_CHECKING:
    from tuiinspect.heap.graph import HeapSnapshot

_LIMITS = ("max", "limit", "maxsize", "maxentries", "maxlength", "capacity", "maxkeys", "maxitems", "bound")
_STRINGS = (STRING, CONS_STRING, SLICED_STRING)
_FEWEST_SLOTS = 4


@dataclass(frozen=True)
class Slot:
    """An edge from a holder to an entry: its type and name, and what the entry retains."""

    kind: int
    name: str
    node: int
    retained: int


class Seat:
    """A survivor in one snapshot."""

    def __init__(self, snapshot: HeapSnapshot, region: Region, words: Words, node: int) -> None:
        self.snapshot = snapshot
        self.node = node
        self.words = words
        self._region = region
        self._graph = region.analysis.graph
        self._lookups = snapshot._lookups

    @cached_property
    def type(self) -> int:
        return int(self._graph.node_types[self.node])

    @cached_property
    def called(self) -> str:
        """The name of its constructor, or the function's; `Object` for plain objects."""
        return self._graph.strings[int(self._graph.node_names[self.node])]

    @cached_property
    def path(self) -> RetainerPath:
        return self.snapshot.shortest_path(self.node)

    @cached_property
    def collection(self) -> str | None:
        """`Map`, `Set`, `WeakMap` or `WeakSet`, also of a class derived from one."""
        if self.type != OBJECT_NODE or self._lookups.held(self.node, "table") < 0:
            return None
        return collection_of(self._lookups, self.node)

    @cached_property
    def is_array(self) -> bool:
        return (
            self.type == OBJECT_NODE
            and self._lookups.held(self.node, "elements") >= 0
            and (self.called == "Array" or self._has_elements)
        )

    @cached_property
    def _has_elements(self) -> bool:
        edges = self._edges
        return bool(np.count_nonzero(self._graph.edge_types[edges] == ELEMENT) > _FEWEST_SLOTS)

    @property
    def is_context(self) -> bool:
        return self.called.startswith("system / Context")

    @property
    def is_synthetic(self) -> bool:
        return self.type == SYNTHETIC

    @cached_property
    def _edges(self) -> Ints:
        edges = np.arange(self._graph.first_edge[self.node], self._graph.first_edge[self.node + 1])
        found: Ints = edges[self._graph.edge_types[edges] != WEAK].astype(np.int32)
        return found

    @cached_property
    def slots(self) -> list[Slot]:
        """The edges to its entries, the heaviest first; at most a thousand."""
        targets = self._graph.targets[self._edges]
        edges = self._edges[self._region.entries[targets] == targets]
        kinds = (CONTEXT, ELEMENT, PROPERTY, SHORTCUT)
        # The variables of blocks have only numbers.
        named = np.isin(self._graph.edge_types[edges], (*kinds, HIDDEN_EDGE) if self.is_context else kinds)
        edges = edges[named]
        retained = self._region.analysis.retained[self._graph.targets[edges]]
        order = np.argsort(-retained, kind="stable")[:1000]
        return [
            Slot(
                int(self._graph.edge_types[edge]),
                edge_name(self._graph, edge),
                int(self._graph.targets[edge]),
                int(size),
            )
            for edge, size in zip(edges[order].tolist(), retained[order].tolist(), strict=True)
        ]

    def block_variable(self, number: int) -> str | None:
        """The name of a numbered variable, of a context."""
        return self.snapshot._places.block_variable(self.node, number)

    @property
    def holds_strings_only(self) -> bool:
        return bool(self.slots) and all(
            self._graph.node_types[slot.node] in _STRINGS for slot in self.slots[:20]
        )

    @cached_property
    def size(self) -> int | None:
        """How many entries a Map or Set has, elements an array, fields an object or function."""
        if self.collection is not None:
            return self._count(ENTRY)
        if self.is_array:
            return self._count(ELEMENT_PART)
        if self.type in (OBJECT_NODE, CLOSURE) and not self.is_context:
            return self._count(FIELD)
        return None

    def changed_entries(self) -> int | None:
        """How many of its places keep something that only this snapshot has; None for what has no places."""
        if self.size is None:
            return None
        kind = ENTRY if self.collection is not None else ELEMENT_PART if self.is_array else FIELD
        parts = self._parts
        rows = parts.kinds == kind
        changed = np.zeros(int(np.count_nonzero(rows)), np.bool_)
        for column in (parts.edges[rows], parts.keys[rows]):
            there = column >= 0
            targets = self._graph.targets[column[there]]
            changed[there] |= self._region.matched.counterparts[targets] < 0
        return int(np.count_nonzero(changed))

    @cached_property
    def limit(self) -> tuple[str, int] | None:
        """A bound that the holder or its owner states, where the snapshot has numbers."""
        nodes = [self.node, *(step.node.ordinal for step in self.path.steps[:2])]
        for node in nodes:
            for edge in range(int(self._graph.first_edge[node]), int(self._graph.first_edge[node + 1])):
                target = int(self._graph.targets[edge])
                if self._graph.node_types[target] != NUMBER or self._graph.edge_types[edge] != PROPERTY:
                    continue
                name = edge_name(self._graph, edge)
                figure = node_name(self._graph, target)
                if (
                    name.strip("_#").replace("_", "").lower() in _LIMITS
                    and figure.isdecimal()
                    and int(figure)
                ):
                    return name, int(figure)
        return None

    @cached_property
    def _parts(self) -> Parts:
        return parts_of(self._lookups, self.node)

    def _count(self, kind: int) -> int:
        return int(np.count_nonzero(self._parts.kinds == kind))
