"""Compile all kernels and keep them on disk: `python -m tuiinspect.heap.warm`.

To be run in a process of its own, at low priority: compiling takes seconds and holds the interpreter's lock.
numba writes its cache files under another name and moves them into place, so several of these do no harm.
"""

from __future__ import annotations

from tuiinspect.heap import growth_alone, machine_build
from tuiinspect.heap.compose import EdgeText, NodeText, compose
from tuiinspect.heap.filters import Filter
from tuiinspect.heap.growth import growth
from tuiinspect.heap.jit import COMPILED, NOTICE
from tuiinspect.heap.loading import load_chunks

_PAIR = " / part of key (Object @7) -> value (Object @9) pair in WeakMap (table @15)"
_CHAIN = 60
_LAST_LINK = 10 + _CHAIN
_MAP, _TABLE = _LAST_LINK + 1, _LAST_LINK + 2

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
    ("closure", "a", 32),
    *[("object", "Object", 16)] * _CHAIN,
    ("object", "Map", 32),
    ("array", "table", 96),
]
_EDGES: dict[int, list[EdgeText]] = {
    0: [("element", 1, 1), ("shortcut", "global", 2)],
    1: [("element", 1, 6), ("element", 2, 9)],
    2: [("property", "a", 3), ("property", "b", 5), ("internal", "native_context", 6), ("property", "c", 10)],
    3: [
        ("property", "a", 4),
        ("property", "b", 5),
        ("property", "__proto__", 2),
        ("internal", f"1{_PAIR}", 4),
    ],
    4: [("internal", "scope_info", 9), ("property", "a", 3), ("context", "b", 11)],
    5: [("internal", "elements", 7), ("element", 0, 3)],
    6: [("internal", "table", 8), ("weak", "a", 4)],
    7: [("internal", f"2{_PAIR}", 4), ("hidden", 1, 9)],
    8: [("element", 4, 10)],
    9: [("property", "a", 9)],
    10: [("internal", "shared", 9), ("internal", "context", 4), ("internal", "name_or_scope_info", 9)],
    **{link: [("property", "a", link + 1)] for link in range(11, _LAST_LINK)},
    _LAST_LINK: [("property", "map", _MAP)],
    _MAP: [("internal", "table", _TABLE)],
    _TABLE: [("internal", "4", 3), ("internal", "5", 4)],
}

_ADDED = len(_NODES)
_LARGE: list[NodeText] = [
    ("object", "Object", 4096),
    ("object", "Object", 4096),
    ("closure", "b", 4096),
    ("native", "system / ExternalStringData", 4096),
]
_MORE: dict[int, list[EdgeText]] = {
    **_EDGES,
    3: [*_EDGES[3], ("property", "more", _ADDED)],
    4: [*_EDGES[4], ("property", "more", _ADDED)],
    _TABLE: [*_EDGES[_TABLE], ("internal", "7", _ADDED + 1)],
    _ADDED: [("property", "b", _ADDED + 2)],
    _ADDED + 2: [("internal", "shared", 9)],
    _ADDED + 3: [("internal", "more", 9)],
}


def warm_up() -> None:
    """Compile every kernel, or load it from the cache, by using it on a tiny snapshot."""
    text = compose(_NODES, _EDGES, locations=[(3, 1, 2, 3), (10, 1, 2, 3)])
    snapshot = load_chunks([text[:100], text[100:]])
    for row in snapshot.classes():
        snapshot.objects(row.key, 0, 10)
    for node in (3, 9, 10, _LAST_LINK, _MAP):
        snapshot.retainers(node)
        snapshot.children(node)
        snapshot.views.dominated(node)
        snapshot.views.search(None, "a", 0, 1)
        snapshot.views.parts(node)
        snapshot.paths(node, 2)
    snapshot.diff(snapshot)
    for by in Filter:
        snapshot.filtered(by)
    snapshot.duplicate_strings().groups(0, 1)
    snapshot.ignoring([3]).retainers(4)
    snapshot.node(3)
    snapshot.views.comparable_with(snapshot)
    snapshot.statistics()
    more = load_chunks([compose([*_NODES, *_LARGE], _MORE, locations=[(3, 1, 2, 3), (10, 1, 2, 3)])])
    growth(snapshot, more, middle=snapshot)
    growth_alone.suspects_of(more)


def compile_all() -> None:
    """Warm up, and keep what was compiled for processes that do without numba (see machine_code)."""
    warm_up()
    if any(kernel.met for kernel in machine_build.kernels()):
        machine_build.keep()


if __name__ == "__main__":
    if COMPILED:
        compile_all()
    else:
        print(NOTICE)
