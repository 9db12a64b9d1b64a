"""Snapshots put together by hand, as text: to warm the kernels with, and to test them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from tuiinspect.heap.head import EDGE_TYPES, NODE_TYPES

NodeText: TypeAlias = tuple[str, str, int]
"""Type, name and self size. The node's id is twice its place and one."""
EdgeText: TypeAlias = tuple[str, str | int, int]
"""Type, name or index, and the place of the node it leads to."""

_NODE_FIELDS = ("type", "name", "id", "self_size", "edge_count", "detachedness")


def compose(
    nodes: Sequence[NodeText],
    edges: Mapping[int, Sequence[EdgeText]],
    *,
    locations: Iterable[tuple[int, int, int, int]] = (),
) -> bytes:
    """The text of a `.heapsnapshot`; node 0 is the root. `locations` are node, script, line, column."""
    strings: dict[str, int] = {"": 0}

    def number(text: str) -> int:
        return strings.setdefault(text, len(strings))

    flat_nodes: list[int] = []
    flat_edges: list[int] = []
    for place, (kind, name, size) in enumerate(nodes):
        held = edges.get(place, ())
        flat_nodes += (NODE_TYPES.index(kind), number(name), 2 * place + 1, size, len(held), 0)
        for edge_kind, edge, target in held:
            name_or_index = edge if isinstance(edge, int) else number(edge)
            flat_edges += (EDGE_TYPES.index(edge_kind), name_or_index, target * len(_NODE_FIELDS))
    meta = {
        "node_fields": _NODE_FIELDS,
        "node_types": [NODE_TYPES, "string", "number", "number", "number", "number"],
        "edge_fields": ["type", "name_or_index", "to_node"],
        "edge_types": [EDGE_TYPES, "string_or_number", "node"],
        "location_fields": ["object_index", "script_id", "line", "column"],
    }
    document = {
        "snapshot": {"meta": meta, "node_count": len(nodes), "edge_count": len(flat_edges) // 3},
        "nodes": flat_nodes,
        "edges": flat_edges,
        "locations": [number for node, *place in locations for number in (node * len(_NODE_FIELDS), *place)],
        "strings": list(strings),
    }
    return json.dumps(document).encode()
