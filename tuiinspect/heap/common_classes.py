"""The classes of two snapshots brought together, so that like is compared with like."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TypeAlias

from tuiinspect.heap.analysis import Analysis
from tuiinspect.heap.class_rows import TextKey, standing, text_keys
from tuiinspect.heap.classes import ClassKeys, class_keys, class_names
from tuiinspect.heap.interfaces import Interface
from tuiinspect.heap.string_search import numbers_of

Group: TypeAlias = tuple[TextKey, int]
"""What is compared with what: a class's text, and a node type where classes of one text are told apart."""

_ANY_TYPE = -1


@dataclass(frozen=True)
class Classes:
    """One snapshot's classes; `texts` and `types` (the node type of the first object) are one per class."""

    keys: ClassKeys
    texts: list[TextKey]
    types: list[int]

    def standing(self) -> dict[Group, int]:
        """The classes in DevTools' table: their row by text."""
        rows = standing(self.texts, self.keys, range(len(self.texts)))
        return {(text, _ANY_TYPE): row for text, row in rows.items()}

    def shared_texts(self) -> set[TextKey]:
        """Names that several classes have: DevTools' table has room for one of them."""
        return {text for text, count in Counter(self.texts).items() if count > 1}

    def by_type(self, texts: set[TextKey]) -> dict[Group, int]:
        """The classes of these names, told apart by the type of their objects."""
        rows = zip(self.texts, self.types, strict=True)
        return {group: row for row, group in enumerate(rows) if group[0] in texts}


def own_classes(analysis: Analysis) -> Classes:
    """The classes as the snapshot's own table has them."""
    return _classes(analysis, analysis.table.of)


def classes_by_interfaces_of(newer: Analysis, base: Analysis) -> Classes:
    """The base's classes, its plain objects named after the newer's interfaces."""
    names, _ = class_names(base.graph, base.type_names, _translated(newer, base))
    return _classes(base, class_keys(base.graph, names, base.locations, base.shallow))


def _classes(analysis: Analysis, keys: ClassKeys) -> Classes:
    return Classes(
        keys, text_keys(keys, analysis.graph.strings), analysis.graph.node_types[keys.samples].tolist()
    )


def _translated(newer: Analysis, base: Analysis) -> tuple[Interface, ...]:
    """The newer's interfaces in the base's string numbers; without what asks for a name it has not."""
    used = sorted({number for interface in newer.interfaces for number in interface.properties})
    there = numbers_of(base.graph.strings, [newer.graph.strings[number] for number in used])
    number_in_base = dict(zip(used, there, strict=True))
    interfaces = (
        Interface(interface.name, tuple(number_in_base[number] for number in interface.properties))
        for interface in newer.interfaces
    )
    return tuple(interface for interface in interfaces if min(interface.properties) >= 0)
