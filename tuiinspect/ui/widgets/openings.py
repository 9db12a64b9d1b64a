"""Which list a row opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuiinspect.ui.widgets.detail_view import DetailRows
from tuiinspect.ui.widgets.listing import DetailsOf, Listing, ObjectsOf, Opening, RetainersOf, Show
from tuiinspect.ui.widgets.object_table import ObjectRows
from tuiinspect.ui.widgets.retainer_rows import RetainerRows

if TYPE_CHECKING:
    from tuiinspect.heap import HeapSnapshot


def opened(want: Opening, snapshot: HeapSnapshot) -> Listing:
    """The list that was asked for, before anything of it was read."""
    match want:
        case ObjectsOf(row):
            return ObjectRows(row, snapshot.total_bytes)
        case RetainersOf(node):
            return RetainerRows(node)
        case DetailsOf(node):
            return DetailRows(node)
        case Show(rows):
            return rows
