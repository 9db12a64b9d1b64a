"""Classes and collections in one list: what most likely grows for good comes first."""

from __future__ import annotations

from collections.abc import Iterable

from tuiinspect.history.classes import ClassRow
from tuiinspect.history.collections import CollectionRow

GrowthRow = ClassRow | CollectionRow


def ranked(classes: Iterable[ClassRow], collections: Iterable[CollectionRow]) -> tuple[GrowthRow, ...]:
    """What grows for certain first, then the program's own, then the fastest; rates make spans comparable."""
    return tuple(sorted((*collections, *classes), key=_rank))


def _rank(row: GrowthRow) -> tuple[bool, bool, float, int]:
    own = isinstance(row, CollectionRow) or row.told
    size = row.count.size if isinstance(row, CollectionRow) else row.count.count
    return not row.grows, not own, -(row.per_minute or 0.0), -size
