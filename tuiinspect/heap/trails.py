"""Ways up from an object to the program's roots, as a person would follow them.

Distances say how far every node is from a root. A best-first search goes up against them and prefers what
people wrote (variables, properties, items) to what the engine keeps for itself; the long straight part of a
deep chain is walked by a kernel first, and so is what is left where a search has looked at too many nodes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np

from tuiinspect.heap.arrays import Bytes, Counts, Ints
from tuiinspect.heap.distances import NO_DISTANCE, SYSTEM_DISTANCE
from tuiinspect.heap.edges import (
    CODE,
    CONTEXT,
    ELEMENT,
    HIDDEN,
    HIDDEN_EDGE,
    INVISIBLE,
    PROPERTY,
    SHAPE,
    SHORTCUT,
    SYNTHETIC,
    WEAK,
    Graph,
    Retainers,
    source_near,
    sources,
)
from tuiinspect.heap.jit import kernel

_SEARCHED_STEPS = 40
_NEAREST = 48
_MOST_VISITS = 300
_USED_BEFORE = 12
_FAR = 2**31 - 1

_ODD_EDGES = {
    "__proto__": 4,
    "constructor": 3,
    "map": 6,
    "feedback_cell": 6,
    "code": 6,
    "native_context": 4,
    "_idlePrev": 2,
    "previous": 1,
    "bound_this": 2,
    "receiver": 2,
    "extension": 1,
}


@dataclass(frozen=True)
class Trail:
    """From an object up: `edges[i]` leads from `nodes[i + 1]` to `nodes[i]`; `nodes[0]` is the object."""

    nodes: Ints
    edges: Ints


@dataclass(frozen=True)
class TrailFinder:
    """Finds trails in one snapshot; if `reachable_only`, none over nodes without a distance."""

    graph: Graph
    retainers: Retainers
    distances: Ints
    reachable_only: bool = False
    _odd: dict[int, int] = field(default_factory=dict)

    def trails(self, node: int, count: int) -> Iterator[Trail]:
        """At most `count` different trails, the best first; always one, which may have no edges."""
        straight = self.straight_up(node, _SEARCHED_STEPS)
        search = _Search(self, int(straight[1, -1]) if straight.size else node)
        seen: set[tuple[int, ...]] = set()
        for _ in range(count):
            upper_nodes, upper_edges = search.run()
            if tuple(upper_edges) in seen:
                return
            seen.add(tuple(upper_edges))
            yield Trail(
                np.concatenate([_column([node]), straight[1], _column(upper_nodes)]),
                np.concatenate([straight[0], _column(upper_edges)]),
            )
            search.used.update(upper_nodes)

    def straight_up(self, node: int, until: int) -> Ints:
        """int32[2, k]: edges up and their holders, always the nearest, until `until` steps are left."""
        parts: list[Ints] = []
        # One part, and another where the engine's own objects lead to the program's.
        while not parts or parts[-1].size:
            part = _straight_up(
                node, until, self.graph.root, self.graph.first_edge, self.graph.edge_types,
                self.retainers.first, self.retainers.edges, self.distances,
            )  # fmt: skip
            parts.append(part)
            node = int(part[1, -1]) if part.size else node
        return parts[0] if len(parts) <= 2 else np.concatenate(parts, axis=1)

    def holders(self, node: int) -> tuple[list[int], list[int]]:
        """The nearest edges that hold `node`, and where they start from."""
        edges = self.retainers.edges[self.retainers.first[node] : self.retainers.first[node + 1]]
        found = _nearest(
            self.graph.root,
            node,
            self.graph.first_edge,
            edges,
            self.graph.edge_types,
            self.distances,
            _NEAREST,
        )
        if self.reachable_only:
            found = found[self.distances[found[:, 1]] != NO_DISTANCE]
        return found[:, 0].tolist(), found[:, 1].tolist()

    def cost(self, edge: int, holder: int) -> int:
        """How much a person would rather not follow an edge: 1 for what stands in a program's text."""
        kind = int(self.graph.edge_types[edge])
        cost = 1 if kind in (CONTEXT, PROPERTY, ELEMENT, SHORTCUT) else 2
        if kind not in (ELEMENT, HIDDEN_EDGE):
            cost += self._oddness(int(self.graph.edge_names[edge]))
        if self.graph.node_types[holder] in (CODE, HIDDEN, SHAPE, SYNTHETIC):
            cost += 3
        return cost

    def _oddness(self, name: int) -> int:
        """What the name of an edge adds to its cost; the same few are asked for all the time."""
        known = self._odd.get(name)
        if known is None:
            known = self._odd[name] = _ODD_EDGES.get(self.graph.strings[name], 0)
        return known

    def steps_left(self, node: int) -> int:
        """A lower bound of the steps up from `node`."""
        distance = int(self.distances[node])
        if distance == NO_DISTANCE:
            return 0
        return max(0, distance - (SYSTEM_DISTANCE if distance >= SYSTEM_DISTANCE else 1))


