"""What nodes and edges tell without the strings, which come behind them."""

from __future__ import annotations

from dataclasses import dataclass

from tuiinspect.heap.arrays import Flags, Ints
from tuiinspect.heap.checks import check_links
from tuiinspect.heap.columns import EdgeColumns, NodeColumns
from tuiinspect.heap.edges import first_edges
from tuiinspect.heap.head import Head
from tuiinspect.heap.ownership import of_windows


@dataclass(frozen=True)
class Topology:
    """`first_edge` int32[N+1]: edges of node n are first_edge[n] to first_edge[n + 1]. `windows` bool[N]:
    what the global objects reach."""

    first_edge: Ints
    windows: Flags


def topology_of(source: str, head: Head, nodes: NodeColumns, edges: EdgeColumns) -> Topology:
    """Raises UnreadableFile, which names the `source`, when nodes and edges contradict one another. Takes the
    nodes' edge counts: only where edges begin is of use afterwards."""
    check_links(source, head, nodes, edges)
    first_edge = first_edges(nodes.take_edge_counts())
    return Topology(first_edge, of_windows(head.root, first_edge, edges))
