"""A parsed file to everything that is known of its nodes: both cores, no Python object a node.

What is known of all nodes is in structs of msgspec, here and in the rooms before: Python takes more than a
millisecond to make a dataclass, and a dozen and a half of them took as long as the distances of a million
objects. What the engine hands out are dataclasses, as everywhere (see `rows`).
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future

from msgspec import Struct

from tuiinspect.heap import shelf
from tuiinspect.heap.arrays import Ints, Sizes
from tuiinspect.heap.checks import check_names
from tuiinspect.heap.class_figures import (
    ClassCounts,
    ClassTable,
    class_counts,
    laid_out,
    tree_sizes,
    with_retained,
)
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
from tuiinspect.heap.edges import Graph, Retainers, graph_of, sort_retainers
from tuiinspect.heap.ephemerons import Ephemerons
from tuiinspect.heap.interfaces import Interface
from tuiinspect.heap.ownership import essential_edges, page_objects, shallow_sizes, user_roots
from tuiinspect.heap.parse import ParsedFile
from tuiinspect.heap.statistics import kind_sums
from tuiinspect.heap.topology import Topology, begin_topology

Progress = Callable[[str, float], None]
"""Told what is being done and how much of all is done, 0 to 1."""


class Analysis(Struct, frozen=True):
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
    ephemerons: Ephemerons
    locations: LocationColumns
    extra_native_bytes: int


def analyse(parsed: ParsedFile, topology: Topology | None, pool: Executor, progress: Progress) -> Analysis:
    """Everything DevTools computes before its panel answers.

    `topology` is under way on the one thread of the `pool` when the file had its strings last. Each step is
    where the columns it reads may be in memory with those of the other thread: together all of them would
    take half as much again. Raises UnreadableFile when the file contradicts itself.
    """
    if topology is None:
        topology = begin_topology(parsed.source, parsed.head, parsed.nodes, parsed.edges, pool)
    check_names(parsed)
    reach = topology.reach.result()
    graph = graph_of(parsed, reach.first_edge)
    seeds = user_roots(graph)
    progress("who dominates whom", 0.65)
    describing = pool.submit(_described, graph, parsed, topology.owners, seeds)
    measuring = pool.submit(distances, graph, seeds, parsed.ephemerons)
    counting = topology.retainers
    summing = pool.submit(_sums, graph, counting, describing)
    del topology
    essential = essential_edges(graph, page_objects(graph, reach.windows), parsed.ephemerons)
    del reach
    shelf.rest(graph.ids)
    search = search_depth_first(graph, essential)
    shelf.rest(graph.targets, search.number, search.order, search.parents)
    # Whoever comes to them first: which of the two that is depends on the graph. The other thread may be
    # giving detached nodes their names then; the distances ask for names of the engine's own nodes only.
    distance = distances(graph, seeds, parsed.ephemerons) if measuring.cancel() else measuring.result()
    nodes, kinds, first = describing.result(), summing.result(), counting.result()
    del describing, measuring, summing, counting
    shelf.rest(graph.strings.blob, graph.strings.ends, graph.edge_names, distance)
    linking = pool.submit(_linked, search)
    holders = holders_of(graph, essential, search, first, pool)
    order, links = search.order, linking.result()
    shelf.rest(graph.targets, search.number)
    del essential, search, linking
    counting_classes = pool.submit(_classes, graph, parsed.locations, nodes, distance)
    tree = dominator_tree(order, links, first, holders)
    del links
    keys, counted = counting_classes.result()
    progress("retained sizes", 0.9)
    # In the place of the holders: memory that is new to the process has to be cleared first.
    sorting = pool.submit(sort_retainers, graph, first, holders)
    retained = retained_sizes(order, tree.dominators, nodes.shallow)
    sizes = tree_sizes(tree.dominators, order)
    retainers = sorting.result()
    # The tree is laid out behind that, when these are out of memory.
    shelf.rest(graph.targets, retainers.first)
    table = with_retained(counted, keys, retained, laid_out(tree.dominators, order, sizes))
    del order
    progress("done", 1.0)
    return Analysis(
        graph=graph,
        retainers=retainers,
        standard=seeds.size > 0,
        type_names=parsed.head.node_type_names,
        shallow=nodes.shallow,
        retained=retained,
        distances=distance,
        tree=tree,
        classes=nodes.classes,
        interfaces=nodes.interfaces,
        table=table,
        kinds=kinds,
        ephemerons=parsed.ephemerons,
        locations=parsed.locations,
        extra_native_bytes=parsed.head.extra_native_bytes,
    )


class _Described(Struct, frozen=True):
    """Of each node what is known without dominators and distances; see Analysis."""

    shallow: Sizes
    classes: Ints
    interfaces: tuple[Interface, ...]


def _described(graph: Graph, parsed: ParsedFile, owning: Future[Ints], seeds: Ints) -> _Described:
    # Before nodes are renamed: what owns itself is told by its name.
    owners = owning.result()
    shallow = shallow_sizes(graph, owners) if seeds.size else graph.self_sizes
    shelf.rest(graph.self_sizes, owners)
    name_detached(graph)
    classes, interfaces = class_names(graph, parsed.head.node_type_names)
    return _Described(shallow, classes, interfaces)


def _sums(graph: Graph, counting: Future[Ints], describing: Future[_Described]) -> tuple[int, ...]:
    return kind_sums(graph, counting.result(), describing.result().shallow)


def _linked(search: DepthFirst) -> Links:
    links = linked(search)
    shelf.rest(search.parents)
    return links


def _classes(
    graph: Graph, locations: LocationColumns, nodes: _Described, distance: Ints
) -> tuple[ClassKeys, ClassCounts]:
    keys = class_keys(graph, nodes.classes, locations, nodes.shallow)
    counts = class_counts(keys, nodes.shallow, distance)
    shelf.rest(distance)
    return keys, counts
