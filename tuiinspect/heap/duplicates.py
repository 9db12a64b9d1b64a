"""Strings of which there are several: which have the same text, and what that wastes.

After the duplicated strings of Chrome DevTools' heap model.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tuiinspect.heap.arrays import Bytes, Counts, Ints, Longs, Shorts
from tuiinspect.heap.edges import CONS_STRING, INTERNAL, NUMBER, OBJECT_NODE, STRING, Graph
from tuiinspect.heap.jit import kernel
from tuiinspect.heap.string_content import PRIMES, UNITS, appended, halves, joined
from tuiinspect.heap.string_search import numbers_of
from tuiinspect.heap.strings import OBJECT

_WORDS = ("first", "second", "truncated", "length", "hash", "value", "bool", "int", "true")
_FIRST, _SECOND, _TRUNCATED, _LENGTH, _HASH, _VALUE, _BOOL, _INT, _TRUE = range(len(_WORDS))


@dataclass(frozen=True)
class Duplicates:
    """`groups` int32[N]: strings of one text have one number, from 0 in order of appearance; -1 for what is
    no string, or the only one of its text. `count` groups."""

    groups: Ints
    count: int


def duplicates(graph: Graph, shallow: Longs) -> Duplicates:
    """Plain and joined strings of a size whose text another has; not those V8 has flattened by itself.

    A text that V8 cut counts as the same only where the file gives the same length and hash for it.
    """
    words = np.array(numbers_of(graph.strings, _WORDS), np.int64)
    blob, ends = graph.strings.blob, graph.strings.ends
    cons = np.flatnonzero(graph.node_types == CONS_STRING).astype(np.int32)
    edges = graph.first_edge, graph.edge_types, graph.edge_names, graph.targets
    parts = halves(cons, *edges, int(words[_FIRST]), int(words[_SECOND]))
    place = np.full(graph.node_count, -1, np.int32)
    place[cons] = np.arange(cons.size, dtype=np.int32)
    texts = joined(cons, place, parts, graph.node_names, blob, ends)
    groups, count = _group(
        graph.node_types, graph.node_names, graph.strings.marks, shallow, *edges, words, place, texts, blob,
        ends,
    )  # fmt: skip
    return Duplicates(groups, count)


@kernel
def _held(
    node: int, name: int, first_edge: Ints, edge_types: Bytes, edge_names: Counts, targets: Ints
) -> int:
    for edge in range(first_edge[node], first_edge[node + 1]):
        if edge_types[edge] == INTERNAL and int(edge_names[edge]) == name:
            return int(targets[edge])
    return -1


@kernel
def _said(
    node: int, name: int, kind: int, types: Bytes, names: Ints, first_edge: Ints, edge_types: Bytes,
    edge_names: Counts, targets: Ints, words: Longs,
) -> int:  # fmt: skip
    """What V8 says of a string under `name`: the string number of a value of `kind`, or -1."""
    number = _held(node, name, first_edge, edge_types, edge_names, targets)
    if number < 0 or types[number] != NUMBER or names[number] != words[kind]:
        return -1
    value = _held(number, words[_VALUE], first_edge, edge_types, edge_names, targets)
    return int(names[value]) if value >= 0 else -1


@kernel
def _is_flat(
    node: int, types: Bytes, names: Ints, marks: Shorts, first_edge: Ints, edge_types: Bytes,
    edge_names: Counts, targets: Ints, words: Longs, place: Ints, texts: Longs, ends: Longs,
) -> bool:  # fmt: skip
    """Whether one half of a joined string is empty."""
    for edge in range(first_edge[node], first_edge[node + 1]):
        name = int(edge_names[edge])
        if edge_types[edge] != INTERNAL or (name != words[_FIRST] and name != words[_SECOND]):
            continue
        half = targets[edge]
        if place[half] >= 0:
            if texts[place[half], UNITS] == 0:
                return True
            continue
        text = names[half]
        plain = types[half] == OBJECT_NODE and text < marks.size and marks[text] == OBJECT
        if text < ends.size and not plain and ends[text] == (ends[text - 1] if text > 0 else 0):
            return True
    return False


@kernel
def _group(  # noqa: C901 - one table, filled and read in one pass
    types: Bytes, names: Ints, marks: Shorts, shallow: Longs, first_edge: Ints, edge_types: Bytes,
    edge_names: Counts, targets: Ints, words: Longs, place: Ints, texts: Longs, blob: Bytes, ends: Longs,
) -> tuple[Ints, int]:  # fmt: skip
    candidates = 0
    for node in range(types.size):
        if types[node] in (STRING, CONS_STRING) and shallow[node] != 0:
            candidates += 1
    slots = 16
    while slots < 2 * candidates:
        slots *= 2
    table = np.full(slots, -1, np.int32)
    known = np.empty((candidates, 3), np.int32)
    counts = np.zeros(candidates, np.int32)
    entry_of_name = np.full(ends.size, -1, np.int32)
    groups = np.full(types.size, -1, np.int32)
    entries = 0
    for node in range(types.size):
        kind = types[node]
        if kind not in (STRING, CONS_STRING) or shallow[node] == 0:
            continue
        if kind == CONS_STRING and _is_flat(
            node, types, names, marks, first_edge, edge_types, edge_names, targets, words, place, texts, ends
        ):
            continue
        cut = _said(
            node, words[_TRUNCATED], _BOOL, types, names, first_edge, edge_types, edge_names, targets, words
        )
        is_cut = cut >= 0 and cut == words[_TRUE]
        name = names[node]
        if kind == STRING and not is_cut and entry_of_name[name] >= 0:
            counts[entry_of_name[name]] += 1
            groups[node] = entry_of_name[name]
            continue
        if kind == CONS_STRING:
            row = place[node]
            mixed, other, length = int(texts[row, 0]), int(texts[row, 1]), int(texts[row, 3])
        else:
            start = int(ends[name - 1]) if name > 0 else 0
            mixed, other, _, length = appended(blob, start, int(ends[name]), (0, 0, 0, 0))
        if is_cut:
            for what in (_LENGTH, _HASH):
                said = _said(
                    node, words[what], _INT, types, names, first_edge, edge_types, edge_names, targets, words
                )
                mixed = (mixed * 31 + said + 2) % PRIMES[0]
                other = (other * 37 + said + 2) % PRIMES[1]
        slot = (mixed ^ (mixed >> 13)) & (slots - 1)
        while table[slot] >= 0:
            entry = table[slot]
            if known[entry, 0] == mixed and known[entry, 1] == other and known[entry, 2] == length:
                break
            slot = (slot + 1) & (slots - 1)
        if table[slot] < 0:
            table[slot] = entries
            known[entries, 0], known[entries, 1], known[entries, 2] = mixed, other, length
            entries += 1
        counts[table[slot]] += 1
        groups[node] = table[slot]
        if kind == STRING and not is_cut:
            entry_of_name[name] = table[slot]
    number = 0
    for entry in range(entries):
        counts[entry] = number if counts[entry] > 1 else -1
        number += 1 if counts[entry] >= 0 else 0
    for node in range(types.size):
        if groups[node] >= 0:
            groups[node] = counts[groups[node]]
    return groups, number
