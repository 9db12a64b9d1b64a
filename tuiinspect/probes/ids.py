"""Whether the ids of the last snapshot still mean the same objects.

V8 numbers them anew when a client that has used the heap profiler goes away, DevTools for one: an old
number then names nothing, or after another snapshot something else. One object is watched for it.
"""

from __future__ import annotations

from tuiinspect.cdp.channel import Call, Caller
from tuiinspect.cdp.domains import heap_object_id, outcome, start_evaluate
from tuiinspect.errors import InspectError

_GROUP = "tuiinspect-ids"
_WATCHED = "Object"
_PATIENCE_S = 10.0


class IdsReset(InspectError):
    """The numbers of the last snapshot mean nothing any more."""


class Ids:
    """`note` before a snapshot, `keep` after it; `check` from then on."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._asked: Call | None = None
        self._watched: str | None = None
        self._kept = 0

    def note(self) -> None:
        """Ask for the watched object, and do not wait: the snapshot comes right behind."""
        self._kept = 0
        if self._watched is None:
            self._asked = start_evaluate(self._caller, _WATCHED, group=_GROUP, command_line_api=False)

    def keep(self) -> None:
        """Remember its number in the snapshot that was taken; without one nothing can be checked later."""
        try:
            if self._asked is not None:
                self._watched = outcome(self._asked, _PATIENCE_S).object_id
                self._asked = None
            if self._watched is not None:
                self._kept = heap_object_id(self._caller, self._watched, timeout=_PATIENCE_S)
        except InspectError:
            self._kept = 0

    def check(self) -> None:
        """Raise IdsReset unless the ids of the last snapshot are good."""
        if not self._kept or self._watched is None:
            raise IdsReset("there is no snapshot whose objects could be found", advice="Take one.")
        if heap_object_id(self._caller, self._watched, timeout=_PATIENCE_S) != self._kept:
            raise IdsReset(
                "another client has used the heap profiler: the objects of the snapshot have new numbers",
                advice="Take another snapshot.",
            )
