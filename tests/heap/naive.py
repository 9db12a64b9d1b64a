"""The rules of the heap model, written down as plainly as they read. Slow; for small graphs only."""

from __future__ import annotations

import re

from tests.heap.graphs import RandomGraph

_EPHEMERON = re.compile(
    r"^\d+( / part of key \(.*? @\d+\) -> value \(.*? @\d+\) pair in WeakMap \(table @(\d+)\))$"
)
NO_DISTANCE, SYSTEM = -5, 100_000_000


def user_roots(graph: RandomGraph) -> list[int]:
    return [target for _, _, target in graph.edges.get(0, []) if graph.nodes[target][0] != "synthetic"]


def page_objects(graph: RandomGraph) -> set[int]:
    reached: set[int] = set()
    waiting = [target for kind, _, target in graph.edges.get(0, []) if kind == "shortcut"]
    while waiting:
        node = waiting.pop()
        if node not in reached:
            reached.add(node)
            waiting += [target for kind, _, target in graph.edges.get(node, []) if kind != "weak"]
    return reached


def essential_edges(graph: RandomGraph) -> set[tuple[int, int]]:
    """Pairs of nodes between which some edge carries domination."""
    page = page_objects(graph)
    essential = set()
    for node, held in graph.edges.items():
        for kind, name, target in held:
            ephemeron = _EPHEMERON.match(str(name)) if kind == "internal" else None
            if ephemeron and int(ephemeron[2]) == 2 * node + 1:
                continue
            if kind == "weak" or node == target:
                continue
            if node != 0 and (kind == "shortcut" or (target in page and node not in page)):
                continue
            essential.add((node, target))
    return essential


def with_orphans(count: int, essential: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """The same edges, and one from the root to each node that no essential edge leads to."""
    held = {target for _, target in essential}
    return essential | {(0, node) for node in range(1, count) if node not in held}


def reached(count: int, edges: set[tuple[int, int]], without: int = -1) -> set[int]:
    found = {0} - {without}
    waiting = list(found)
    following: dict[int, list[int]] = {node: [] for node in range(count)}
    for source, target in edges:
        following[source].append(target)
    while waiting:
        for target in following[waiting.pop()]:
            if target != without and target not in found:
                found.add(target)
                waiting.append(target)
    return found


def dominators(graph: RandomGraph) -> list[int]:
    """v dominates w when removing v cuts w off; the immediate one is dominated by all the others."""
    count = len(graph.nodes)
    edges = with_orphans(count, essential_edges(graph))
    alive = reached(count, edges)
    cut_off = {node: alive - reached(count, edges, without=node) for node in alive if node}
    immediate = [0] * count
    for node in alive - {0}:
        above = [other for other in cut_off if other != node and node in cut_off[other]]
        immediate[node] = max(above, key=lambda other: sum(other in cut_off[x] for x in above), default=0)
    return immediate


def shallow_sizes(graph: RandomGraph) -> list[int]:
    """What hidden parts and arrays weigh, given to the one object from which alone they can be reached."""
    sizes = [size for _, _, size in graph.nodes]
    if not user_roots(graph):
        return sizes
    owned = [
        kind in ("hidden", "array") or (kind, name) == ("native", "system / ExternalStringData")
        for kind, name, _ in graph.nodes
    ]
    owners: list[set[int]] = [set() for _ in graph.nodes]
    for start in range(len(graph.nodes)):
        if owned[start]:
            continue
        waiting, seen = [start], set()
        while waiting:
            for kind, _, target in graph.edges.get(waiting.pop(), []):
                if kind != "weak" and owned[target] and target not in seen:
                    seen.add(target)
                    owners[target].add(start)
                    waiting.append(target)
    shallow = list(sizes)
    for node, holders in enumerate(owners):
        if len(holders) == 1:
            holder = next(iter(holders))
            if holder != 0 and graph.nodes[holder][0] != "synthetic":
                shallow[holder] += sizes[node]
                shallow[node] -= sizes[node]
    return shallow


def distances(graph: RandomGraph) -> list[int]:
    found = [NO_DISTANCE] * len(graph.nodes)
    pending: set[str] = set()
    seeds = user_roots(graph)
    for seed in seeds:
        found[seed] = 1
    _spread(graph, list(seeds), found, pending)
    found[0] = SYSTEM if seeds else 0
    _spread(graph, [0], found, pending)
    return found


def _spread(graph: RandomGraph, queue: list[int], found: list[int], pending: set[str]) -> None:
    for node in queue:
        for kind, name, target in graph.edges.get(node, []):
            if kind != "weak" and found[target] == NO_DISTANCE and _counts(graph, node, kind, name, pending):
                found[target] = found[node] + 1
                queue.append(target)


def _counts(graph: RandomGraph, node: int, kind: str, name: str | int, pending: set[str]) -> bool:
    node_kind, node_name, _ = graph.nodes[node]
    if (node_kind, node_name, name) == ("hidden", "system / NativeContext", "sloppy_function_map"):
        return False
    if (node_kind, node_name) == ("array", "(map descriptors)"):
        number = re.match(r"\d+", str(name))
        return number is None or int(number[0]) < 2 or int(number[0]) % 3 != 1
    ephemeron = _EPHEMERON.match(str(name)) if kind == "internal" else None
    if ephemeron and ephemeron[1] not in pending:
        pending.add(ephemeron[1])
        return False
    if ephemeron:
        pending.remove(ephemeron[1])
    return True
