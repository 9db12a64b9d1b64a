"""What is asked of the target in between: cheap questions, answered at once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from tuiinspect.errors import InspectError
from tuiinspect.probes.listeners import HookState
from tuiinspect.samples import (
    CapturedScope,
    CollectionCount,
    HeapIds,
    KnownEmitters,
    ListenerFunction,
    ListenersSample,
)
from tuiinspect.session.line import Line


class Questions(ABC):
    """Whoever holds the line says which it is."""

    @abstractmethod
    def _connected(self) -> Line:
        """The line.

        Raises:
            ConnectionLost: there is none at the moment.
        """

    @property
    def call_sites(self) -> HookState:
        """Whether it is noted from where listeners are added.

        Raises:
            InspectError: not connected.
        """
        return self._connected().agent.call_sites

    def mark(self) -> None:
        """Growth counts from here on, in the target too."""
        self._connected().agent.mark()

    def functions(self, emitter: int, event: str) -> tuple[ListenerFunction, ...]:
        """The listener functions of one row, most frequent first.

        Raises:
            InspectError: the target does not answer, or the emitter is gone.
        """
        return self._connected().agent.functions(emitter, event)

    def captured(self, emitter: int, event: str, function: ListenerFunction) -> tuple[CapturedScope, ...]:
        """What one of the listeners of a row that are this function has captured, the innermost scope first.

        Raises:
            InspectError: the target does not answer, or there is no such listener any more.
        """
        return self._connected().agent.captured(emitter, event, function)

    def known_emitters(self) -> KnownEmitters | None:
        """The emitters that are known before a snapshot: asked when it is about to begin. None where the
        target does not answer."""
        try:
            return self._connected().agent.known_emitters()
        except InspectError:
            return None

    def heap_ids(self, known: KnownEmitters, emitters: Sequence[int]) -> HeapIds:
        """The numbers of emitters in the last snapshot, of those that were `known` before it.

        Raises:
            InspectError: the target does not answer.
        """
        return self._connected().agent.heap_ids(known, emitters)

    def recount(self) -> ListenersSample:
        """Count the known emitters now, between two samples.

        Raises:
            InspectError: the target does not answer.
        """
        return self._connected().agent.recount()

    def contents(self, collection: int) -> CollectionCount | None:
        """What is in a collection now; None when it is gone.

        Raises:
            InspectError: the target does not answer.
        """
        return self._connected().agent.contents(collection)
