"""A parsed file to everything that is known of its nodes: both cores, no Python object a node."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tuiinspect.heap.arrays import Flags, Ints, Sizes
from tuiinspect.heap.checks import check
from tuiinspect.heap.classes import ClassTable, class_names, class_table
from tuiinspect.heap.columns import LocationColumns
from tuiinspect.heap.detached import name_detached
from tuiinspect.heap.distances import distances
from tuiinspect.heap.dominators import (
    DepthFirst,
    DominatorTree,
    dominator_tree,
    retained_sizes,
    search_depth_first,
)
from tuiinspect.heap.edges import Graph, Retainers, graph_of, sort_retainers, unsorted_retainers
from tuiinspect.heap.ephemerons import Ephemerons, find_ephemerons
from tuiinspect.heap.interfaces import Interface
from tuiinspect.heap.ownership import essential_edges, page_objects, shallow_sizes, user_roots
from tuiinspect.heap.parse import ParsedFile
from tuiinspect.heap.strings import StringTable

Progress = Callable[[str, float], None]
"""Told what is being done and how much of all is done, 0 to 1."""


@dataclass(frozen=True)
class Analysis:
    """All columns of a snapshot; N nodes. `shallow`, `retained` int32[N] or int64[N] (bytes), `distances`
    int32[N], `classes` int32[N] (string numbers of the class names)."""

    graph: Graph
    retainers: Retainers
    standard: bool
    type_names: tuple[str, ...]
    shallow: Sizes
    retained: Sizes
    distances: Ints
    tree: DominatorTree
    classes: Ints
    interfaces: tuple[Interface, ...]
    table: ClassTable
    locations: LocationColumns
    extra_native_bytes: int


@dataclass(frozen=True)
class _Names:
    shallow: Sizes
    distances: Ints
    classes: Ints
    interfaces: tuple[Interface, ...]


def analyse(parsed: ParsedFile, progress: Progress) -> Analysis:
    """Everything DevTools computes before its panel answers.

    Raises UnreadableFile when the file contradicts itself.
    """
    check(parsed)
    strings = StringTable(parsed.blob, parsed.ends)
    graph = graph_of(parsed, strings)
    seeds = user_roots(graph)
    progress("who dominates whom", 0.65)
    with ThreadPoolExecutor(1, "heap") as pool:
        page = pool.submit(page_objects, graph)
        ephemerons = find_ephemerons(strings)
        holding = pool.submit(_holding, graph, page.result(), ephemerons)
        del page
        names = _naming(graph, seeds, ephemerons, parsed.head.node_type_names)
        tree, order, retainers = holding.result()
    progress("retained sizes", 0.9)
    retained = retained_sizes(order, tree.dominators, names.shallow)
    table = class_table(
        graph,
        names.classes,
        parsed.locations,
        (names.shallow, retained, names.distances),
        (tree.dominators, order),
    )
    progress("done", 1.0)
    return Analysis(
        graph=graph,
        retainers=retainers,
        standard=seeds.size > 0,
        type_names=parsed.head.node_type_names,
        shallow=names.shallow,
        retained=retained,
        distances=names.distances,
        tree=tree,
        classes=names.classes,
        interfaces=names.interfaces,
        table=table,
        locations=parsed.locations,
        extra_native_bytes=parsed.head.extra_native_bytes,
    )


def _holding(graph: Graph, page: Flags, ephemerons: Ephemerons) -> tuple[DominatorTree, Ints, Retainers]:
    room = unsorted_retainers(graph)
    # The room for the retainers first holds what finds the dominators: no column is larger.
    search = _searched(graph, page, ephemerons, room)
    tree, order = dominator_tree(search, room.first, room.edges), search.order
    del search
    return tree, order, sort_retainers(graph, room)


def _searched(graph: Graph, page: Flags, ephemerons: Ephemerons, room: Retainers) -> DepthFirst:
    essential = essential_edges(graph, page, ephemerons)
    return search_depth_first(graph, essential, room.first, room.edges)


def _naming(graph: Graph, seeds: Ints, ephemerons: Ephemerons, type_names: tuple[str, ...]) -> _Names:
    shallow = shallow_sizes(graph) if seeds.size else graph.self_sizes
    distance = distances(graph, seeds, ephemerons)
    name_detached(graph)
    classes, interfaces = class_names(graph, type_names)
    return _Names(shallow, distance, classes, interfaces)
