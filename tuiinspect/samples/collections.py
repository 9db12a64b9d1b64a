"""Collections of the program: Maps, Sets, arrays, and objects and functions used as dictionaries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from tuiinspect.samples.listeners import FoundBy

CollectionKind = Literal[
    "Map", "Set", "Array", "Object", "Function", "AsyncLocalStorage", "Timers", "WeakMap", "WeakSet"
]
WEAK_KINDS: Final[frozenset[CollectionKind]] = frozenset({"WeakMap", "WeakSet"})
"""Counted by a census only; what they hold stays for as long as something else holds its key."""


@dataclass(frozen=True, slots=True)
class CollectionCount:
    """The size of one collection now.

    `collection` is the number under which the target's registry knows it, the same for as long as the object
    lives. `baseline` is its size at attach (or at the mark, or when it was first seen), `measured_s` seconds
    ago on the target's clock. `sample_keys` are the first few keys; `value_classes` counts the classes of its
    values, all of them or the first many thousands. Both are empty where only the size was asked for.
    """

    collection: int
    kind: CollectionKind
    class_name: str
    name: str | None
    where: str | None
    size: int
    sample_keys: tuple[str, ...]
    value_classes: Mapping[str, int] = field(hash=False)
    found_by: FoundBy
    baseline: int = 0
    measured_s: float = 0.0


@dataclass(frozen=True, slots=True)
class ClassSurvivors:
    """Of some objects that a census found to be new, how many are `alive` after `age_s` seconds.

    They say something once there has been a full garbage collection since, which is `collected`.
    """

    class_name: str
    file: str | None
    line: int | None
    sampled: int
    alive: int
    age_s: float
    collected: bool

    @property
    def key(self) -> tuple[str, str | None, int | None]:
        return self.class_name, self.file, self.line


@dataclass(frozen=True, slots=True)
class CollectionsSample:
    """One recount of the known collections: the rows that grew most, then the largest.

    `collections` counts all that are known, also what is not in `rows`. `stale` of these have the size of an
    earlier sample: to count the keys of a large object takes long, so it is done less often. `survivors` are
    of the classes that grew between the last two censuses.
    """

    t: float
    rows: tuple[CollectionCount, ...]
    collections: int
    cost_s: float
    stale: int = 0
    survivors: tuple[ClassSurvivors, ...] = ()
