"""Class names, and which object is of which class.

After the aggregates of Chrome DevTools' heap model.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from tuiinspect.heap.arrays import Bytes, Flags, Ints, Longs
from tuiinspect.heap.columns import LocationColumns
from tuiinspect.heap.edges import CLOSURE, CODE, HIDDEN, NATIVE, OBJECT_NODE, REGEXP, Graph
from tuiinspect.heap.interfaces import Interface, infer_interfaces, match_interfaces, plain_objects
from tuiinspect.heap.jit import kernel
from tuiinspect.heap.property_lists import property_lists
from tuiinspect.heap.strings import TAGGED, StringTable

_FIXED_NAMES = {HIDDEN: "(system)", CODE: "(compiled code)", CLOSURE: "Function", REGEXP: "RegExp"}


def class_names(
    graph: Graph, type_names: tuple[str, ...], interfaces: tuple[Interface, ...] | None = None
) -> tuple[Ints, tuple[Interface, ...]]:
    """int32[N]: the string number of each node's class name; and the interfaces the plain objects got.

    `interfaces` are those to use instead of this snapshot's own; their properties are numbers of its strings.
    A name that the engine gives (`Function` to closures) has another number than the same text in the file
    (the name of an object's class): the numbers tell such classes apart, as they do in DevTools.
    """
    strings = graph.strings
    fixed = np.full(len(type_names), -1, np.int32)
    for kind, type_name in enumerate(type_names):
        if kind not in (OBJECT_NODE, NATIVE):
            fixed[kind] = strings.add(_FIXED_NAMES.get(kind, f"({type_name})"))
    own = np.arange(len(strings), dtype=np.int32)
    for number in np.flatnonzero(_used(graph.node_types, graph.node_names, len(strings))).tolist():
        if number >= strings.count or strings.marks[number] == TAGGED:
            own[number] = _element_class(strings, number)
    classes = _name(graph.node_types, graph.node_names, fixed, own)
    plain = plain_objects(graph)
    lists = property_lists(graph, plain)
    if interfaces is None:
        interfaces = infer_interfaces(graph, lists)
    numbers = np.array([strings.add(interface.name) for interface in interfaces], np.int32)
    _rename(classes, plain, match_interfaces(graph, plain, lists, interfaces), numbers)
    return classes, interfaces


def _element_class(strings: StringTable, number: int) -> int:
    """`<div id="a">` is of class `<div>`; detached ones too."""
    name = strings[number]
    if name.startswith("<"):
        space = name.find(" ")
    elif name.startswith("Detached <"):
        space = name.find(" ", len("Detached "))
    else:
        return number
    return strings.add(name[:space] + ">" if space >= 0 else name)


class ClassKeys(Struct, frozen=True):
    """The classes of a snapshot, in order of appearance; `keys` int32[N] gives each node's row, -1 if its
    size is 0.

    `samples` int32 (the first node of each class), `names` int32 (string numbers), `scripts`, `lines`,
    `columns` int32 (where the class is defined; script -1 when not known). Objects of one name but of classes
    defined in different places are told apart.
    """

    keys: Ints
    samples: Ints
    names: Ints
    scripts: Ints
    lines: Ints
    columns: Ints


def class_keys(graph: Graph, classes: Ints, locations: LocationColumns, shallow: Longs) -> ClassKeys:
    """Which node is of which class; `classes` int32[N] are the string numbers of the class names. The
    locations are in the order of their nodes afterwards."""
    place = locations.by_node(graph.node_count)
    keys, samples = _keys(
        graph.node_types, classes, len(graph.strings), shallow, place,
        locations.scripts, locations.lines, locations.columns,
    )  # fmt: skip
    located = np.where(graph.node_types[samples] == OBJECT_NODE, place[samples], -1)
    known = located >= 0
    columns = [np.full(samples.size, -1, np.int32) for _ in range(3)]
    for column, values in zip(columns, (locations.scripts, locations.lines, locations.columns), strict=True):
        column[known] = values[located[known]]
    return ClassKeys(keys, samples, classes[samples], *columns)


@kernel
def _used(types: Bytes, names: Ints, strings: int) -> Flags:
    used = np.zeros(strings, np.bool_)
    for node in range(types.size):
        if types[node] == OBJECT_NODE or types[node] == NATIVE:
            used[names[node]] = True
    return used


@kernel
def _name(types: Bytes, names: Ints, fixed: Ints, own: Ints) -> Ints:
    classes = np.empty(types.size, np.int32)
    for node in range(types.size):
        given = fixed[types[node]]
        classes[node] = given if given >= 0 else own[names[node]]
    return classes


@kernel
def _rename(classes: Ints, plain: Ints, matches: Ints, numbers: Ints) -> None:
    for i in range(plain.size):
        if matches[i] >= 0:
            classes[plain[i]] = numbers[matches[i]]


@kernel
def _keys(  # noqa: C901 - two tables, one of them probed and grown
    types: Bytes, classes: Ints, names: int, shallow: Longs, place: Ints, scripts: Ints, lines: Ints,
    columns: Ints,
) -> tuple[Ints, Ints]:  # fmt: skip
    """Rows by class name and, for located objects, by place; a node of each row."""
    keys = np.full(types.size, -1, np.int32)
    row_of = np.full(names, -1, np.int32)
    slots = 1024
    samples = np.empty(slots, np.int32)
    table = np.full(slots, -1, np.int32)
    rows = 0
    for node in range(types.size):
        if shallow[node] == 0:
            continue
        name = classes[node]
        at = place[node] if types[node] == OBJECT_NODE else -1
        if at < 0:
            row = row_of[name]
            if row < 0:
                row = rows
                row_of[name] = row
        else:
            slot = _slot(name, at, scripts, lines, columns, slots)
            while table[slot] >= 0:
                other = samples[table[slot]]
                if classes[other] == name and _same_place(at, place[other], scripts, lines, columns):
                    break
                slot = (slot + 1) & (slots - 1)
            row = table[slot]
            if row < 0:
                row = rows
                table[slot] = row
        keys[node] = row
        if row < rows:
            continue
        samples[rows] = node
        rows += 1
        if rows * 2 > slots:
            slots *= 4
            more = np.empty(slots, np.int32)
            more[:rows] = samples[:rows]
            samples = more
            table = np.full(slots, -1, np.int32)
            for each in range(rows):
                sample = samples[each]
                at = place[sample] if types[sample] == OBJECT_NODE else -1
                if at >= 0:
                    slot = _slot(classes[sample], at, scripts, lines, columns, slots)
                    while table[slot] >= 0:
                        slot = (slot + 1) & (slots - 1)
                    table[slot] = each
    return keys, samples[:rows].copy()


@kernel
def _slot(name: int, at: int, scripts: Ints, lines: Ints, columns: Ints, slots: int) -> int:
    mixed = int(name) * 40503
    mixed += (int(scripts[at]) * 31 + int(lines[at])) * 1009 + int(columns[at]) * 7919 + 1
    return (mixed ^ (mixed >> 13)) & (slots - 1)


@kernel
def _same_place(at: int, there: int, scripts: Ints, lines: Ints, columns: Ints) -> bool:
    return bool(scripts[at] == scripts[there] and lines[at] == lines[there] and columns[at] == columns[there])
