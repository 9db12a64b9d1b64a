"""A parsed file to everything that is known of its nodes: both cores, no Python object a node."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tuiinspect.heap.arrays import Ints, Longs
from tuiinspect.heap.checks import check
from tuiinspect.heap.classes import ClassTable, class_names, class_table
from tuiinspect.heap.columns import LocationColumns
from tuiinspect.heap.detached import name_detached
from tuiinspect.heap.distances import distances
from tuiinspect.heap.dominators import DominatorTree, dominator_tree, retained_sizes
from tuiinspect.heap.edges import Graph, Retainers, graph_of, retainers_of
from tuiinspect.heap.ephemerons import Ephemerons, find_ephemerons
from tuiinspect.heap.interfaces import Interface
from tuiinspect.heap.ownership import essential_edges, page_objects, shallow_sizes, user_roots
from tuiinspect.heap.parse import ParsedFile
from tuiinspect.heap.strings import StringTable

Progress = Callable[[str, float], None]
"""Told what is being done and how much of all is done, 0 to 1."""


@dataclass(frozen=True)
class Analysis:
    """All columns of a snapshot; N nodes. `shallow`, `retained` int64[N] (bytes), `distances` int32[N],
    `classes` int32[N] (string numbers of the class names)."""

    graph: Graph
    retainers: Retainers
    standard: bool
    type_names: tuple[str, ...]
    shallow: Longs
    retained: Longs
    distances: Ints
    tree: DominatorTree
    classes: Ints
    interfaces: tuple[Interface, ...]
    table: ClassTable
    locations: LocationColumns
    extra_native_bytes: int


@dataclass(frozen=True)
class _Names:
    shallow: Longs
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
    ephemerons = find_ephemerons(strings)
    seeds = user_roots(graph)
    progress("who dominates whom", 0.65)
    with ThreadPoolExecutor(1, "heap") as pool:
        holding = pool.submit(_holding, graph, ephemerons)
        names = _naming(graph, seeds, ephemerons, parsed.head.node_type_names)
        tree, retainers = holding.result()
    progress("retained sizes", 0.9)
    retained = retained_sizes(tree.order, tree.dominators, names.shallow)
    table = class_table(
        graph,
        names.classes,
        parsed.locations,
        (names.shallow, retained, names.distances),
        (tree.dominators, tree.order),
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


def _holding(graph: Graph, ephemerons: Ephemerons) -> tuple[DominatorTree, Retainers]:
    essential = essential_edges(graph, page_objects(graph), ephemerons)
    tree = dominator_tree(graph, essential)
    return tree, retainers_of(graph)


def _naming(graph: Graph, seeds: Ints, ephemerons: Ephemerons, type_names: tuple[str, ...]) -> _Names:
    shallow = shallow_sizes(graph) if seeds.size else graph.self_sizes
    distance = distances(graph, seeds, ephemerons)
    name_detached(graph)
    classes, interfaces = class_names(graph, type_names)
    return _Names(shallow, distance, classes, interfaces)
