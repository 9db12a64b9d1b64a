"""What the engine hands out: small frozen values, made a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SortKey = Literal["retained", "shallow", "distance", "id"]
SnapshotKind = Literal["standard", "exposeInternals"]


@dataclass(frozen=True, slots=True)
class Node:
    """One object. `id` is V8's, stable within one process; `ordinal` is its row in this snapshot.

    Sizes in bytes, `self_size` after the shallow transfer. `distance` is DevTools' (see `shown_distance`).
    """

    id: int
    ordinal: int
    type: str
    name: str
    class_name: str
    self_size: int
    retained_size: int
    distance: int

    @property
    def shown_distance(self) -> int | None:
        """Steps from the program's roots; None for what only the engine itself holds."""
        return self.distance if 0 <= self.distance < 100_000_000 else None


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class: `key` is good for HeapSnapshot.objects of the same snapshot; sizes in bytes."""

    key: int
    name: str
    count: int
    distance: int
    shallow: int
    retained: int
    location: str | None
    """Where the class is defined, `server.js:12:7`, when the file says so."""

    @property
    def shown_distance(self) -> int | None:
        """The least distance of its objects; None for what only the engine itself holds."""
        return self.distance if 0 <= self.distance < 100_000_000 else None


@dataclass(frozen=True, slots=True)
class DiffRow:
    """A class in two snapshots: objects that only the newer has, and that only the base has; sizes in bytes.

    `key` is good for `added` and `removed` of the same Difference.
    """

    key: int
    name: str
    added: int
    removed: int
    added_bytes: int
    removed_bytes: int
    location: str | None

    @property
    def delta(self) -> int:
        return self.added - self.removed

    @property
    def delta_bytes(self) -> int:
        return self.added_bytes - self.removed_bytes


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Strings of one text; sizes in bytes. `wasted` is what all but the largest of them take.

    `key` is good for DuplicateStrings.strings of the same snapshot.
    """

    key: int
    text: str
    count: int
    shallow: int
    retained: int
    wasted: int


@dataclass(frozen=True, slots=True)
class DuplicatePage:
    """Rows `start` to `start + len(rows)` of `total`."""

    start: int
    total: int
    rows: tuple[DuplicateGroup, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Rows `start` to `start + len(nodes)` of `total`."""

    start: int
    total: int
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Retainer:
    """An edge and the node at its far end: the one that holds, or for children the one held.

    `edge_words` says the edge as a person would: `.cache`, `[3]`, `variable cache`, `item 'user-7'` of a Map.
    `ignored` is only said by HeapSnapshot.ignoring: an ignored object, or a WeakMap or key that alone does
    not hold the value.
    """

    edge_name: str
    edge_type: str
    edge_words: str
    node: Node
    ignored: bool = False


@dataclass(frozen=True, slots=True)
class RetainerPage:
    """Rows `start` to `start + len(rows)` of `total`."""

    start: int
    total: int
    rows: tuple[Retainer, ...]


@dataclass(frozen=True, slots=True)
class PathStep:
    """One step up: `node` holds what came before by the edge. A run of like steps is one, `repeat` times."""

    edge_name: str
    edge_type: str
    edge_words: str
    node: Node
    repeat: int = 1


@dataclass(frozen=True, slots=True)
class RetainerPath:
    """From an object up to a root: the first step is its nearest holder, the last one the root's."""

    steps: tuple[PathStep, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Called:
    """What a program calls an object, by its shortest way up: `rooms.get('a')` in `module lib/hub.js`.

    Nothing on the way may have a name (`name` None); `sentence` is the whole way in words.
    """

    name: str | None
    where: str | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Statistics:
    """Bytes by kind, as DevTools' statistics view sums them. `total` holds `native` and the V8 heap."""

    total: int
    native: int
    typed_arrays: int
    code: int
    strings: int
    js_arrays: int
    system: int
