"""Which edges carry domination, and a search over them from the root, depth first.

The rules are those of the heap model of Chrome DevTools. Two of them ask what belongs to the page, which is
what the global objects reach: nothing that does not belong to it dominates what does. The search goes there
first, so that one way through most of the heap answers both.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from tuiinspect.heap import shelf
from tuiinspect.heap.arrays import Bits, Bytes, Flags, Ints
from tuiinspect.heap.edges import SHORTCUT, WEAK, Structure, source_near
from tuiinspect.heap.jit import kernel
from tuiinspect.heap.words import each_byte_is, eight_bytes, flags_of

_NONE = -1
_SHORTCUTS, _WEAKS = (np.uint64(kind * 0x0101010101010101) for kind in (SHORTCUT, WEAK))
_EIGHT, _NOTHING = np.uint64(8), np.uint64(0)


class DepthFirst(Struct, frozen=True):
    """A search from the root. `order` int32[N]: ordinals by number, `number` int32[N] the numbers by ordinal;
    the first `reached` were found by the search or began one, the others only hold one another. `parents`
    int32[N], numbers by number.

    `essential`: a bit an edge, those that carry domination; but an edge from a node to itself never does, nor
    one to a number below `page` from a number that is not, except for the root's."""

    order: Ints
    number: Ints
    parents: Ints
    reached: int
    page: int
    essential: Bits


