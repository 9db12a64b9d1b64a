"""Whose size a backing store counts for, by the rules of the heap model of Chrome DevTools."""

from __future__ import annotations

import numpy as np

from tuiinspect.heap import shelf
from tuiinspect.heap.arrays import Bytes, Ints, Shorts, Sizes
from tuiinspect.heap.edges import (
    ARRAY_NODE,
    HIDDEN,
    NATIVE,
    SYNTHETIC,
    WEAK,
    Graph,
    Structure,
)
from tuiinspect.heap.jit import kernel
from tuiinspect.heap.strings import EXTERNAL_STRING

_UNOWNED, _SHARED = -1, -2


def presumed_owners(structure: Structure) -> Ints:
    """int32[N]: the one object that a node's size counts for, mostly the node itself; negative where there is
    none or several.

    Which native nodes are the text of strings, and belong to these, is told by names, which are not known
    yet: here all are that hold nothing. For other nodes nothing comes of that; `shallow_sizes` corrects it.
    """
    owners = shelf.empty(structure.node_types.size, np.int32)
    _presume(structure.node_types, structure.first_edge, owners)
    _spread_owners(structure, owners)
    return owners


def shallow_sizes(graph: Graph, owners: Ints) -> Sizes:
    """Bytes, of the type of the graph's sizes: backing stores and hidden parts count for the one object that
    holds them. `owners` are the presumed ones; they are corrected."""
    shallow = graph.self_sizes.copy()
    named = (graph.node_types, graph.node_names, graph.strings.marks)
    if not _correct(*named, graph.first_edge, owners):
        _begin(*named, owners)
        _spread_owners(graph.structure, owners)
    _transfer(graph.root, graph.node_types, owners, shallow)
    return shallow


def _spread_owners(structure: Structure, owners: Ints) -> None:
    # Room for two entries a node: each can get an owner once, and lose it to several once.
    stack = np.empty(2 * owners.size, np.int32)
    _find_owners(structure.first_edge, structure.edge_types, structure.targets, owners, stack)


@kernel
def _presume(types: Bytes, first_edge: Ints, owners: Ints) -> None:
    for node in range(types.size):
        kind = types[node]
        owned = kind == NATIVE and first_edge[node] == first_edge[node + 1]
        owners[node] = _UNOWNED if kind in (HIDDEN, ARRAY_NODE) or owned else node


@kernel
def _correct(types: Bytes, names: Ints, marks: Shorts, first_edge: Ints, owners: Ints) -> bool:
    """Give native nodes back to themselves that are no string's; False when one that is holds something."""
    for node in range(types.size):
        if types[node] == NATIVE:
            external = marks[names[node]] == EXTERNAL_STRING
            alone = first_edge[node] == first_edge[node + 1]
            if external and not alone:
                return False
            if alone and not external:
                owners[node] = node
    return True


@kernel
def _begin(types: Bytes, names: Ints, marks: Shorts, owners: Ints) -> None:
    for node in range(types.size):
        kind = types[node]
        external = kind == NATIVE and marks[names[node]] == EXTERNAL_STRING
        owners[node] = _UNOWNED if kind in (HIDDEN, ARRAY_NODE) or external else node


@kernel
def _find_owners(first_edge: Ints, edge_types: Bytes, targets: Ints, owners: Ints, stack: Ints) -> None:
    # Owners only ever go from none to one to many, so the order in which they spread does not matter.
    for start in range(owners.size):
        if owners[start] != start:
            continue
        stack[0] = start
        height = 1
        while height > 0:
            height -= 1
            node = stack[height]
            owner = owners[node]
            for edge in range(first_edge[node], first_edge[node + 1]):
                if edge_types[edge] == WEAK:
                    continue
                target = targets[edge]
                held = owners[target]
                if held == _UNOWNED:
                    owners[target] = owner
                    stack[height] = target
                    height += 1
                elif held != target and held != owner and held != _SHARED:
                    owners[target] = _SHARED
                    stack[height] = target
                    height += 1


@kernel
def _transfer(root: int, types: Bytes, owners: Ints, shallow: Sizes) -> None:
    for node in range(types.size):
        owner = owners[node]
        if owner >= 0 and owner != node and owner != root and types[owner] != SYNTHETIC:
            shallow[owner] += shallow[node]
            shallow[node] = 0
