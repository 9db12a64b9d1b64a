"""What a person would call an object: by the class or function somebody wrote, and how near that is.

The tiers order names: a program's own class says more than one of Node's, that more than `Object`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from tuiinspect.heap.analysis import Analysis
from tuiinspect.heap.edges import CLOSURE, NATIVE, OBJECT_NODE, REGEXP
from tuiinspect.heap.places import Places, short_path
from tuiinspect.text import clean

PERSONS, NAMED, SHAPED, PARTS, GENERIC = range(5)
"""A class of the program; a class of Node or of the language, and a function of the program that has a name;
a plain object with properties; what such objects consist of, and functions without a name; what every program
is full of."""

_PARTS = frozenset(
    {"Timeout", "Immediate", "Listener", "WeakListener", "AsyncResource", "AsyncContextFrame", "Promise",
     "Map", "Set", "WeakRef", "Generator", "AsyncGenerator", "WritableState", "ReadableState", "HTTPParser",
     "Date", "ArrayBuffer"}
)  # fmt: skip
_GENERIC = frozenset({"Object", "Array", "Function", "system / Context", "Generator"})
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Word:
    """The name of a class or function, `server.js:12:7` where it is defined, its tier, and whether it is
    defined by the program itself."""

    name: str
    location: str | None
    tier: int
    of_program: bool = False


class Words:
    """Names for one snapshot's objects; remembered, since holders share their classes."""

    def __init__(self, analysis: Analysis, places: Places) -> None:
        self._graph = analysis.graph
        self._classes = analysis.classes
        self._places = places
        self._remembered = lru_cache(maxsize=4096)(self._word)

    def called(self, node: int) -> Word:
        """The word for a node's class; a function counts as a class of its own."""
        return self._remembered(node)

    def _word(self, node: int) -> Word:
        kind = self._graph.node_types[node]
        if kind == CLOSURE:
            return self._function(node)
        name = clean(self._graph.strings[int(self._classes[node])], _LONGEST)
        if kind == REGEXP:
            return Word(name, None, NAMED)
        if kind != OBJECT_NODE or name in _GENERIC or name.startswith("system / "):
            return Word(name, None, PARTS if kind == NATIVE and not name.startswith("system / ") else GENERIC)
        if name.startswith("{"):
            return Word(name, None, SHAPED)
        location = self._places.location_of(node)
        if location is not None and not location.startswith("node:"):
            return Word(name, location, PERSONS, of_program=True)
        return Word(name, location, PARTS if name in _PARTS else NAMED)

    def _function(self, node: int) -> Word:
        place = self._places.function(node)
        line = f":{place.line}" if place.line is not None else ""
        location = f"{short_path(place.script)}{line}" if place.script else None
        named = bool(place.name) and not place.name.startswith("<")
        called = f"{clean(place.name, _LONGEST)}()" if named else "function"
        if place.is_node_internal:
            return Word(called, location, PARTS)
        if named:
            return Word(called, location, NAMED, of_program=True)
        return Word(f"function at {location}", location, PARTS, of_program=True)