def search_depth_first(structure: Structure, pairs: Ints, trees: Ints) -> DepthFirst:
    """Number the nodes. `pairs` (int32, ascending) are the edges from tables of WeakMaps to values, `trees`
    (int32) the nodes below which a page's documents are."""
    nodes, edges = structure.node_types.size, structure.targets.size
    number, order, parents = (shelf.empty(nodes, np.int32) for _ in range(3))
    seen = np.zeros(nodes, np.bool_)
    essential = np.empty(edges // 8 + 1, np.uint8)
    # Large enough: every node on the path but the last has taken a child from it for the mark it left.
    stack = np.empty(edges + 1, np.int32)
    reached, page = _number_depth_first(
        structure.root, structure.first_edge, structure.edge_types, structure.targets, pairs, trees,
        essential, seen, number, order, parents, stack,
    )  # fmt: skip
    return DepthFirst(order, number, parents, int(reached), int(page), essential)


@kernel
def _number_depth_first(
    root: int, first_edge: Ints, edge_types: Bytes, targets: Ints, pairs: Ints, trees: Ints, essential: Bits,
    seen: Flags, number: Ints, order: Ints, parents: Ints, stack: Ints,
) -> tuple[int, int]:  # fmt: skip
    """Fill `essential`, `number`, `order` and `parents`; `reached` and `page`.

    What was `seen` has flags of its own: those of millions of nodes stay in the cache.
    """
    shortcuts = _mark_retaining(edge_types, essential)
    for edge in pairs:
        _clear(essential, edge)
    number[root], order[0], parents[0] = 0, root, 0
    seen[root] = True
    height = _push_global_objects(root, first_edge, edge_types, targets, essential, stack)
    elsewhere = shortcuts > height
    own = _search(stack, height, 1, first_edge, targets, essential, seen, number, order, parents)
    page = seen.copy()
    page[root] = False
    wider = _widen(root, first_edge, edge_types, targets, pairs, trees, elsewhere, page, stack)
    if wider:
        _cut_off(root, first_edge, targets, page, essential)
    height = _push_children(root, first_edge, targets, essential, seen, stack)
    count = _search(stack, height, own, first_edge, targets, essential, seen, number, order, parents)
    if count < number.size:
        retained = _retained_by_unseen(seen, first_edge, targets, essential)
        for start in range(number.size):
            if not seen[start] and not retained[start]:
                stack[0] = start
                count = _search(stack, 1, count, first_edge, targets, essential, seen, number, order, parents)
    last = count
    for node in range(number.size):
        if not seen[node]:
            number[node] = last
            order[last] = node
            last += 1
    return count, 0 if wider else own


@kernel
def _push_global_objects(
    root: int, first_edge: Ints, edge_types: Bytes, targets: Ints, essential: Bits, stack: Ints
) -> int:
    """From the root, and from nowhere else, shortcuts carry domination; how many there are."""
    height = 0
    for edge in range(first_edge[root + 1] - 1, first_edge[root] - 1, -1):
        if edge_types[edge] == SHORTCUT:
            essential[edge >> 3] |= np.uint8(1 << (edge & 7))
            stack[height] = targets[edge]
            height += 1
    return height


@kernel
def _push_children(
    node: int, first_edge: Ints, targets: Ints, essential: Bits, seen: Flags, stack: Ints
) -> int:
    height = 0
    for edge in range(first_edge[node + 1] - 1, first_edge[node] - 1, -1):
        if _is_set(essential, edge) and not seen[targets[edge]]:
            stack[height] = targets[edge]
            height += 1
    return height


@kernel
def _is_set(bits: Bits, edge: int) -> bool:
    return bool(bits[edge >> 3] >> (edge & 7) & 1)


@kernel
def _clear(bits: Bits, edge: int) -> None:
    bits[edge >> 3] &= np.uint8(~(1 << (edge & 7)) & 255)


@kernel
def _mark_retaining(edge_types: Bytes, essential: Bits) -> int:
    """A bit for each edge that is neither weak nor a shortcut; how many shortcuts there are."""
    shortcuts = 0
    whole = edge_types.size >> 3
    place = _NOTHING
    for at in range(whole):
        word = eight_bytes(edge_types, place)
        short = each_byte_is(word, _SHORTCUTS)
        if short != 0:
            for edge in range(at << 3, (at + 1) << 3):
                shortcuts += int(edge_types[edge] == SHORTCUT)
        essential[at] = ~flags_of(short | each_byte_is(word, _WEAKS)) & np.uint64(255)
        place += _EIGHT
    essential[whole] = 0
    for edge in range(whole << 3, edge_types.size):
        kind = edge_types[edge]
        shortcuts += int(kind == SHORTCUT)
        if kind != WEAK and kind != SHORTCUT:
            essential[whole] |= np.uint8(1 << (edge & 7))
    return shortcuts


@kernel
def _search(
    stack: Ints, height: int, count: int, first_edge: Ints, targets: Ints, essential: Bits, seen: Flags,
    number: Ints, order: Ints, parents: Ints,
) -> int:  # fmt: skip
    """Number what those on the stack reach, which are the root's children, from `count` on; a node's edges
    are read once, one after another."""
    here = 0
    while height > 0:
        height -= 1
        node = stack[height]
        if node == _NONE:
            # A mark below a node's children: all of them are done.
            here = parents[here]
            continue
        if seen[node]:
            continue
        seen[node] = True
        number[node] = count
        order[count] = node
        parents[count] = here
        stack[height] = _NONE
        mark = height
        height += 1
        for edge in range(first_edge[node + 1] - 1, first_edge[node] - 1, -1):
            if essential[edge >> 3] >> (edge & 7) & 1 and not seen[targets[edge]]:
                stack[height] = targets[edge]
                height += 1
        if height == mark + 1:
            height = mark
        else:
            here = count
        count += 1
    return count


@kernel
def _widen(
    root: int, first_edge: Ints, edge_types: Bytes, targets: Ints, pairs: Ints, trees: Ints, shortcuts: bool,
    page: Flags, stack: Ints,
) -> bool:  # fmt: skip
    """Add to the page what it reaches over edges that carry no domination and are not weak either, and what
    is in the documents; whether there was any. `shortcuts`: whether there are others than those of the root.
    """
    more = False
    for tree in trees:
        more |= _flood(tree, first_edge, edge_types, targets, page, stack)
    source = 0
    for edge in pairs:
        source = source_near(first_edge, edge, source)
        if page[source]:
            more |= _flood(targets[edge], first_edge, edge_types, targets, page, stack)
    if shortcuts:
        for edge in range(targets.size):
            if edge_types[edge] == SHORTCUT and not page[targets[edge]]:
                source = source_near(first_edge, edge, source)
                if page[source]:
                    more |= _flood(targets[edge], first_edge, edge_types, targets, page, stack)
    if _leads_back(root, first_edge, edge_types, targets, page):
        more |= _flood(root, first_edge, edge_types, targets, page, stack)
    return more


@kernel
def _leads_back(root: int, first_edge: Ints, edge_types: Bytes, targets: Ints, page: Flags) -> bool:
    """Whether something of the page, or the root as a global object, holds the root: V8 never writes that."""
    source = 0
    if targets.size == 0 or targets.min() > root:
        return False
    for edge in range(targets.size):
        if targets[edge] == root and edge_types[edge] != WEAK:
            source = source_near(first_edge, edge, source)
            if page[source] or (source == root and edge_types[edge] == SHORTCUT):
                return True
    return False


@kernel
def _flood(start: int, first_edge: Ints, edge_types: Bytes, targets: Ints, page: Flags, stack: Ints) -> bool:
    """Add what a node reaches to the page; whether it was not there already."""
    if page[start]:
        return False
    page[start] = True
    stack[0] = start
    height = 1
    while height > 0:
        height -= 1
        node = stack[height]
        for edge in range(first_edge[node], first_edge[node + 1]):
            target = targets[edge]
            if not page[target] and edge_types[edge] != WEAK:
                page[target] = True
                stack[height] = target
                height += 1
    return True


@kernel
def _cut_off(root: int, first_edge: Ints, targets: Ints, page: Flags, essential: Bits) -> None:
    """Nothing but the root dominates what belongs to the page without belonging to it. Where the page is no
    more than the search reached first, which is nearly always, numbers tell that."""
    for node in range(page.size):
        if not page[node] and node != root:
            for edge in range(first_edge[node], first_edge[node + 1]):
                if page[targets[edge]]:
                    _clear(essential, edge)


@kernel
def _retained_by_unseen(seen: Flags, first_edge: Ints, targets: Ints, essential: Bits) -> Flags:
    """Which nodes have a retainer among those the root does not reach: what it reaches holds none of them."""
    retained = np.zeros(seen.size, np.bool_)
    for node in range(seen.size):
        if not seen[node]:
            for edge in range(first_edge[node], first_edge[node + 1]):
                if targets[edge] != node and _is_set(essential, edge):
                    retained[targets[edge]] = True
    return retained
