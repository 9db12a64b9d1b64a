"""Classes as rows of a table: which of them DevTools shows, and in which order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
from msgspec import Struct

from tuiinspect.heap.class_figures import ClassTable
from tuiinspect.heap.classes import ClassKeys
from tuiinspect.heap.places import Places
from tuiinspect.heap.rows import ClassRow
from tuiinspect.heap.strings import StringTable

TextKey: TypeAlias = tuple[int, int, int, str]
"""Script, line and column of a class's definition (-1 when not known), and its name: what makes a class the
same in another snapshot."""


class ClassRows(Struct, frozen=True):
    """`shown` are the rows of DevTools' table, the largest retained size first.

    DevTools keeps its table by text: of several classes of one name and place the one that appears last in
    the file stands in it, and the others, `covered`, do not. So an object of a class of one's own that is
    called `Function` makes its row of all closures disappear.
    """

    shown: tuple[ClassRow, ...]
    covered: tuple[ClassRow, ...]


def text_keys(of: ClassKeys, strings: StringTable) -> list[TextKey]:
    """One per class."""
    columns = (of.scripts.tolist(), of.lines.tolist(), of.columns.tolist(), of.names.tolist())
    return [
        (script, line, column, strings[name]) for script, line, column, name in zip(*columns, strict=True)
    ]


def standing(keys: list[TextKey], of: ClassKeys, rows: Iterable[int]) -> dict[TextKey, int]:
    """Which of `rows` stands in DevTools' table for each text: the one whose first object comes last."""
    found: dict[TextKey, int] = {}
    for row in rows:
        other = found.get(keys[row])
        if other is None or of.samples[row] > of.samples[other]:
            found[keys[row]] = row
    return found


def class_rows(table: ClassTable, strings: StringTable, places: Places) -> ClassRows:
    """The rows of the classes that have objects."""
    keys = text_keys(table.of, strings)
    order = np.argsort(-table.retained, kind="stable")
    rows = order[table.counts[order] > 0].tolist()
    shown = set(standing(keys, table.of, rows).values())

    def made(row: int) -> ClassRow:
        script, line, column, name = keys[row]
        return ClassRow(
            key=row,
            name=name,
            count=int(table.counts[row]),
            distance=int(table.distances[row]),
            shallow=int(table.shallow[row]),
            retained=int(table.retained[row]),
            location=places.class_location(script, line, column),
        )

    return ClassRows(
        tuple(made(row) for row in rows if row in shown),
        tuple(made(row) for row in rows if row not in shown),
    )
