"""Sections held against each other, before any kernel follows an index."""

from __future__ import annotations

import numpy as np

from tuiinspect.errors import UnreadableFile
from tuiinspect.heap.arrays import Bytes, Counts, Ints
from tuiinspect.heap.columns import FINE, EdgeColumns, NodeColumns
from tuiinspect.heap.head import EDGE_TYPES, Head
from tuiinspect.heap.jit import kernel
from tuiinspect.heap.parse import ParsedFile

_ELEMENT, _HIDDEN = EDGE_TYPES.index("element"), EDGE_TYPES.index("hidden")
_ADVICE = "The file is damaged: take the snapshot again."


def check_links(source: str, head: Head, nodes: NodeColumns, edges: EdgeColumns) -> None:
    """UnreadableFile when the counts disagree, or the root or an edge leads to a node that is not there.

    After this every target is a node, and the nodes' edge counts add up to the edges: kernels that follow
    edges index without looking.
    """
    for section, announced, found in (
        ("nodes", head.node_count, nodes.rows),
        ("edges", head.edge_count, edges.rows),
    ):
        if announced != found:
            raise _damaged(source, f"announces {announced:,} {section} and holds {found:,}")
    if head.root >= nodes.rows:
        raise _damaged(source, f"names node {head.root:,} of {nodes.rows:,} as its root")
    owned = int(_total(nodes.edge_counts))
    if owned != edges.rows:
        raise _damaged(
            source, f"gives its nodes {owned:,} edges and holds {edges.rows:,} (sections 'nodes', 'edges')"
        )
    edge = _first_too_large(edges.targets, nodes.rows)
    if edge != FINE:
        raise _damaged(
            source,
            f"has an edge {edge:,} to node {int(edges.targets[edge]):,} of {nodes.rows:,} (section 'edges')",
        )


def check_names(parsed: ParsedFile) -> None:
    """UnreadableFile when a node or an edge is named with a string, or a place is that of a node, which is
    not there: after this every name is a string."""
    nodes, edges, strings = parsed.nodes, parsed.edges, parsed.strings.count
    node = _first_too_large(nodes.names, strings)
    if node != FINE:
        raise _damaged(
            parsed.source,
            f"names node {node:,} with string {int(nodes.names[node]):,} of {strings:,} (section 'nodes')",
        )
    edge = int(_first_wrong_edge(edges.types, edges.names, strings))
    if edge != FINE:
        raise _damaged(
            parsed.source,
            f"names edge {edge:,} with string {int(edges.names[edge]):,} of {strings:,} (section 'edges')",
        )
    place = _first_too_large(parsed.locations.nodes, nodes.rows)
    if place != FINE:
        raise _damaged(
            parsed.source, f"locates a node that is not there in row {place:,} (section 'locations')"
        )


def _damaged(source: str, what: str) -> UnreadableFile:
    return UnreadableFile(f"{source}: {what}", advice=_ADVICE)


@kernel
def _total(counts: Ints) -> int:
    total = 0
    for row in range(counts.size):
        total += int(counts[row])
    return total


def _first_too_large(numbers: Ints, size: int) -> int:
    # A whole file is looked through for one that is nearly never there: many at once.
    if numbers.max(initial=FINE) < size:
        return FINE
    return int(np.argmax(numbers >= size))


@kernel
def _first_wrong_edge(types: Bytes, names: Counts, strings: int) -> int:
    if not _some_wrong_edge(types, names, np.uint32(strings)):
        return FINE
    for edge in range(types.size):
        kind = types[edge]
        if kind != _ELEMENT and kind != _HIDDEN and names[edge] >= strings:
            return edge
    return FINE


@kernel
def _some_wrong_edge(types: Bytes, names: Counts, strings: np.uint32) -> bool:
    # To leave at the first one would keep LLVM from comparing many at once.
    wrong = 0
    for edge in range(types.size):
        kind = types[edge]
        wrong |= int(kind != _ELEMENT) & int(kind != _HIDDEN) & int(names[edge] >= strings)
    return wrong != 0
