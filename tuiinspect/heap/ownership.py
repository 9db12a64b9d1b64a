"""What belongs to the page, which edges retain, and whose size a backing store counts for.

The rules are those of the heap model of Chrome DevTools.
"""

from __future__ import annotations

import numpy as np

from tuiinspect.heap import shelf
from tuiinspect.heap.arrays import Bits, Bytes, Counts, Flags, Ids, Ints, Longs, Shorts, Sizes
from tuiinspect.heap.columns import EdgeColumns
from tuiinspect.heap.edges import (
    ARRAY_NODE,
    ELEMENT,
    HIDDEN,
    INTERNAL,
    NATIVE,
    SHORTCUT,
    SYNTHETIC,
    WEAK,
    Graph,
)
from tuiinspect.heap.ephemerons import Ephemerons
from tuiinspect.heap.jit import kernel
from tuiinspect.heap.strings import DOM_TREES, EXTERNAL_STRING

_UNOWNED, _SHARED = -1, -2


def user_roots(graph: Graph) -> Ints:
    """The program's own among the nodes the root points to, in edge order; none with exposeInternals."""
    roots = []
    for edge in graph.root_edges():
        target = int(graph.targets[edge])
        synthetic = graph.node_types[target] == SYNTHETIC
        if not synthetic or graph.strings.marks[graph.node_names[target]] == DOM_TREES:
            roots.append(target)
    return np.array(roots, np.int32)


def of_windows(root: int, first_edge: Ints, edges: EdgeColumns) -> Flags:
    """bool[N]: what can be reached from the global objects over edges that retain."""
    own = range(int(first_edge[root]), int(first_edge[root + 1]))
    seeds = [int(edges.targets[edge]) for edge in own if edges.types[edge] == SHORTCUT]
    reached = np.zeros(first_edge.size - 1, np.bool_)
    _reach(seeds, first_edge, edges.types, edges.targets, reached)
    return reached


def page_objects(graph: Graph, windows: Flags) -> Flags:
    """bool[N]: what can be reached from the global objects, which `windows` says, and the document trees."""
    seeds = []
    for edge in graph.root_edges():
        target = int(graph.targets[edge])
        synthetic = graph.edge_types[edge] == ELEMENT and graph.node_types[target] == SYNTHETIC
        if synthetic and graph.strings.marks[graph.node_names[target]] == DOM_TREES:
            seeds.append(target)
    _reach(seeds, graph.first_edge, graph.edge_types, graph.targets, windows)
    return windows


def _reach(seeds: list[int], first_edge: Ints, edge_types: Bytes, targets: Ints, reached: Flags) -> None:
    if seeds:
        stack = np.empty(reached.size, np.int32)
        _flood(np.array(seeds, np.int32), first_edge, edge_types, targets, reached, stack)


def essential_edges(graph: Graph, page: Flags, ephemerons: Ephemerons) -> Bits:
    """A bit an edge: those that carry domination."""
    essential = np.zeros(graph.edge_count // 8 + 1, np.uint8)
    _essential(
        graph.root, page, graph.ids, graph.first_edge, graph.edge_types, graph.edge_names, graph.targets,
        ephemerons.pair_of, ephemerons.tables, essential,
    )  # fmt: skip
    return essential


def presumed_owners(types: Bytes, first_edge: Ints, edges: EdgeColumns) -> Ints:
    """int32[N]: the one object that a node's size counts for, mostly the node itself; negative where there is
    none or several.

    Which native nodes are the text of strings, and belong to these, is told by names, which are not known
    yet: here all are that hold nothing. For other nodes nothing comes of that; `shallow_sizes` corrects it.
    """
    owners = shelf.empty(types.size, np.int32)
    _presume(types, first_edge, owners)
    _spread_owners(first_edge, edges.types, edges.targets, owners)
    return owners


def shallow_sizes(graph: Graph, owners: Ints) -> Sizes:
    """Bytes, of the type of the graph's sizes: backing stores and hidden parts count for the one object that
    holds them. `owners` are the presumed ones; they are corrected."""
    shallow = graph.self_sizes.copy()
    named = (graph.node_types, graph.node_names, graph.strings.marks)
    if not _correct(*named, graph.first_edge, owners):
        _begin(*named, owners)
        _spread_owners(graph.first_edge, graph.edge_types, graph.targets, owners)
    _transfer(graph.root, graph.node_types, owners, shallow)
    return shallow


def _spread_owners(first_edge: Ints, edge_types: Bytes, targets: Ints, owners: Ints) -> None:
    # Room for two entries a node: each can get an owner once, and lose it to several once.
    _find_owners(first_edge, edge_types, targets, owners, np.empty(2 * owners.size, np.int32))


@kernel
def _flood(
    seeds: Ints, first_edge: Ints, edge_types: Bytes, targets: Ints, reached: Flags, stack: Ints
) -> None:
    height = 0
    for i in range(seeds.size):
        if not reached[seeds[i]]:
            reached[seeds[i]] = True
            stack[height] = seeds[i]
            height += 1
    while height > 0:
        height -= 1
        node = stack[height]
        for edge in range(first_edge[node], first_edge[node + 1]):
            target = targets[edge]
            if not reached[target] and edge_types[edge] != WEAK:
                reached[target] = True
                stack[height] = target
                height += 1


@kernel
def _essential(
    root: int, page: Flags, ids: Ids, first_edge: Ints, edge_types: Bytes, edge_names: Counts, targets: Ints,
    pair_of: Ints, tables: Longs, essential: Bits,
) -> None:  # fmt: skip
    for node in range(first_edge.size - 1):
        identity = int(ids[node])
        foreign = node != root and not page[node]
        for edge in range(first_edge[node], first_edge[node + 1]):
            kind = edge_types[edge]
            target = targets[edge]
            keep = kind != WEAK and target != node
            if keep and node != root and (kind == SHORTCUT or (foreign and page[target])):
                keep = False
            if keep and kind == INTERNAL:
                pair = pair_of[edge_names[edge]]
                if pair >= 0 and tables[pair] == identity:
                    keep = False
            if keep:
                essential[edge >> 3] |= np.uint8(1 << (edge & 7))


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
