"""What a person would call an object: by the class or function somebody wrote, and how near that is.

The tiers order names: a program's own class says more than one of Node's, that more than `Object`.
"""

from __future__ import annotations

from functools import lru_cache

from tuiinspect.heap.analysis import Analysis
from tuiinspect.heap.edges import CLOSURE, NATIVE, OBJECT_NODE, REGEXP
from tuiinspect.heap.places import Places, short_path
from tuiinspect.text import clean

PERSONS, PERSONS_FUNCTION, NODES, SHAPED, ENGINES, GENERIC = range(6)
"""A class of the program; a function of it; a class of Node or of the language; a plain object with
properties; what is Node's own or has no name; what every program is full of."""

_GENERIC = frozenset({"Object", "Array", "Function", "system / Context", "Generator"})
_LONGEST = 120


class Words:
    """Names for one snapshot's objects; remembered, since holders share their classes."""

    def __init__(self, analysis: Analysis, places: Places) -> None:
        self._graph = analysis.graph
        self._classes = analysis.classes
        self._places = places
        self._owned = lru_cache(maxsize=4096)(self._named)

    def called(self, node: int) -> tuple[str, str | None, int]:
        """Name, place in the source and tier of a node's class; a function counts as a class of its own."""
        return self._owned(node)

    def _named(self, node: int) -> tuple[str, str | None, int]:
        kind = self._graph.node_types[node]
        if kind == CLOSURE:
            return self._function(node)
        name = clean(self._graph.strings[int(self._classes[node])], _LONGEST)
        if kind == REGEXP:
            return name, None, NODES
        if kind not in (OBJECT_NODE, NATIVE) or name in _GENERIC or name.startswith("system / "):
            return name, None, GENERIC
        if name.startswith("{"):
            return name, None, SHAPED
        if kind == NATIVE:
            return name, None, ENGINES
        location = self._places.location_of(node)
        if location is None or location.startswith("node:"):
            return name, location, NODES
        return name, location, PERSONS

    def _function(self, node: int) -> tuple[str, str | None, int]:
        place = self._places.function(node)
        line = f":{place.line}" if place.line is not None else ""
        location = f"{short_path(place.script)}{line}" if place.script else None
        named = place.name and not place.name.startswith("<")
        if place.is_node_internal:
            name = f"{clean(place.name, _LONGEST)}()" if named else "function"
            return name, location, ENGINES
        name = f"{clean(place.name, _LONGEST)}()" if named else f"function at {location}"
        return name, location, PERSONS_FUNCTION
