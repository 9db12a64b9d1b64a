"""What the engine says of one object: small frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tuiinspect.heap.rows import Node

PartKind = Literal["entry", "element", "variable", "field", "piece", "prototype", "internal"]


@dataclass(frozen=True, slots=True)
class Detail:
    """One object. `source` is where its code or its class stands, `deliver() at server.js:21`; `parent` the
    string that a sliced one is a part of; `counts` how many entries, elements and captured variables."""

    node: Node
    source: str | None
    parent: Node | None
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Something in an object: `words` name it, `.user`, `[3]`, `item 56`, a variable's name.

    `node` is None where the file has no object for the value: small numbers, true, false, null, undefined.
    `key` is that of a Map's entry, None for the same reason. `number` has a number's digits where the file
    tells them, `scope` says whose variable it is.
    """

    kind: PartKind
    words: str
    key: Node | None
    node: Node | None
    number: str | None
    scope: str


@dataclass(frozen=True, slots=True)
class PartPage:
    """Rows `start` to `start + len(rows)` of `total`."""

    start: int
    total: int
    rows: tuple[Part, ...]
