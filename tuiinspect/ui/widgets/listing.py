"""What every list of the browser is: rows, a place in them, and what each key would want of a row."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from tuiinspect.ui.lines import Line
from tuiinspect.ui.widgets.columns import ROOM_FOR_NAME, Column
from tuiinspect.ui.widgets.reading import FoundPath, Holding, find_path

if TYPE_CHECKING:
    from tuiinspect.heap import ClassRow, HeapSnapshot, Node


@dataclass(slots=True)
class Place:
    """Where the reader is in a list; kept with the rows, so that going back finds it again."""

    cursor: int = 0
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Order:
    """The column rows are sorted by; `reverse` is largest first."""

    column: str
    reverse: bool


_SMALLEST_FIRST = frozenset(
    {"name", "id", "distance", "event", "emitter", "evidence", "function", "pid", "user", "command"}
)


def next_order(orders: Sequence[str], order: Order) -> Order:
    """Sort by the next column: sizes and counts largest first, names and distances smallest first."""
    column = orders[(orders.index(order.column) + 1) % len(orders)]
    return Order(column, reverse=column not in _SMALLEST_FIRST)


@dataclass(frozen=True, slots=True)
class ObjectsOf:
    """Show the objects of a class."""

    row: ClassRow


@dataclass(frozen=True, slots=True)
class RetainersOf:
    """Show who retains an object."""

    node: Node


@dataclass(frozen=True, slots=True)
class DetailsOf:
    """Show what an object is made of."""

    node: Node


@dataclass(frozen=True, slots=True)
class Show:
    """Show a list that is made already."""

    rows: Listing


@dataclass(frozen=True, slots=True)
class StepBack:
    """Leave this list."""


class Search(Protocol):
    """Find the way to a root; may run on any thread."""

    def find(self, snapshot: HeapSnapshot) -> FoundPath | None: ...


@dataclass(frozen=True, slots=True)
class PathOf:
    """The way from an object to a root."""

    node: Node
    holding: Holding | None = None

    def find(self, snapshot: HeapSnapshot) -> FoundPath:
        return find_path(self.holding or snapshot, self.node)


class More(Protocol):
    """Read more rows: `read` on any thread, then `take` what it gave on the screen's own."""

    @property
    def rows(self) -> Listing: ...

    def read(self, snapshot: HeapSnapshot) -> Any: ...  # noqa: ANN401 - each kind of rows takes its own

    def take(self, answer: Any) -> None: ...  # noqa: ANN401


Opening = ObjectsOf | RetainersOf | DetailsOf | Show
Want = Opening | StepBack | More
"""What a key on a row asks of the browser; None when the rows did it themselves."""


class Listing(ABC):
    """Rows of any number; `cells` is asked only for those on the screen."""

    columns: ClassVar[tuple[Column, ...]]
    room: ClassVar[int] = ROOM_FOR_NAME
    """Cells that the first column is to have before another one is shown."""
    orders: ClassVar[tuple[str, ...]] = ()
    filtered: ClassVar[bool] = False
    foldable: ClassVar[bool] = False
    of_objects: ClassVar[bool] = False
    """Whether rows stand for objects, which have details and a path to a root."""
    ignoring: ClassVar[bool] = False
    """Whether a row can be left out of who holds what."""
    tracks_path: ClassVar[bool] = False
    """Whether the line below shows the path of the row under the cursor."""

    def __init__(self, crumb: str, order: Order | None = None) -> None:
        self.crumb = crumb
        self.place = Place()
        self.order = order
        self.pattern = ""
        self.sentence = ""
        self.holding: Holding | None = None
        """Who holds what, where it is not the snapshot as it is that says so."""

    @abstractmethod
    def __len__(self) -> int: ...

    @property
    def total(self) -> int:
        """How many rows there are without a filter."""
        return len(self)

    @abstractmethod
    def cells(self, index: int) -> Mapping[str, Line]: ...

    @abstractmethod
    def words(self, index: int) -> str:
        """What copying the row gives."""

    def node(self, _index: int) -> Node | None:
        """The object that the row stands for, if it is one and was read."""
        return None

    def open(self, _index: int) -> Want | None:
        """What `enter` on the row does."""
        return None

    def expand(self, index: int) -> Want | None:
        return self.open(index)

    def collapse(self, _index: int) -> Want | None:
        return StepBack()

    def details(self, index: int) -> Opening | None:
        """What the key for details on the row does."""
        node = self.node(index)
        return DetailsOf(node) if node else None

    def path(self, index: int) -> Search | None:
        """How to find the row's way to a root."""
        node = self.node(index)
        return PathOf(node, self.holding) if node else None

    def ignore(self, _index: int) -> Want | None:
        """Look at the others as if this row held nothing; only where there is `ignoring`."""
        return None

    def ignore_nothing(self) -> Want | None:
        """Look at all of them again."""
        return None

    def start(self) -> Want | None:
        """What to read first, when the list is opened."""
        return None

    def wanted(self, _first: int, _last: int) -> Want | None:
        """What is missing to draw these rows."""
        return None

    def sort_by(self, order: Order) -> None:
        """Put the rows in another order; only where there are `orders`."""
        self.order = order
        self.place = Place()

    def narrow(self, pattern: str) -> None:
        """Keep the rows that contain `pattern`; only where rows are `filtered`."""
        self.pattern = pattern
        self.place = Place()

    def refold(self) -> Want | None:
        """Show or hide what is folded; only where rows are `foldable`."""
        return None


class NoRows(Listing):
    """Stands where there is no list."""

    columns: ClassVar[tuple[Column, ...]] = ()

    def __init__(self) -> None:
        super().__init__("")

    def __len__(self) -> int:
        return 0

    def cells(self, index: int) -> Mapping[str, Line]:
        raise IndexError(index)

    def words(self, index: int) -> str:
        raise IndexError(index)
