"""Sections held against each other, before any kernel follows an index."""

from __future__ import annotations

from tuiinspect.errors import UnreadableFile
from tuiinspect.heap.arrays import Bytes, Counts, Ints
from tuiinspect.heap.columns import FINE
from tuiinspect.heap.head import EDGE_TYPES
from tuiinspect.heap.jit import kernel
from tuiinspect.heap.parse import ParsedFile

_ELEMENT, _HIDDEN = EDGE_TYPES.index("element"), EDGE_TYPES.index("hidden")
_ADVICE = "The file is damaged: take the snapshot again."


def check(parsed: ParsedFile) -> None:
    """UnreadableFile when counts disagree or an index points out of its section.

    After this every target is a node, every name a string, and the nodes' edge counts add up to the edges:
    the kernels index without looking.
    """
    head, nodes, edges, locations = parsed.head, parsed.nodes, parsed.edges, parsed.locations
    for section, announced, found in (
        ("nodes", head.node_count, nodes.rows),
        ("edges", head.edge_count, edges.rows),
    ):
        if announced != found:
            raise _damaged(parsed, f"announces {announced:,} {section} and holds {found:,}")
    if head.root >= nodes.rows:
        raise _damaged(parsed, f"names node {head.root:,} of {nodes.rows:,} as its root")
    strings = parsed.ends.size
    node = int(_first_wrong_name(nodes.names, strings))
    if node != FINE:
        raise _damaged(
            parsed,
            f"names node {node:,} with string {int(nodes.names[node]):,} of {strings:,} (section 'nodes')",
        )
    owned = int(_total(nodes.edge_counts))
    if owned != edges.rows:
        raise _damaged(
            parsed, f"gives its nodes {owned:,} edges and holds {edges.rows:,} (sections 'nodes', 'edges')"
        )
    edge = int(_first_wrong_edge(edges.types, edges.names, edges.targets, nodes.rows, strings))
    if edge != FINE:
        raise _damaged(
            parsed,
            f"has an edge {edge:,} with name {int(edges.names[edge]):,} (of {strings:,}) to node "
            f"{int(edges.targets[edge]):,} (of {nodes.rows:,}) (section 'edges')",
        )
    place = int(_first_wrong_name(locations.nodes, nodes.rows))
    if place != FINE:
        raise _damaged(parsed, f"locates a node that is not there in row {place:,} (section 'locations')")


def _damaged(parsed: ParsedFile, what: str) -> UnreadableFile:
    return UnreadableFile(f"{parsed.source}: {what}", advice=_ADVICE)


@kernel
def _total(counts: Ints) -> int:
    total = 0
    for row in range(counts.size):
        total += int(counts[row])
    return total


@kernel
def _first_wrong_name(numbers: Ints, size: int) -> int:
    for row in range(numbers.size):
        if numbers[row] >= size:
            return row
    return -1


@kernel
def _first_wrong_edge(types: Bytes, names: Counts, targets: Ints, nodes: int, strings: int) -> int:
    for edge in range(types.size):
        if targets[edge] >= nodes:
            return edge
        kind = types[edge]
        if kind != _ELEMENT and kind != _HIDDEN and names[edge] >= strings:
            return edge
    return -1
