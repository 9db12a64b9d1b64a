"""Emitters of a triage that nothing else names are called what its last snapshot has them held as."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from tuiinspect.diagnosis.evidence import ListenerSeries
from tuiinspect.errors import InspectError
from tuiinspect.samples import HeapIds, KnownEmitters
from tuiinspect.triage.heaps import Roll
from tuiinspect.triage.ports import TriagedSession

# Of those that grew most; each is asked for by itself.
MOST_NAMED = 40


class Naming:
    """Told before and after each snapshot of the thread whose emitters are counted."""

    def __init__(self, session: TriagedSession) -> None:
        self._session = session
        self._begun: KnownEmitters | None = None
        self._known: KnownEmitters | None = None
        self._numbers = HeapIds()

    def begin(self) -> None:
        """A snapshot is about to begin."""
        self._begun = self._session.known_emitters()

    def taken(self) -> None:
        """It is there."""
        self._known = self._begun

    def ask(self, located: Sequence[ListenerSeries]) -> None:
        """Ask the target for the numbers of its nameless emitters while it is there to answer."""
        nameless = list(dict.fromkeys(one.row.emitter for one in located if one.row.name is None))
        if self._known is None or not nameless:
            return
        try:
            self._numbers = self._session.heap_ids(self._known, nameless[:MOST_NAMED])
        except InspectError:
            # They go by their class then.
            self._numbers = HeapIds()

    def named(
        self, located: Sequence[ListenerSeries], roll: Roll | None, called_off: Callable[[], bool]
    ) -> list[ListenerSeries]:
        """The same listeners under the names that the last snapshot in the `roll` of their thread has.

        Raises:
            InspectError: the snapshot is damaged, or does not fit in memory.
        """
        if roll is None or not self._numbers.emitters:
            return list(located)
        names = roll.names(self._numbers, called_off)
        return [
            replace(one, row=one.row.called(held), held=held)
            if one.row.name is None and (held := names.get(one.row.emitter)) is not None
            else one
            for one in located
        ]
