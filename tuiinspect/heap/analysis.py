"""A parsed file to everything that is known of its nodes: both cores, no Python object a node."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass

from tuiinspect.heap import shelf
from tuiinspect.heap.arrays import Bits, Flags, Ints, Sizes
from tuiinspect.heap.checks import check_names
from tuiinspect.heap.class_figures import ClassCounts, ClassTable, class_counts, laid_out, with_retained
from tuiinspect.heap.classes import ClassKeys, class_keys, class_names
from tuiinspect.heap.columns import LocationColumns
from tuiinspect.heap.detached import name_detached
from tuiinspect.heap.distances import distances
from tuiinspect.heap.dominators import (
    DepthFirst,
    DominatorTree,
    Links,
    dominator_tree,
    holders_of,
    linked,
    retained_sizes,
    search_depth_first,
)
from tuiinspect.heap.edges import Graph, Retainers, graph_of, retainers_begin, sort_retainers
from tuiinspect.heap.ephemerons import Ephemerons
from tuiinspect.heap.interfaces import Interface
from tuiinspect.heap.ownership import essential_edges, page_objects, shallow_sizes, user_roots
from tuiinspect.heap.parse import ParsedFile
from tuiinspect.heap.statistics import kind_sums
from tuiinspect.heap.topology import Topology, topology_of

Progress = Callable[[str, float], None]
"""Told what is being done and how much of all is done, 0 to 1."""


@dataclass(frozen=True)
class Analysis:
    """All columns of a snapshot; N nodes. `shallow`, `retained` int32[N] or int64[N] (bytes), `distances`
    int32[N], `classes` int32[N] (string numbers of the class names), `kinds` the sums of the statistics."""

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
    kinds: tuple[int, ...]
    locations: LocationColumns
    extra_native_bytes: int


def analyse(
    parsed: ParsedFile, topology: Future[Topology] | None, pool: Executor, progress: Progress
) -> Analysis:
    """Everything DevTools computes before its panel answers.

    `topology` is under way on the one thread of the `pool` when the file had its strings last. Each step is
    where the columns it reads may be in memory with those of the other: together all
    of them would take half as much again. Raises UnreadableFile when the file contradicts itself.
    """
    if topology is None:
        topology = pool.submit(topology_of, parsed.source, parsed.head, parsed.nodes, parsed.edges)
    check_names(parsed)
    known = topology.result()
    strings, graph = parsed.strings, graph_of(parsed, known.first_edge)
    seeds = user_roots(graph)
    progress("who dominates whom", 0.65)
    page = pool.submit(page_objects, graph, known.windows)
    ephemerons = parsed.ephemerons
    del topology, known
    searching = pool.submit(_searched, graph, page, ephemerons)
    counting = pool.submit(retainers_begin, graph)
    del page
    # Before nodes are renamed: what owns itself is told by its name.
    shallow = shallow_sizes(graph) if seeds.size else graph.self_sizes
    shelf.rest(graph.self_sizes)
    name_detached(graph)
    summing = pool.submit(_kinds, graph, counting, shallow)
    classes, interfaces = class_names(graph, parsed.head.node_type_names)
    distance = distances(graph, seeds, ephemerons)
    shelf.rest(strings.blob, strings.ends, distance)
    essential, search = searching.result()
    first, kinds = counting.result(), summing.result()
    shelf.rest(graph.edge_names)
    del searching, counting, summing
    linking = pool.submit(_linked, search)
    holders = holders_of(graph, essential, search, first, pool)
    order, links = search.order, linking.result()
    shelf.rest(graph.targets, search.number)
    del essential, search, linking
    counting_classes = pool.submit(_classes, graph, classes, parsed.locations, shallow, distance)
    tree = dominator_tree(order, links, first, holders)
    del links
    keys, counted = counting_classes.result()
    progress("retained sizes", 0.9)
    # In the place of the holders: memory that is new to the process has to be cleared first.
    sorting = pool.submit(sort_retainers, graph, first, holders)
    retained = retained_sizes(order, tree.dominators, shallow)
    retainers = sorting.result()
    # The tree is laid out behind that, when the targets are out of memory.
    shelf.rest(graph.targets)
    table = with_retained(counted, keys, retained, laid_out(tree.dominators, order))
    del order
    progress("done", 1.0)
    return Analysis(
        graph=graph,
        retainers=retainers,
        standard=seeds.size > 0,
        type_names=parsed.head.node_type_names,
        shallow=shallow,
        retained=retained,
        distances=distance,
        tree=tree,
        classes=classes,
        interfaces=interfaces,
        table=table,
        kinds=kinds,
        locations=parsed.locations,
        extra_native_bytes=parsed.head.extra_native_bytes,
    )


def _classes(
    graph: Graph, classes: Ints, locations: LocationColumns, shallow: Sizes, distance: Ints
) -> tuple[ClassKeys, ClassCounts]:
    keys = class_keys(graph, classes, locations, shallow)
    return keys, class_counts(keys, shallow, distance)


def _linked(search: DepthFirst) -> Links:
    links = linked(search)
    shelf.rest(search.parents)
    return links


def _kinds(graph: Graph, counting: Future[Ints], shallow: Sizes) -> tuple[int, ...]:
    return kind_sums(graph, counting.result(), shallow)


def _searched(graph: Graph, page: Future[Flags], ephemerons: Ephemerons) -> tuple[Bits, DepthFirst]:
    essential = essential_edges(graph, page.result(), ephemerons)
    del page
    shelf.rest(graph.ids)
    search = search_depth_first(graph, essential)
    shelf.rest(graph.targets, search.number, search.order, search.parents)
    return essential, search
