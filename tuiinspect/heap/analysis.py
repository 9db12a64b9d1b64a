"""A parsed file to everything that is known of its nodes: both cores, no Python object a node.

What is known of all nodes is in structs of msgspec, here and in the rooms before: Python takes more than a
millisecond to make a dataclass, and a dozen and a half of them took as long as the distances of a million
objects. What the engine hands out are dataclasses, as everywhere (see `rows`).
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial

import numpy as np
from msgspec import Struct

from tuiinspect.heap import shelf
from tuiinspect.heap.arrays import Ints, Sizes
from tuiinspect.heap.checks import check_names
from tuiinspect.heap.class_figures import (
    ClassCounts,
    ClassTable,
    TreeLayout,
    class_counts,
    laid_out,
    with_retained,
)
from tuiinspect.heap.classes import ClassKeys, class_keys, class_names
from tuiinspect.heap.columns import LocationColumns
from tuiinspect.heap.detached import name_detached
from tuiinspect.heap.distances import distances
from tuiinspect.heap.domination import Domination, Premises
from tuiinspect.heap.dominators import DominatorTree, retained_sizes
from tuiinspect.heap.edges import Graph, Retainers, graph_of
from tuiinspect.heap.ephemerons import Ephemerons
from tuiinspect.heap.interfaces import Interface
from tuiinspect.heap.once import Once, begin
from tuiinspect.heap.ownership import shallow_sizes
from tuiinspect.heap.pairs import named_pairs
from tuiinspect.heap.parse import ParsedFile
from tuiinspect.heap.roots import document_trees, user_roots
from tuiinspect.heap.statistics import kind_sums
from tuiinspect.heap.topology import Topology

Progress = Callable[[str, float], None]
"""Told what is being done and how much of all is done, 0 to 1."""


class Analysis(Struct, frozen=True):
    """All columns of a snapshot; N nodes. `shallow`, `retained` int32[N] or int64[N] (bytes), `distances`
    int32[N], `classes` int32[N] (string numbers of the class names), `kinds` the sums of the statistics."""

    graph: Graph
    sorting: Once[Retainers]
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

    @property
    def retainers(self) -> Retainers:
        """The edges by their targets. The first table of classes does not wait for them."""
        return self.sorting.take()


def analyse(parsed: ParsedFile, topology: Topology | None, pool: Executor, progress: Progress) -> Analysis:
    """Everything DevTools computes before its panel answers.

    `topology` is under way on the one thread of the `pool` when the file had its strings last. Each step is
    where the columns it reads may be in memory with those of the other thread: together all of them would
    take half as much again. Raises UnreadableFile when the file contradicts itself.
    """
    if topology is None:
        topology = Topology(parsed.source, parsed.head, parsed.nodes, parsed.edges, pool)
    check_names(parsed)
    premises = topology.premises.take()
    graph = graph_of(parsed, premises.structure.first_edge)
    pairs, trees = named_pairs(graph, parsed.ephemerons), document_trees(graph)
    shelf.rest(graph.ids)
    if trees.size or not np.array_equal(pairs, premises.pairs):
        topology.correct(Premises(premises.structure, pairs, trees))
    del premises
    domination, seeds = topology.domination, user_roots(graph)
    domination.counting.attempt()
    progress("who dominates whom", 0.65)
    describing = Once(partial(_described, graph, parsed, topology.owners, seeds))
    summing = Once(partial(_summed, graph, domination, describing))
    sorting = Once(partial(_sorted, domination, summing))
    laying = Once(partial(_laid, domination))
    begin((describing, summing, laying, sorting), pool)
    # The other thread may be giving detached nodes their names: here those of the engine's own are asked for.
    distance = distances(graph, seeds, parsed.ephemerons)
    shelf.rest(distance)
    topology.owners.attempt()
    shelf.rest(graph.targets)
    nodes = describing.take()
    shelf.rest(graph.edge_names)
    summing.attempt()
    shelf.rest(graph.strings.blob, graph.strings.ends)
    keys, counted = _classes(graph, parsed.locations, nodes, distance)
    tree, descent = domination.tree.take()
    progress("retained sizes", 0.9)
    retained = retained_sizes(descent, nodes.shallow)
    table = with_retained(counted, keys, retained, laying.take())
    progress("done", 1.0)
    return Analysis(
        graph=graph,
        sorting=sorting,
        standard=seeds.size > 0,
        type_names=parsed.head.node_type_names,
        shallow=nodes.shallow,
        retained=retained,
        distances=distance,
        tree=tree,
        classes=nodes.classes,
        interfaces=nodes.interfaces,
        table=table,
        kinds=summing.take(),
        ephemerons=parsed.ephemerons,
        locations=parsed.locations,
        extra_native_bytes=parsed.head.extra_native_bytes,
    )


class _Described(Struct, frozen=True):
    """Of each node what is known without dominators and distances; see Analysis."""

    shallow: Sizes
    classes: Ints
    interfaces: tuple[Interface, ...]


def _described(graph: Graph, parsed: ParsedFile, owning: Once[Ints], seeds: Ints) -> _Described:
    # Before nodes are renamed: what owns itself is told by its name.
    owners = owning.take()
    shallow = shallow_sizes(graph, owners) if seeds.size else graph.self_sizes
    shelf.rest(graph.self_sizes, owners)
    name_detached(graph)
    classes, interfaces = class_names(graph, parsed.head.node_type_names)
    return _Described(shallow, classes, interfaces)


def _summed(graph: Graph, domination: Domination, describing: Once[_Described]) -> tuple[int, ...]:
    return kind_sums(graph, domination.first.take(), describing.take().shallow)


def _sorted(domination: Domination, summing: Once[tuple[int, ...]]) -> Retainers:
    # What the sums are read from changes while the retainers are sorted.
    summing.take()
    return domination.sorted_retainers()


def _laid(domination: Domination) -> TreeLayout:
    _, descent = domination.tree.take()
    return laid_out(descent)


def _classes(
    graph: Graph, locations: LocationColumns, nodes: _Described, distance: Ints
) -> tuple[ClassKeys, ClassCounts]:
    keys = class_keys(graph, nodes.classes, locations, nodes.shallow)
    counts = class_counts(keys, nodes.shallow, distance)
    shelf.rest(distance)
    return keys, counts
