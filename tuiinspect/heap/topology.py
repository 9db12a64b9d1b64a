"""What nodes and edges tell without the strings, which come behind them."""

from __future__ import annotations

from concurrent.futures import Executor, Future

from msgspec import Struct

from tuiinspect.heap import shelf
from tuiinspect.heap.arrays import Flags, Ints
from tuiinspect.heap.checks import check_links
from tuiinspect.heap.columns import EdgeColumns, NodeColumns
from tuiinspect.heap.edges import first_edges, retainers_begin
from tuiinspect.heap.head import Head
from tuiinspect.heap.ownership import of_windows, presumed_owners


class Reach(Struct, frozen=True):
    """`first_edge` int32[N+1]: edges of node n are first_edge[n] to first_edge[n + 1]. `windows` bool[N]:
    what the global objects reach."""

    first_edge: Ints
    windows: Flags


class Topology(Struct, frozen=True):
    """What is on its way, in this order: the `reach`, the presumed `owners` of all nodes, and where their
    retainers begin (`first` of Retainers)."""

    reach: Future[Reach]
    owners: Future[Ints]
    retainers: Future[Ints]


def begin_topology(
    source: str, head: Head, nodes: NodeColumns, edges: EdgeColumns, pool: Executor
) -> Topology:
    """Have it worked out on the one thread of the `pool`.

    The reach raises UnreadableFile, which names the `source`, when nodes and edges contradict one another,
    and all behind it does. The nodes' edge counts are taken: only where edges begin is of use afterwards.
    """
    # The strings need the room, and nothing here reads these.
    shelf.rest(nodes.ids, nodes.self_sizes, edges.names)
    reach = pool.submit(_reach_of, source, head, nodes, edges)
    owners = pool.submit(_owners_of, reach, nodes, edges)
    return Topology(reach, owners, pool.submit(_retainers_of, reach, edges))


def _reach_of(source: str, head: Head, nodes: NodeColumns, edges: EdgeColumns) -> Reach:
    check_links(source, head, nodes, edges)
    first_edge = first_edges(nodes.take_edge_counts())
    return Reach(first_edge, of_windows(head.root, first_edge, edges))


def _owners_of(reach: Future[Reach], nodes: NodeColumns, edges: EdgeColumns) -> Ints:
    owners = presumed_owners(nodes.types, reach.result().first_edge, edges)
    shelf.rest(owners)
    return owners


def _retainers_of(reach: Future[Reach], edges: EdgeColumns) -> Ints:
    first = retainers_begin(edges.targets, reach.result().first_edge.size - 1)
    shelf.rest(first)
    return first
