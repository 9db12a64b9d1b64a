"""A live object behind a node of a snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LiveKind = Literal["field", "getter", "entry", "internal"]


@dataclass(frozen=True, slots=True)
class LiveProperty:
    """`.name`, `[3]`, `key 'a'` with its value in words; `kind` "getter" has none: it was not called."""

    name: str
    value: str
    kind: LiveKind


@dataclass(frozen=True, slots=True)
class LiveObject:
    """What an object is at this moment. `words` as the inspector describes it; `at` is where its class, or
    the function itself, was written; `more` says that there are properties that were not asked for.

    `pause_s` is the time the target took to find it, which it does by walking its heap.
    """

    words: str
    properties: tuple[LiveProperty, ...]
    more: bool
    at: str | None
    pause_s: float
