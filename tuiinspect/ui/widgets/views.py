"""The views of a snapshot: each is one list to begin from, and one key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from tuiinspect.ui.widgets.class_table import ClassRows
from tuiinspect.ui.widgets.heap_trees import ContainmentRows, DominatorRows
from tuiinspect.ui.widgets.kind_rows import KindRows
from tuiinspect.ui.widgets.listing import Listing
from tuiinspect.ui.widgets.string_rows import LongestRows

if TYPE_CHECKING:
    from tuiinspect.heap import ClassRow, HeapSnapshot

FIRST = "classes"
Views = Mapping[str, Callable[[], Listing]]
"""By the names that the table of keys has for them; a list is made when its view is first shown."""


def views_of(snapshot: HeapSnapshot, classes: Sequence[ClassRow]) -> Views:
    """The views of one snapshot, `FIRST` among them."""
    return {
        FIRST: partial(ClassRows, classes, snapshot.total_bytes),
        "owners": partial(DominatorRows, snapshot),
        "root": partial(ContainmentRows, snapshot),
        "strings": partial(LongestRows, snapshot),
        "kinds": KindRows,
    }
