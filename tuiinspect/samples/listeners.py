"""Emitters, their events and who listens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

NAMELESS: Final = "(anonymous)"

FoundBy = Literal["reach", "hook", "census"]
EmitterKind = Literal["EventEmitter", "EventTarget"]


@dataclass(frozen=True, slots=True)
class EmitterCount:
    """Listeners of one event on one emitter now.

    `baseline` is the count at attach (or at the mark, or when the emitter was first seen).
    `event` covers several events when their names differ in digits only (`presence:*`, `events` > 1).
    `max_listeners` is 0 for unlimited and None where the kind has no such limit. `measured_s` is how long
    ago the baseline was taken, on the target's clock: the time in which `count` came to be what it is. It was
    counted `age_s` seconds ago: where there are very many, not all are counted each time.
    """

    emitter: int
    kind: EmitterKind
    class_name: str
    name: str | None
    where: str | None
    event: str
    events: int
    count: int
    baseline: int
    max_listeners: int | None
    found_by: FoundBy
    measured_s: float
    age_s: float = 0.0

    def called(self, held: HeldAs | None) -> EmitterCount:
        """The same under the name that a snapshot has for it, where it has no other."""
        if held is None or self.name is not None:
            return self
        return replace(self, name=held.name, where=self.where or held.where)


@dataclass(frozen=True, slots=True)
class HeldAs:
    """How a snapshot had an emitter held: what the program calls it, where, and the whole way in words."""

    name: str | None
    where: str | None
    sentence: str


@dataclass(frozen=True, slots=True)
class ListenersSample:
    """One recount of the known emitters: the rows that grew most, then the largest.

    `emitters`, `listeners` and `events` count everything that was counted, also what is not in `rows`.
    `stale` emitters of these have the count of an earlier sample: there were too many for one go, or they
    are among many and have stayed the same for a while.
    `call_sites`: whether it is noted from where listeners are added.
    """

    t: float
    rows: tuple[EmitterCount, ...]
    emitters: int
    listeners: int
    events: int
    hook: bool
    cost_s: float
    stale: int = 0
    call_sites: bool = False


@dataclass(frozen=True, slots=True)
class KnownEmitters:
    """The emitters that an agent of ours knew at one moment: those with numbers up to `newest`."""

    agent: int
    newest: int


@dataclass(frozen=True, slots=True)
class HeapIds:
    """Numbers in the last snapshot: of `emitters` by our own number of them, of `ours`, our object there.

    `took_s` is how long the target was asked for them.
    """

    ours: int = 0
    emitters: Mapping[int, int] = field(default_factory=dict)
    took_s: float = 0.0


@dataclass(frozen=True, slots=True)
class CallSite:
    """From where `count` listeners were added, the nearest call that is not Node's own.

    `function` is the one that made the call, "" at the top of a script; `line` and `column` count from 1.
    """

    function: str
    file: str
    line: int
    column: int
    count: int


@dataclass(frozen=True, slots=True)
class CapturedVariable:
    """A variable that a function can reach, with its value in words."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class CapturedScope:
    """Variables of one scope of a function: of the call of `function`, or ("") of its module.

    `known` is how many there are; `variables` are the first many of them.
    """

    function: str
    variables: tuple[CapturedVariable, ...]
    known: int


def function_words(name: str | None) -> str:
    """`deliver()`, or what a function is called that has no name."""
    return f"{name}()" if name and name != NAMELESS else "an anonymous function"


@dataclass(frozen=True, slots=True)
class ListenerFunction:
    """One group of equal listeners of an event; `line` and `column` count from 1.

    `call_sites` are the most frequent first, and only of listeners that were added while they were noted.
    """

    function: str
    file: str | None
    line: int | None
    column: int | None
    count: int
    once: bool
    call_sites: tuple[CallSite, ...] = ()
