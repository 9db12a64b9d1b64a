"""What is told of a growth: its holders, what accumulates under each, and what is nobody's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

HolderKind = Literal[
    "listeners",
    "event-target",
    "collection",
    "properties",
    "array",
    "closures",
    "timers",
    "promise",
    "chain",
    "buffers",
    "strings",
    "contexts",
    "handles",
    "connections",
    "variables",
    "objects",
]


@dataclass(frozen=True, slots=True)
class Accumulated:
    """Objects of a class, or functions of one place in the source, that have become more.

    `class_name` is a class, `{id, name}` for plain objects, `name()` for functions; `bytes` is what the added
    ones retain, no object counted twice.
    """

    class_name: str
    location: str | None
    added: int
    removed: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Holder:
    """An object that was there all the time and holds more than before; or several that are alike.

    `id` is V8's, of the object itself or of the largest of the `group` alike; bytes and entries are those of
    the whole group. `only_stack` is work in flight; `internal` is what Node and the engine keep for
    themselves, and open connections that a pool of Node's or a handle keeps (kind `connections`), which
    follow the load. Entries are what stands one step below the holder, through its backing store:
    `entries_added` and `entries_removed` are objects or values that are new or gone, `entries_before` and
    `entries_after` the holder's size where it has one.
    """

    id: int
    class_name: str
    name: str
    path: str
    retainer_path: tuple[str, ...]
    kind: HolderKind
    gained_bytes: int
    lost_bytes: int
    net_bytes: int
    share: float
    entries_added: int
    entries_removed: int
    entries_before: int | None
    entries_after: int | None
    accumulates: tuple[Accumulated, ...]
    limit: tuple[str, int] | None
    nets: tuple[int, ...]
    entry_nets: tuple[int, ...]
    group: int
    also_held_by: tuple[str, ...]
    only_stack: bool
    internal: bool


@dataclass(frozen=True, slots=True)
class Growth:
    """By how much a process' heap grew between two snapshots, and who holds that.

    `growth_bytes` is the sum of what the holders gained net, `warm_up_bytes` (compiled code, and what the
    inspector and tuiinspect put in), `in_flight_bytes` (what only running code holds, or waits in a queue for
    it) and `other_bytes` (what is spread too thin to name, and what became less). `aside` are holders that
    are not accused: work in flight, and the engine's and Node's own. Not `comparable` are snapshots whose ids
    mean different objects: nothing but `by_class` is told then.
    """

    growth_bytes: int
    holders: tuple[Holder, ...]
    aside: tuple[Holder, ...]
    warm_up_bytes: int
    in_flight_bytes: int
    other_bytes: int
    comparable: bool
    by_class: tuple[Accumulated, ...]
