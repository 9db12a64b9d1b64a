"""Classes and collections in one list: what most likely grows for good comes first."""

from __future__ import annotations

from collections.abc import Iterable

from tuiinspect.history.classes import ClassRow
from tuiinspect.history.collections import CollectionRow

GrowthRow = ClassRow | CollectionRow


def ranked(classes: Iterable[ClassRow], collections: Iterable[CollectionRow]) -> tuple[GrowthRow, ...]:
    """What grows for certain first, then what is more than it was: named ones before others, fastest first.

    Rates are compared, since the growth of collections and that of classes is told over different spans.
    """
    return tuple(sorted((*collections, *classes), key=_rank))


def _rank(row: GrowthRow) -> tuple[bool, bool, bool, float, int]:
    named = row.count.name is not None if isinstance(row, CollectionRow) else row.told
    size = row.count.size if isinstance(row, CollectionRow) else row.count.count
    return not row.grows, (row.growth or 0) <= 0, not named, -(row.per_minute or 0.0), -size
