"""The views of a snapshot: each is one list to begin from, and one key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tuiinspect.ui.widgets.class_table import ClassRows
from tuiinspect.ui.widgets.compared_rows import ComparedRows
from tuiinspect.ui.widgets.duplicate_rows import DuplicateRows
from tuiinspect.ui.widgets.heap_trees import ContainmentRows, DominatorRows
from tuiinspect.ui.widgets.holder_rows import HolderRows
from tuiinspect.ui.widgets.kind_rows import KindRows
from tuiinspect.ui.widgets.listing import Listing
from tuiinspect.ui.widgets.string_rows import LongestRows

if TYPE_CHECKING:
    from tuiinspect.heap import ClassRow, HeapSnapshot

Views = Mapping[str, Callable[[], Listing]]
"""By the names that the table of keys has for them, the first to be shown first; a list is made when its
view is shown."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier snapshot of the same process to compare with; `first` when that is what was asked for."""

    snapshot: HeapSnapshot
    name: str
    first: bool = False


def views_of(snapshot: HeapSnapshot, classes: Sequence[ClassRow], earlier: Earlier | None = None) -> Views:
    """The views of one snapshot, of who holds its growth, and of what is new in it."""
    compared: dict[str, Callable[[], Listing]] = {}
    if earlier is not None:
        compared["holders"] = partial(HolderRows, earlier.snapshot, earlier.name)
        compared["compared"] = partial(ComparedRows, earlier.snapshot, earlier.name, snapshot.total_bytes)
    views: dict[str, Callable[[], Listing]] = {
        "classes": lambda: ClassRows(classes, snapshot.total_bytes, int(snapshot.views.inserted.sum())),
        "owners": partial(DominatorRows, snapshot),
        "root": partial(ContainmentRows, snapshot),
        "strings": partial(LongestRows, snapshot),
        "duplicates": partial(DuplicateRows, snapshot),
        "kinds": KindRows,
    }
    return compared | views if earlier is not None and earlier.first else views | compared
