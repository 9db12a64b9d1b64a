"""A census: one walk of the heap in which everything is counted."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping, Sequence

import msgspec

from tuiinspect.cdp import domains
from tuiinspect.cdp.channel import Caller
from tuiinspect.errors import InspectError, LeaseExpired, ScriptFailed
from tuiinspect.probes.answers import Amount, Size, understood
from tuiinspect.probes.collections import ClassKey, SizeRow
from tuiinspect.probes.listeners import ListenersAnswer
from tuiinspect.probes.locations import Locator
from tuiinspect.probes.places import Place
from tuiinspect.samples import Census, ClassCount, CollectionCount, Cost, Prediction

_GROUP = "tuiinspect-census"
_COUNT = "function (agent) { return agent.census(this); }"
_ANSWER = "function () { return this.answer; }"
_CONSTRUCTORS = "function () { return this.constructors; }"


class _Clock(msgspec.Struct, frozen=True):
    """The target's clock, so that the pause does not contain the way there and back."""

    now: float
    rss: Size
    heap: Size


class _ClassRow(msgspec.Struct, array_like=True, frozen=True):
    name: str
    count: Size
    constructor: int | None


class _TimerRow(msgspec.Struct, array_like=True, frozen=True):
    """Active timers of one callback and interval; `callback` is its place among the constructors."""

    number: Size
    callback: int
    name: str
    repeats: bool
    interval_ms: float
    count: Size
    baseline: Size
    measured_s: Amount

    def counted(self, place: Place) -> CollectionCount:
        name = place.function or self.name or "(anonymous)"
        when = f"{'every' if self.repeats else 'after'} {self.interval_ms:,.0f} ms"
        return CollectionCount(
            collection=self.number,
            kind="Timers",
            class_name="Timeout",
            name=f"{name} {when}",
            where=None if place.file is None else f"{place.file}:{place.line}",
            size=self.count,
            sample_keys=(),
            value_classes={"Timeout": self.count},
            found_by="census",
            baseline=self.baseline,
            measured_s=self.measured_s,
        )


class _CensusAnswer(msgspec.Struct, rename="camel", frozen=True):
    listeners: ListenersAnswer
    classes: tuple[_ClassRow, ...]
    classes_seen: Size
    watched: tuple[tuple[Size, Size], ...]
    timers: tuple[_TimerRow, ...]
    collections: tuple[SizeRow, ...]
    objects: Size
    after: _Clock


def take_census(
    caller: Caller,
    agent: domains.RemoteObject,
    slot: str,
    locator: Locator,
    prediction: Prediction,
    *,
    timeout: float,
) -> tuple[Census, dict[int, ClassKey]]:
    """Walk the heap: every object in one array, looked at in the target, let go at once.

    Beside the census: the classes whose new objects are watched now, by the number of the watch.
    Objects of other contexts (`vm`) are not seen, nor those without Object.prototype in their chain, except
    for dictionaries that something seen has as a property or, within limits of time, as an entry, or that
    were found in a variable before.
    """
    domains.discard_console(caller)
    before = domains.evaluate(caller, f"{slot}.clock()", by_value=True)
    if before.value is None:
        raise LeaseExpired
    try:
        root = domains.evaluate(caller, f"{slot}.rootPrototype()", group=_GROUP)
        objects = domains.query_objects(caller, _handle(root), group=_GROUP, timeout=timeout)
        result = domains.call_function_on(
            caller, _handle(objects), _COUNT, [agent], group=_GROUP, timeout=timeout
        )
        # The objects are looked at: what follows must not keep them.
        domains.release_object(caller, _handle(objects))
        answer = domains.call_function_on(caller, _handle(result), _ANSWER, by_value=True)
        counted = understood(answer.value, _CensusAnswer)
        names = {row.constructor: row.name for row in counted.classes if row.constructor is not None}
        names |= {row.callback: row.name for row in counted.timers}
        places = _places(caller, locator, _handle(result), names)
    finally:
        # In order behind whatever is still on its way: a walk that we gave up on is let go too.
        released = caller.start("Runtime.releaseObjectGroup", {"objectGroup": _GROUP})
    with contextlib.suppress(InspectError):
        released.result(timeout)
    start = understood(before.value, _Clock)
    t = time.time()
    keys = [_key(row, places) for row in counted.classes]
    census = Census(
        t=t,
        listeners=counted.listeners.sample(t),
        classes=_merged(counted.classes, keys),
        collections=(
            *(row.counted(places.get(row.callback, Place())) for row in counted.timers),
            *(row.counted() for row in counted.collections),
        ),
        cost=Cost(
            what="census",
            predicted_s=prediction.pause_s,
            pause_s=max(0.0, counted.after.now - start.now),
            rss_before=start.rss,
            rss_after=counted.after.rss,
        ),
        heap_bytes=start.heap,
        objects=counted.objects,
        classes_seen=counted.classes_seen,
    )
    return census, {watch: keys[row] for row, watch in counted.watched if row < len(keys)}


def _handle(found: domains.RemoteObject) -> str:
    if found.object_id is None:
        raise LeaseExpired if found.value is None else ScriptFailed("our script answered no object")
    return found.object_id


def _places(caller: Caller, locator: Locator, result: str, names: Mapping[int, str]) -> dict[int, Place]:
    """Where each of the constructors and callbacks is written, by its place in the remote array."""
    constructors = domains.call_function_on(caller, result, _CONSTRUCTORS, group=_GROUP)
    handles = {
        int(found.name): found.value.object_id
        for found in domains.get_properties(caller, _handle(constructors)).result
        if found.name.isdecimal() and found.value is not None and found.value.object_id is not None
    }
    places = locator.locate({handle: names.get(index, "") for index, handle in handles.items()})
    return {index: places[handle] for index, handle in handles.items()}


def _key(row: _ClassRow, places: dict[int, Place]) -> ClassKey:
    place = places.get(row.constructor, Place()) if row.constructor is not None else Place()
    return place.function or row.name, place.file, place.line


def _merged(rows: Sequence[_ClassRow], keys: Sequence[ClassKey]) -> tuple[ClassCount, ...]:
    """Classes of one name written at one place are one, however often the program made it anew."""
    counts: dict[ClassKey, int] = {}
    for row, key in zip(rows, keys, strict=True):
        counts[key] = counts.get(key, 0) + row.count
    merged = (ClassCount(*key, count) for key, count in counts.items())
    return tuple(sorted(merged, key=lambda found: -found.count))
