"""Which nodes of a snapshot the emitters are that we count.

An emitter's number in snapshots is asked of the live object, which takes the target some microseconds. It is
to be trusted only for what was there when the snapshot began: see `domains.heap_object_ids`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence

from tuiinspect.cdp import domains
from tuiinspect.errors import LeaseExpired
from tuiinspect.probes.entry import SCRIPT_LIMIT_MS, Entry
from tuiinspect.samples import HeapIds

_PATIENCE_S = 10.0


def heap_ids(entry: Entry, group: str, emitters: Sequence[int]) -> HeapIds:
    """The numbers of these emitters in the last snapshot, as far as they live and were in it.

    Raises:
        InspectError: the target does not answer.
    """
    caller = entry.caller
    group = f"{group}-heap-ids"
    began = time.monotonic()
    try:
        expression = f"{entry.slot}.emitters({json.dumps(list(emitters))})"
        found = domains.evaluate(caller, expression, group=group, timeout_ms=SCRIPT_LIMIT_MS)
        if found.object_id is None:
            raise LeaseExpired
        handles = {
            emitters[int(item.name)]: item.value.object_id
            for item in domains.get_properties(caller, found.object_id).result
            if item.name.isdecimal() and item.value is not None and item.value.object_id is not None
        }
        ours, *theirs = domains.heap_object_ids(
            caller, [entry.handle_id, *handles.values()], timeout=_PATIENCE_S
        )
    finally:
        caller.start("Runtime.releaseObjectGroup", {"objectGroup": group})
    known = {emitter: node for emitter, node in zip(handles, theirs, strict=True) if node}
    return HeapIds(ours, known, time.monotonic() - began)
