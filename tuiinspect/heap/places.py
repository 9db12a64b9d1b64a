"""Where code is: a closure's function, script and line; whose variables a context holds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import numpy as np
from msgspec import Struct

from tuiinspect.heap.columns import LocationColumns
from tuiinspect.heap.edges import CLOSURE, HIDDEN_EDGE, STRING
from tuiinspect.heap.lookups import NOTHING, Lookups
from tuiinspect.heap.names import node_name
from tuiinspect.text import clean

_LONGEST = 60
_OUTERMOST = "system / NativeContext"


class Place(Struct, frozen=True):
    """A function as far as the snapshot tells: its name, its script's path or URL, its line (from 1)."""

    name: str
    script: str | None
    line: int | None

    @property
    def words(self) -> str:
        """`handler() at server.js:21`."""
        named = self.name and not self.name.startswith("<")  # V8's own names, as <static_initializer>
        called = f"{clean(self.name, _LONGEST)}()" if named else "a function"
        if self.script is None:
            return called
        line = f":{self.line}" if self.line is not None else ""
        return f"{called} at {short_path(self.script)}{line}"

    @property
    def is_node_internal(self) -> bool:
        """Whether it is part of Node itself, or of the engine."""
        return self.script is None or self.script.startswith("node:")


class Places:
    """Answers from the edges of closures, contexts and shared function infos, and the file's locations, which
    are in the order of their nodes."""

    def __init__(self, lookups: Lookups, locations: LocationColumns) -> None:
        self._lookups = lookups
        self._graph = lookups.graph
        self._locations = locations

    def function(self, closure: int) -> Place:
        """The function a closure runs."""
        name = self._graph.strings[int(self._graph.node_names[closure])]
        shared = self._lookups.held(closure, "shared")
        row = self._row(closure)
        line = int(self._locations.lines[row]) + 1 if row >= 0 else None
        return Place(name, self._script(shared) if shared >= 0 else None, line)

    def context_owner(self, context: int) -> Place | None:
        """The function whose variables a context holds; None when the snapshot has lost it."""
        shared = self._owner(context)
        if shared < 0:
            return None
        closure = self._lookups.holder(shared, "shared")
        if closure >= 0 and self._graph.node_types[closure] == CLOSURE:
            return self.function(closure)
        name = self._graph.strings[int(self._graph.node_names[shared])]
        return Place("" if name.startswith("(") else name, self._script(shared), None)

    def is_module_scope(self, context: int) -> bool:
        """Whether the context is outermost: the variables of a module, CommonJS or ESM."""
        outer = self._lookups.held(context, "previous")
        if outer < 0:
            return False
        name = self._graph.strings[int(self._graph.node_names[outer])]
        # The inspector adds what its clients know a context by, an empty text for Node's.
        return name == _OUTERMOST or name.startswith(f"{_OUTERMOST} / ")

    def belongs_to_module(self, context: int) -> bool:
        """Whether the variables are a module's or those of a block outside of all its functions."""
        for around in self._outwards(context):
            if self.is_module_scope(around):
                return True
            if self._function_of(around) >= 0:
                return False
        return False

    def block_variable(self, context: int, slot: int) -> str | None:
        """The name of a context's variable by its number: the scope's description lists them in order."""
        scope = self._lookups.held(context, "scope_info")
        if scope < 0:
            return None
        graph = self._graph
        for edge in range(int(graph.first_edge[scope]), int(graph.first_edge[scope + 1])):
            if graph.edge_types[edge] == HIDDEN_EDGE and graph.edge_names[edge] == slot:
                name = int(graph.targets[edge])
                return node_name(graph, name) if graph.node_types[name] == STRING else None
        return None

    def class_location(self, script: int, line: int, column: int) -> str | None:
        """`server.js:12:7` for a place in the file's locations; None when the script's name is not known."""
        path = self._script_names.get(script)
        return f"{short_path(path)}:{line + 1}:{column + 1}" if path else None

    def location_of(self, node: int) -> str | None:
        """Where the file says that an object's constructor stands, `server.js:12:7`."""
        row = self._row(node)
        if row < 0:
            return None
        told = self._locations
        return self.class_location(int(told.scripts[row]), int(told.lines[row]), int(told.columns[row]))

    def _owner(self, context: int) -> int:
        # A block has a context of its own: its function's is around it.
        for around in self._outwards(context):
            shared = self._function_of(around)
            if shared >= 0 or self.is_module_scope(around):
                return shared
        return NOTHING

    def _outwards(self, context: int) -> Iterator[int]:
        """A context and those around it; a damaged file may put one around itself."""
        seen: set[int] = set()
        while context >= 0 and context not in seen:
            seen.add(context)
            yield context
            context = self._lookups.held(context, "previous")

    def _function_of(self, context: int) -> int:
        """The shared function info of just this context, not of one around it."""
        scope = self._lookups.held(context, "scope_info")
        return self._lookups.holder(scope, "name_or_scope_info") if scope >= 0 else NOTHING

    def _script(self, shared: int) -> str | None:
        script = self._lookups.script(shared)
        if script == NOTHING:
            return None
        name = self._graph.strings[int(self._graph.node_names[script])]
        return name if name and not name.startswith(("(", "system /")) else None

    def _row(self, node: int) -> int:
        located = self._locations.nodes
        # A number of another width would have the whole column copied first.
        row = int(np.searchsorted(located, np.int32(node)))
        return row if row < located.size and located[row] == node else NOTHING

    @cached_property
    def _script_names(self) -> dict[int, str]:
        """Script ids by way of the closures that the file locates: one of each script is enough."""
        closures = np.flatnonzero(self._graph.node_types[self._locations.nodes] == CLOSURE)
        ids, firsts = np.unique(self._locations.scripts[closures], return_index=True)
        names = {}
        for script, first in zip(ids.tolist(), firsts.tolist(), strict=True):
            shared = self._lookups.held(int(self._locations.nodes[closures[first]]), "shared")
            path = self._script(shared) if shared >= 0 else None
            if path is not None:
                names[script] = path
        return names


def short_path(path: str) -> str:
    """A script's name as a person says it: `server.js`, `lib/index.js`, `relay/lib/store.js` of a package."""
    if path.startswith("node:"):
        return clean(path, _LONGEST)
    url = urlsplit(path) if "://" in path else None
    parts = PurePosixPath(unquote(url.path) if url else path.replace("\\", "/")).parts
    if "node_modules" in parts:
        parts = parts[len(parts) - parts[::-1].index("node_modules") :]
        return clean("/".join(parts), _LONGEST)
    kept = 2 if parts and parts[-1].startswith("index.") else 1
    return clean("/".join(parts[-kept:]) or path, _LONGEST)
