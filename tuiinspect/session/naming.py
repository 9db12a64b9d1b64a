"""Names for emitters that nothing in the program's own words led to, from who holds them in a snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuiinspect.samples import HeapIds, HeldAs

if TYPE_CHECKING:
    from tuiinspect.heap import HeapSnapshot

# Of our own object in the target and of nothing else: what it can be asked.
_OURS = "extendLease"
_LISTENING = ("_events", "<symbol kEvents>")


def names_in(snapshot: HeapSnapshot, found: HeapIds) -> dict[int, HeldAs]:
    """How each emitter is held, by our number of it; none at all where the numbers are not this snapshot's.

    V8 counts anew when another client of the heap profiler has left: then the number of our own object is
    that of something else.
    """
    if not snapshot.holds(found.ours, _OURS):
        return {}
    names = {}
    for emitter, node in found.emitters.items():
        if any(snapshot.holds(node, name) for name in _LISTENING):
            called = snapshot.called(snapshot.ordinal(node))
            names[emitter] = HeldAs(called.name, called.where, called.sentence)
    return names
