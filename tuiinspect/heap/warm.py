"""Compile all kernels and keep them on disk: `python -m tuiinspect.heap.warm`.

To be run in a process of its own, at low priority: compiling takes seconds and holds the interpreter's lock.
numba writes its cache files under another name and moves them into place, so several of these do no harm.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from tuiinspect.heap.jit import COMPILED, NOTICE
from tuiinspect.heap.loading import load_chunks

_STRINGS = (
    "", "(GC roots)", "global", "Object", "Array", "a", "b", "system / NativeContext", "native_context", "__proto__",
    "Map", "table", "1 / part of key (Object @7) -> value (Object @9) pair in WeakMap (table @15)",
    "2 / part of key (Object @7) -> value (Object @9) pair in WeakMap (table @15)", "(map descriptors)",
    "elements", "system / JSArrayBufferData", "<div id=1>", "shared", "scope_info", "name_or_scope_info", "context",
)  # fmt: skip
_NODE_TYPES = ("hidden", "array", "string", "object", "closure", "native", "synthetic")
_EDGE_TYPES = ("context", "element", "property", "internal", "hidden", "shortcut", "weak")
_CHAIN = 60


def small_snapshot() -> bytes:
    """The text of a snapshot with a node or edge for every kernel to work on."""
    nodes: list[tuple[str, str, int]] = [
        ("synthetic", "", 0), ("synthetic", "(GC roots)", 0), ("object", "global", 16), ("object", "Object", 24),
        ("object", "Object", 24), ("object", "Array", 32), ("hidden", "system / NativeContext", 40),
        ("array", "table", 64), ("array", "(map descriptors)", 24), ("native", "<div id=1>", 8),
        ("closure", "a", 32),
    ]  # fmt: skip
    nodes += [("object", "Object", 16)] * _CHAIN
    edges: dict[int, list[tuple[str, str | int, int]]] = {
        0: [("element", 1, 1), ("shortcut", "global", 2)],
        1: [("element", 1, 6), ("element", 2, 9)],
        2: [("property", "a", 3), ("property", "b", 5), ("internal", "native_context", 6), ("property", "a", 10)],
        3: [("context", "a", 4), ("internal", "scope_info", 9), ("property", "a", 4), ("property", "b", 5), ("property", "__proto__", 2), ("internal", _STRINGS[12], 4)],
        4: [("context", "a", 3), ("context", "b", 11), ("internal", "name_or_scope_info", 9), ("property", "__proto__", 2)],
        5: [("internal", "elements", 7), ("element", 0, 3)],
        6: [("internal", "table", 8), ("weak", "a", 4)],
        7: [("internal", _STRINGS[13], 4), ("hidden", 1, 9)],
        8: [("element", 4, 10)],
        9: [("property", "a", 9)],
        10: [("internal", "shared", 9), ("internal", "context", 3)],
    }  # fmt: skip
    for link in range(11, 11 + _CHAIN - 1):
        edges[link] = [("property", "a", link + 1)]
    return _text(nodes, edges)


def _text(nodes: list[tuple[str, str, int]], edges: Mapping[int, list[tuple[str, str | int, int]]]) -> bytes:
    flat_nodes: list[int] = []
    flat_edges: list[int] = []
    for number, (kind, name, size) in enumerate(nodes):
        held = edges.get(number, [])
        flat_nodes += [_NODE_TYPES.index(kind), _STRINGS.index(name), 2 * number + 1, size, len(held), 0]
        for edge_kind, edge, target in held:
            name_or_index = edge if isinstance(edge, int) else _STRINGS.index(edge)
            flat_edges += [_EDGE_TYPES.index(edge_kind), name_or_index, target * 6]
    meta = {
        "node_fields": ["type", "name", "id", "self_size", "edge_count", "detachedness"],
        "node_types": [_NODE_TYPES, "string", "number", "number", "number", "number"],
        "edge_fields": ["type", "name_or_index", "to_node"],
        "edge_types": [_EDGE_TYPES, "string_or_number", "node"],
        "location_fields": ["object_index", "script_id", "line", "column"],
    }
    head = {"meta": meta, "node_count": len(nodes), "edge_count": len(flat_edges) // 3}
    document = {
        "snapshot": head,
        "nodes": flat_nodes,
        "edges": flat_edges,
        "locations": [18, 1, 2, 3, 60, 1, 2, 3],
        "strings": _STRINGS,
    }
    return json.dumps(document).encode()


def warm_up() -> None:
    """Compile every kernel, or load it from the cache, by using it on a tiny snapshot."""
    text = small_snapshot()
    snapshot = load_chunks([text[:100], text[100:]])
    for row in snapshot.classes():
        snapshot.objects(row.key, 0, 10)
    for node in (3, 4, 9, snapshot.node_count - 1):
        snapshot.retainers(node)
        snapshot.children(node)
        snapshot.paths(node, 2)
    snapshot.statistics()


if __name__ == "__main__":
    if COMPILED:
        warm_up()
    else:
        print(NOTICE)  # noqa: T201