@dataclass
class _Search:
    """One A* search up from a node; nodes of earlier trails cost more, so that the next parts from them."""

    finder: TrailFinder
    start: int
    used: set[int] = field(default_factory=set)

    def run(self) -> tuple[list[int], list[int]]:
        """Nodes above the start and the edges between, up to a root or to where nothing holds any more."""
        finder = self.finder
        came_by: dict[int, tuple[int, int]] = {}
        best = {self.start: 0}
        waiting = [(finder.steps_left(self.start), self.start)]
        closed: set[int] = set()
        nearest = self.start
        while waiting:
            _, node = heappop(waiting)
            if node in closed:
                continue
            closed.add(node)
            if finder.steps_left(node) < finder.steps_left(nearest):
                nearest = node
            if node != self.start and finder.steps_left(node) == 0:
                nearest = node
                break
            if len(closed) > _MOST_VISITS:
                break
            for edge, holder in zip(*finder.holders(node), strict=True):
                if holder in closed:
                    continue
                cost = best[node] + finder.cost(edge, holder) + (_USED_BEFORE if holder in self.used else 0)
                if cost < best.get(holder, _FAR):
                    best[holder] = cost
                    came_by[holder] = (edge, node)
                    heappush(waiting, (cost + finder.steps_left(holder), holder))
        nodes, edges = _traced(came_by, self.start, nearest)
        left = finder.straight_up(nearest, 1)
        return nodes + left[1].tolist(), edges + left[0].tolist()


def _column(numbers: list[int]) -> Ints:
    return np.array(numbers, np.int32)


def _traced(came_by: dict[int, tuple[int, int]], start: int, end: int) -> tuple[list[int], list[int]]:
    nodes, edges = [], []
    while end != start:
        edge, below = came_by[end]
        nodes.append(end)
        edges.append(edge)
        end = below
    return nodes[::-1], edges[::-1]


@kernel
def _nearest(
    root: int, node: int, first_edge: Ints, edges: Ints, edge_types: Bytes, distances: Ints, most: int
) -> Ints:
    """int32[k, 2]: at most `most` of the edges that retain, those of the nearest holders, and the holders."""
    holders = sources(first_edge, edges)
    found = np.empty((most, 2), np.int32)
    count = 0
    for i in range(edges.size):
        kind = edge_types[edges[i]]
        holder = holders[i]
        if kind in (WEAK, INVISIBLE) or holder in (root, node):
            continue
        distance = distances[holder] if distances[holder] >= 0 else _FAR
        if count == most:
            last = distances[found[most - 1, 1]]
            if distance >= (last if last >= 0 else _FAR):
                continue
            count -= 1
        place = count
        while place > 0:
            before = distances[found[place - 1, 1]]
            if (before if before >= 0 else _FAR) <= distance:
                break
            found[place, 0] = found[place - 1, 0]
            found[place, 1] = found[place - 1, 1]
            place -= 1
        found[place, 0] = edges[i]
        found[place, 1] = holder
        count += 1
    return found[:count].copy()


@kernel
def _straight_up(
    node: int, until: int, root: int, first_edge: Ints, edge_types: Bytes, first: Ints, edges: Ints,
    distances: Ints,
) -> Ints:  # fmt: skip
    """int32[2, k]: edges up from a far node and their holders, always the nearest, until `until` are left or
    the distances count from other roots."""
    low = SYSTEM_DISTANCE if distances[node] >= SYSTEM_DISTANCE else 0
    # Every step leads nearer to the root, by one mostly.
    taken = np.empty((2, max(0, distances[node] - low - until)), np.int32)
    count = 0
    while distances[node] - low > until:
        best, holder = -1, -1
        for i in range(first[node], first[node + 1]):
            edge = edges[i]
            if edge_types[edge] == WEAK or edge_types[edge] == INVISIBLE:
                continue
            # The links of a long chain lie near one another.
            source = source_near(first_edge, edge, holder if holder >= 0 else node)
            if source == root or distances[source] < 0:
                continue
            if distances[source] < (distances[node] if holder < 0 else distances[holder]):
                best, holder = edge, source
                if distances[source] == distances[node] - 1:
                    break
        if holder < 0:
            break
        taken[0, count] = best
        taken[1, count] = holder
        count += 1
        node = holder
    return taken[:, :count].copy()


@kernel
def like_steps(
    at: int, nodes: Ints, edges: Ints, edge_types: Bytes, edge_names: Counts, classes: Ints
) -> int:
    """How many steps of a trail from `at` on go by the same edge from a holder of the same class."""
    first = edges[at]
    step = at + 1
    while step < edges.size:
        edge = edges[step]
        if edge_types[edge] != edge_types[first] or edge_names[edge] != edge_names[first]:
            break
        if classes[nodes[step + 1]] != classes[nodes[at + 1]]:
            break
        step += 1
    return step - at
