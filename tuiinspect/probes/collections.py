"""Collections and their sizes as the target told them, turned into a sample."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from tuiinspect.probes.answers import Amount, Size
from tuiinspect.samples import ClassSurvivors, CollectionCount, CollectionKind, CollectionsSample, FoundBy


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


class SurvivorsRow(msgspec.Struct, array_like=True, frozen=True):
    watch: Size
    sampled: Size
    alive: Size
    age_s: Amount
    collected: bool


ClassKey = tuple[str, str | None, int | None]


class CollectionsAnswer(msgspec.Struct, frozen=True):
    rows: tuple[SizeRow, ...]
    survivors: tuple[SurvivorsRow, ...]
    collections: Size
    stale: Size
    cost_s: Amount

    def sample(self, t: float, watched: Mapping[int, ClassKey]) -> CollectionsSample:
        """`watched` are the classes by the number of the watch on them."""
        return CollectionsSample(
            t=t,
            rows=tuple(row.counted() for row in self.rows),
            collections=self.collections,
            cost_s=self.cost_s,
            stale=self.stale,
            survivors=tuple(
                ClassSurvivors(*watched[row.watch], row.sampled, row.alive, row.age_s, row.collected)
                for row in self.survivors
                if row.watch in watched
            ),
        )
