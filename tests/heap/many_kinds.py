"""A small snapshot that has something of every kind the engine knows rules for."""

from __future__ import annotations

from functools import cache

from tuiinspect.heap.compose import EdgeText, NodeText, compose

PAIR = " / part of key (Object @7) -> value (Object @9) pair in WeakMap (table @15)"
_NODES: list[NodeText] = [
    ("synthetic", "", 0),
    ("synthetic", "(GC roots)", 0),
    ("object", "global", 16),
    ("object", "Object", 24),
    ("object", "Object", 24),
    ("object", "Array", 32),
    ("hidden", "system / NativeContext", 40),
    ("array", "table", 64),
    ("array", "(map descriptors)", 24),
    ("native", "<div id=1>", 8),
    ("closure", "f", 32),
    ("concatenated string", "(concatenated string)", 32),
    ("string", "left \u2192", 24),
    ("string", "right", 24),
    ("object", "Map", 32),
    ("array", "", 136),
    ("object", "system / Context", 32),
    ("sliced string", "eft", 32),
    ("number", "int", 0),
    ("native", "system / ExternalStringData", 100),
    ("object shape", "(object shape)", 50),
    ("synthetic", "(Document DOM trees)", 0),
    *[("object", "Node", 16)] * 20,
]
_FIRST_LINK = 22
_EDGES: dict[int, list[EdgeText]] = {
    0: [("element", 1, 1), ("shortcut", "global", 2), ("element", 2, 21)],
    1: [("element", 1, 6), ("element", 2, 9), ("internal", "1 / DevTools console", 5)],
    2: [
        ("property", "a", 3),
        ("property", "list", 5),
        ("internal", "native_context", 6),
        ("property", "f", 10),
        ("property", "text", 11),
        ("property", "map", 14),
        ("property", "chain", _FIRST_LINK),
    ],
    3: [
        ("property", "a", 4),
        ("property", "b", 5),
        ("property", "__proto__", 2),
        ("internal", f"1{PAIR}", 4),
    ],
    4: [("internal", "scope_info", 9), ("property", "a", 3), ("property", "b", 11)],
    5: [("internal", "elements", 7), ("element", 0, 3)],
    6: [("internal", "sloppy_function_map", 8), ("weak", "a", 4)],
    7: [("internal", f"2{PAIR}", 4), ("hidden", 1, 9)],
    8: [("element", 4, 10), ("internal", "7", 3)],
    9: [("property", "a", 9), ("internal", "value", 19)],
    10: [("internal", "shared", 9), ("internal", "context", 16), ("internal", "code", 8)],
    11: [("internal", "first", 12), ("internal", "second", 13), ("internal", "length", 18)],
    14: [("internal", "table", 15)],
    15: [("internal", "7", 12), ("internal", "8", 3)],
    16: [("context", "captured", 4), ("internal", "previous", 16), ("invisible", "x", 3)],
    17: [("internal", "parent", 12)],
    18: [("internal", "value", 13)],
    **{link: [("property", "next", link + 1)] for link in range(_FIRST_LINK, _FIRST_LINK + 19)},
}


@cache
def text_of_many_kinds(largest: int = 136) -> str:
    """`largest` is the self size of the Map's table, node 15."""
    nodes = [*_NODES[:15], ("array", "", largest), *_NODES[16:]]
    return compose(nodes, _EDGES, locations=[(3, 1, 2, 3), (10, 1, 2, 3), (22, 7, 0, 0)]).decode()
