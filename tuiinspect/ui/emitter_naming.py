"""Names from a snapshot for emitters that have no other: asked for once it is there, each emitter once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.message_pump import MessagePump

from tuiinspect.errors import InspectError
from tuiinspect.history import ListenerHistory
from tuiinspect.samples import HeldAs, KnownEmitters
from tuiinspect.session.naming import names_in
from tuiinspect.ui.background import in_background
from tuiinspect.ui.ports import LiveSession

if TYPE_CHECKING:
    from tuiinspect.heap import HeapSnapshot

MOST_AT_ONCE = 40
"""Those that grow most first. Forty take 5 ms there and back; the target's event loop shows nothing of it."""


class EmitterNaming:
    """Asks the target for its emitters' numbers in the background, and the snapshot for who holds them."""

    def __init__(
        self,
        owner: MessagePump,
        session: LiveSession,
        listeners: ListenerHistory,
        named: Callable[[], object],
    ) -> None:
        """`named` is called when there are new names in `listeners`."""
        self._owner = owner
        self._session = session
        self._listeners = listeners
        self._tell = named
        self._snapshot: HeapSnapshot | None = None
        self._known: KnownEmitters | None = None
        self._numbering = listeners.numbering
        self._asked: set[int] = set()
        self._under_way = False

    def begin(self, snapshot: HeapSnapshot, known: KnownEmitters | None) -> None:
        """From now on this snapshot has the names; `known` are the emitters that were counted before it."""
        self._snapshot, self._known = snapshot, known
        self._numbering = self._listeners.numbering
        self._asked.clear()
        self.sync()

    def sync(self) -> None:
        """Ask for the emitters without a name that were not asked for yet."""
        if self._numbering != self._listeners.numbering:
            self._snapshot = None
        if self._under_way or self._snapshot is None or self._known is None:
            return
        self._listeners.snapshot_taken(self._known)
        wanted = [each for each in self._listeners.nameless() if each not in self._asked][:MOST_AT_ONCE]
        if wanted:
            self._under_way = True
            self._asked.update(wanted)
            ask = partial(self._ask, self._snapshot, self._known, wanted)
            in_background(self._owner, ask, partial(self._named, self._numbering), self._failed)

    def _ask(self, snapshot: HeapSnapshot, known: KnownEmitters, wanted: Sequence[int]) -> dict[int, HeldAs]:
        return names_in(snapshot, self._session.heap_ids(known, wanted))

    def _named(self, numbering: int, names: dict[int, HeldAs]) -> None:
        self._under_way = False
        if names and numbering == self._listeners.numbering:
            self._listeners.call(names)
            self._tell()

    def _failed(self, _error: InspectError) -> None:
        # A name that cannot be had now is no reason to disturb anybody.
        self._under_way = False
