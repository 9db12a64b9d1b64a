"""Collections and their sizes as the target told them, turned into a sample."""

from __future__ import annotations

import msgspec

from tuiinspect.probes.answers import Amount, Size
from tuiinspect.samples import CollectionCount, CollectionKind, CollectionsSample, FoundBy


class SizeRow(msgspec.Struct, array_like=True, frozen=True):
    """One collection; a row of a census goes on with what is in it."""

    collection: Size
    kind: CollectionKind
    class_name: str
    name: str | None
    where: str | None
    size: Size
    found_by: FoundBy
    baseline: Size
    measured_s: Amount
    sample_keys: tuple[str, ...] = ()
    value_classes: tuple[tuple[str, Size], ...] = ()

    def counted(self) -> CollectionCount:
        return CollectionCount(
            collection=self.collection,
            kind=self.kind,
            class_name=self.class_name,
            name=self.name,
            where=self.where,
            size=self.size,
            sample_keys=self.sample_keys,
            value_classes=dict(self.value_classes),
            found_by=self.found_by,
            baseline=self.baseline,
            measured_s=self.measured_s,
        )


class CollectionsAnswer(msgspec.Struct, frozen=True):
    rows: tuple[SizeRow, ...]
    collections: Size
    stale: Size
    cost_s: Amount

    def sample(self, t: float) -> CollectionsSample:
        return CollectionsSample(
            t=t,
            rows=tuple(row.counted() for row in self.rows),
            collections=self.collections,
            cost_s=self.cost_s,
            stale=self.stale,
        )
