"""One way from an object to a root, step by step; the runtime's own objects are folded into the next step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tuiinspect.text import clean, format_count
from tuiinspect.ui.lines import Line, Piece
from tuiinspect.ui.widgets import node_words
from tuiinspect.ui.widgets.columns import Column
from tuiinspect.ui.widgets.listing import Listing, RetainersOf, Want
from tuiinspect.ui.widgets.reading import FoundPath, is_internal

if TYPE_CHECKING:
    from tuiinspect.heap import HeapSnapshot, Node, PathStep, RetainerPath

MOST_PATHS = 5
Run = Sequence["PathStep"]
"""Steps shown as one row: the first says how it holds, the last what it is."""


def folded(steps: Sequence[PathStep]) -> tuple[Run, ...]:
    """Join internal objects with the first of the program's own that follows."""
    runs: list[Run] = []
    begin = 0
    for at, step in enumerate(steps):
        if at == len(steps) - 1 or not is_internal(step.node):
            runs.append(steps[begin : at + 1])
            begin = at + 1
    return tuple(runs)


@dataclass(frozen=True, slots=True)
class MorePaths:
    """Other paths that part from the shortest one; finding them takes longer than finding that."""

    rows: PathRows
    node: Node

    def read(self, snapshot: HeapSnapshot) -> tuple[RetainerPath, ...]:
        return (self.rows.holding or snapshot).paths(self.node.ordinal, MOST_PATHS)

    def take(self, paths: tuple[RetainerPath, ...]) -> None:
        self.rows.fill(paths)


class PathRows(Listing):
    """The steps of the shortest paths, one path at a time."""

    columns: ClassVar[tuple[Column, ...]] = (
        Column("step", "held by, up to a root", 0, right=False),
        Column("distance", "dist", 5, drop=2),
        Column("retained", "retained", 9, drop=1),
    )
    room: ClassVar[int] = 36
    foldable: ClassVar[bool] = True
    of_objects: ClassVar[bool] = True

    def __init__(self, found: FoundPath) -> None:
        super().__init__("path")
        self._folded = True
        self._start = found.node
        self.holding = found.holding
        self._paths: tuple[RetainerPath, ...] = (found.path,)
        self._number = 0
        self._runs: tuple[Run, ...] = ()
        self.looking = True
        """Whether other paths are still looked for."""
        self._lay_out()

    def _lay_out(self) -> None:
        path = self._paths[self._number]
        self._runs = folded(path.steps) if self._folded else tuple((step,) for step in path.steps)
        self._name()
        self.sentence = path.sentence
        self.place.cursor = self.place.offset = 0

    def _name(self) -> None:
        number = f" {self._number + 1}/{len(self._paths)}" if len(self._paths) > 1 else ""
        self.crumb = f"path{number} of {clean(node_words.plain(self._start), 60)}"

    def start(self) -> Want | None:
        return MorePaths(self, self._start)

    def fill(self, paths: Sequence[RetainerPath]) -> None:
        """Take the other paths; the one on the screen stays."""
        self.looking = False
        self._paths = (self._paths[0], *(path for path in paths if path != self._paths[0]))
        self._name()

    @property
    def alone(self) -> bool:
        """Whether there is no other path."""
        return len(self._paths) == 1

    def next_path(self) -> None:
        self._number = (self._number + 1) % len(self._paths)
        self._lay_out()

    def refold(self) -> Want | None:
        self._folded = not self._folded
        self._lay_out()
        return None

    def __len__(self) -> int:
        return len(self._runs)

    def cells(self, index: int) -> Mapping[str, Line]:
        run = self._runs[index]
        node = run[-1].node
        return {
            "step": (*self._holds(run), *node_words.label(node), *self._left_out(run)),
            "distance": node_words.distance(node.shown_distance),
            "retained": node_words.size(node.retained_size),
        }

    @staticmethod
    def _holds(run: Run) -> Line:
        first = run[0]
        times = f" × {format_count(first.repeat)}" if first.repeat > 1 else ""
        return (Piece(clean(first.edge_words) + times, "edge"), Piece(" in ", "edge"))

    @staticmethod
    def _left_out(run: Run) -> Line:
        return (Piece(f" +{len(run) - 1} internal", "dim"),) if len(run) > 1 else ()

    def node(self, index: int) -> Node:
        return self._runs[index][-1].node

    def words(self, _index: int) -> str:
        return f"{node_words.plain(self._start)}: {clean(self.sentence, 10_000)}"

    def open(self, index: int) -> Want:
        return RetainersOf(self.node(index))
