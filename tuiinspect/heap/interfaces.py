"""Names for plain objects after the properties they have in common: `{id, name, price}`.

After the interface definitions of Chrome DevTools' heap model.
"""

from __future__ import annotations

import json
import re

import numpy as np
from msgspec import Struct

from tuiinspect.heap.arrays import Bytes, Ints, Shorts
from tuiinspect.heap.edges import OBJECT_NODE, Graph
from tuiinspect.heap.interface_matches import best_matches
from tuiinspect.heap.jit import kernel
from tuiinspect.heap.property_lists import PropertyLists
from tuiinspect.heap.strings import OBJECT, StringTable

_FEWEST_OBJECTS = 2
_PROPORTION = 1000
_NEEDS_QUOTES = re.compile(r"""[,'"{}]""")


class Interface(Struct, frozen=True):
    """A name and the string numbers of the properties an object must have for it, in file order."""

    name: str
    properties: tuple[int, ...]


def formatted(name: str) -> str:
    """A property's name as it stands in an interface: quoted when it could be misread."""
    return json.dumps(name, ensure_ascii=False) if _NEEDS_QUOTES.search(name) else name


def plain_objects(graph: Graph) -> Ints:
    """Ordinals of the objects whose name is exactly `Object`."""
    return _plain(graph.node_types, graph.node_names, graph.strings.marks)


def infer_interfaces(graph: Graph, lists: PropertyLists) -> tuple[Interface, ...]:
    """The most common property lists among the plain objects, most common first."""
    least = max(float(_FEWEST_OBJECTS), lists.of.size / _PROPORTION)
    interfaces = []
    for number in np.argsort(-lists.counts, kind="stable").tolist():
        if lists.counts[number] < least:
            break
        properties = lists.shown(number)
        interfaces.append(Interface(_interface_name(graph.strings, properties), properties))
    return tuple(interfaces)


def match_interfaces(
    graph: Graph, plain: Ints, lists: PropertyLists, interfaces: tuple[Interface, ...]
) -> Ints:
    """int32, one per plain object: the place in `interfaces` of the one it is named after, or -1.

    That is the one with the most properties, all of which the object has; the more common one of equals.
    `lists` are those of the `plain` objects.
    """
    return best_matches(
        plain, lists.of, lists.parents.size, graph.first_edge, graph.edge_types, graph.edge_names,
        *_slots(graph.strings.count, interfaces),
    )  # fmt: skip


def _interface_name(strings: StringTable, properties: tuple[int, ...]) -> str:
    name = "{"
    for number in properties:
        name += (", " if len(name) != 1 else "") + formatted(strings[number])
    return name + "}"


def _slots(strings: int, interfaces: tuple[Interface, ...]) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Which interfaces ask for a property: a slot per property name, chained for a name asked for twice."""
    slot_of = np.full(strings, -1, np.int32)
    following: list[int] = []
    wanted_by: list[list[int]] = []
    for place, interface in enumerate(interfaces):
        reached: dict[int, int] = {}
        for number in interface.properties:
            slot = int(following[reached[number]]) if number in reached else int(slot_of[number])
            if slot < 0:
                slot = len(wanted_by)
                following.append(-1)
                wanted_by.append([])
                if number in reached:
                    following[reached[number]] = slot
                else:
                    slot_of[number] = slot
            reached[number] = slot
            wanted_by[slot].append(place)
    starts = np.cumsum([0, *map(len, wanted_by)], dtype=np.int32)
    members = np.array([place for places in wanted_by for place in places], np.int32)
    sizes = np.array([len(interface.properties) for interface in interfaces], np.int32)
    return slot_of, np.array(following, np.int32), starts, members, sizes


@kernel
def _plain(types: Bytes, names: Ints, marks: Shorts) -> Ints:
    found = np.empty(types.size, np.int32)
    count = 0
    for node in range(types.size):
        if types[node] == OBJECT_NODE and names[node] < marks.size and marks[names[node]] == OBJECT:
            found[count] = node
            count += 1
    return found[:count].copy()
