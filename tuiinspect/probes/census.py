"""A census: one walk of the heap in which every emitter is found and counted."""

from __future__ import annotations

import contextlib
import time

import msgspec

from tuiinspect.cdp import domains
from tuiinspect.cdp.channel import Caller
from tuiinspect.errors import InspectError, LeaseExpired
from tuiinspect.probes.answers import Size, understood
from tuiinspect.probes.listeners import ListenersAnswer
from tuiinspect.samples import Cost, Emitters, Prediction

_COUNT = "function (agent) { return agent.census(this); }"


class _Clock(msgspec.Struct, frozen=True):
    """The target's clock, so that the pause does not contain the way there and back."""

    now: float
    rss: Size
    heap: Size


class _CensusAnswer(msgspec.Struct, frozen=True):
    listeners: ListenersAnswer
    objects: Size
    after: _Clock


def take_census(
    caller: Caller, agent: domains.RemoteObject, slot: str, prediction: Prediction, *, timeout: float
) -> Emitters:
    """Walk the heap: every object in one array, looked at in the target, let go at once.

    Objects without Object.prototype in their chain, and those of other contexts (`vm`), are not seen.
    """
    group = "tuiinspect-census"
    domains.discard_console(caller)
    before = domains.evaluate(caller, f"{slot}.clock()", by_value=True)
    if before.value is None:
        raise LeaseExpired
    try:
        root = domains.evaluate(caller, f"{slot}.rootPrototype()", group=group)
        assert root.object_id is not None
        objects = domains.query_objects(caller, root.object_id, group=group, timeout=timeout)
        assert objects.object_id is not None
        answer = domains.call_function_on(
            caller, objects.object_id, _COUNT, [agent], by_value=True, timeout=timeout
        )
    finally:
        # In order behind whatever is still on its way: a walk that we gave up on is let go too.
        released = caller.start("Runtime.releaseObjectGroup", {"objectGroup": group})
    with contextlib.suppress(InspectError):
        released.result(timeout)
    start = understood(before.value, _Clock)
    counted = understood(answer.value, _CensusAnswer)
    return Emitters(
        sample=counted.listeners.sample(time.time()),
        cost=Cost(
            what="census",
            predicted_s=prediction.pause_s,
            pause_s=max(0.0, counted.after.now - start.now),
            rss_before=start.rss,
            rss_after=counted.after.rss,
        ),
        heap_bytes=start.heap,
        objects=counted.objects,
    )
