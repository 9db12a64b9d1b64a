"""Random small graphs for the property tests, and the same graphs as plain Python."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from tuiinspect.heap import HeapSnapshot, load_chunks
from tuiinspect.heap.compose import EdgeText, NodeText, compose

_NODE_KINDS = ("object", "object", "object", "array", "hidden", "native", "closure", "synthetic")
_NAMES = (
    "Object", "Thing", "(map descriptors)", "system / NativeContext", "system / ExternalStringData",
)  # fmt: skip
_EDGE_KINDS = ("property", "property", "element", "context", "internal", "hidden", "weak", "shortcut")


@dataclass(frozen=True)
class RandomGraph:
    """Node 0 is the root. Edges by node: type, name or index, target."""

    nodes: list[NodeText]
    edges: dict[int, list[EdgeText]]

    def load(self) -> HeapSnapshot:
        return load_chunks([compose(self.nodes, self.edges)])


@st.composite
def random_graphs(draw: st.DrawFn, *, most_nodes: int = 14) -> RandomGraph:
    """Graphs with weak, shortcut and ephemeron edges, self loops, cycles and parts that nothing reaches."""
    count = draw(st.integers(2, most_nodes))
    nodes: list[NodeText] = [("synthetic", "", 0)]
    for place in range(1, count):
        kind = draw(st.sampled_from(_NODE_KINDS))
        name = draw(st.sampled_from(_NAMES))
        nodes.append((kind, name if kind != "synthetic" else f"(roots {place})", draw(st.integers(0, 9)) * 8))
    edges: dict[int, list[EdgeText]] = {}
    for _ in range(draw(st.integers(1, 3 * count))):
        source, target = draw(st.integers(0, count - 1)), draw(st.integers(0, count - 1))
        edges.setdefault(source, []).append((*draw(_edge_names()), target))
    for _ in range(draw(st.integers(0, 2))):
        key, table, value = (draw(st.integers(1, count - 1)) for _ in range(3))
        pair = f" / part of key (K @{2 * key + 1}) -> value (V @{2 * value + 1}) pair in WeakMap "
        for number, holder in enumerate((key, table)):
            name = f"{number}{pair}(table @{2 * table + 1})"
            if draw(st.booleans()):
                # As V8 writes it.
                edges.setdefault(holder, []).append(("weak", "a", value))
            edges.setdefault(holder, []).append(("internal", name, value))
    return RandomGraph(nodes, edges)


@st.composite
def _edge_names(draw: st.DrawFn) -> tuple[str, str | int]:
    kind = draw(st.sampled_from(_EDGE_KINDS))
    if kind in ("element", "hidden"):
        return kind, draw(st.integers(0, 5))
    return kind, draw(st.sampled_from(("a", "b", "c", "__proto__", "sloppy_function_map", "4")))
