"""A trail read step by step: what its edges and nodes are called."""

from __future__ import annotations

from dataclasses import dataclass, field

from tuiinspect.heap.arrays import Ints
from tuiinspect.heap.edges import CLOSURE
from tuiinspect.heap.lookups import Lookups
from tuiinspect.heap.names import edge_name
from tuiinspect.heap.places import Places
from tuiinspect.heap.trails import Trail, like_steps
from tuiinspect.text import clean

LONGEST_WORD = 60


@dataclass(frozen=True)
class Phrase:
    """Words for `steps` steps of a trail.

    `of` says that the holder's name may follow ("item 3 of" Array); `names` that the words name what
    stands before (the variable a Map is in); `ends` that nothing more need be said. `code` is the same as
    a program writes it (`.bus`, `.get('a')`, `rooms`), "" where it cannot; `where` is the place of a name.
    """

    words: str
    steps: int
    of: bool = False
    names: bool = False
    ends: bool = False
    code: str = ""
    where: str | None = None


@dataclass(frozen=True)
class Reader:
    """A trail with the means to read it."""

    trail: Trail
    lookups: Lookups
    places: Places
    classes: Ints
    """The nodes' class names, as string numbers."""
    _alike: dict[int, int] = field(default_factory=dict)

    def like_steps(self, at: int) -> int:
        """How many steps from `at` on are alike: by the same edge from a holder of the same class."""
        if at >= self.trail.edges.size:
            return 0
        # More than one asks, and a chain may have a million links.
        known = self._alike.get(at)
        if known is None:
            graph = self.lookups.graph
            known = self._alike[at] = like_steps(
                at, self.trail.nodes, self.trail.edges, graph.edge_types, graph.edge_names, self.classes
            )
        return known

    def class_name(self, at: int) -> str:
        """The class of node `at`."""
        return self.lookups.graph.strings[int(self.classes[self.trail.nodes[at]])]

    def node(self, at: int) -> int:
        """The ordinal of node `at`."""
        return int(self.trail.nodes[at])

    def edge(self, at: int) -> tuple[int, str]:
        """Type and name of the edge of step `at`; (-1, "") past the end."""
        if at >= self.trail.edges.size:
            return -1, ""
        edge = int(self.trail.edges[at])
        return int(self.lookups.graph.edge_types[edge]), edge_name(self.lookups.graph, edge)

    def name(self, at: int) -> str:
        """The name of node `at`."""
        if at >= self.trail.nodes.size:
            return ""
        return self.lookups.graph.strings[int(self.lookups.graph.node_names[self.node(at)])]

    def kind(self, at: int) -> int:
        """The type of node `at`."""
        return int(self.lookups.graph.node_types[self.node(at)]) if at < self.trail.nodes.size else -1

    def holder_words(self, at: int) -> str:
        """What node `at` is: `Array`, `Object` for a plain one, `handler() at server.js:21`."""
        if self.kind(at) == CLOSURE:
            return self.places.function(self.node(at)).words
        name = clean(self.class_name(at), LONGEST_WORD)
        return "Object" if name.startswith("{") else name
