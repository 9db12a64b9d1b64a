"""One cause seen from several sides is one suspect: the holder in snapshots, the listeners and collections
counted live, the classes of a census."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tuiinspect.diagnosis.candidate import Candidate
from tuiinspect.diagnosis.counting import NAMELESS
from tuiinspect.diagnosis.findings import CONFIDENCES, Suspect
from tuiinspect.diagnosis.steadiness import Shape
from tuiinspect.diagnosis.words import accumulates_words, place_words

_LISTENING = ("listeners", "event-target")
# Counts that go together need not be equal: some listeners share an object, some objects need several.
_LOCKSTEP = (0.4, 12.0)
_MOST_NAMED = 4


def joined(
    holders: Iterable[Candidate],
    listeners: Iterable[Candidate],
    collections: Iterable[Candidate],
    classes: Iterable[Candidate],
    *,
    explained: bool,
) -> list[Candidate]:
    """All candidates, each cause once: those with bytes first, by bytes, then those that were counted.

    `explained`: snapshots tell who holds the growth. What only a count says has no bytes then: places in an
    array that is emptied by `delete`, say, or names for objects that others hold.
    """
    weighed = sorted(holders, key=lambda one: -one.weight)
    counted = sorted(listeners, key=lambda one: -one.weight)
    for one in counted:
        _join_listeners(weighed, one)
    rest = [one for one in counted if _partner(weighed, one) is None]
    sized = sorted(collections, key=lambda one: -one.weight)
    for one in sized:
        _correct_by_collection(weighed, one)
    if explained:
        return [*weighed, *rest]
    rest += [one for one in sized if _named_in(weighed, one) is None]
    by_class = sorted(classes, key=lambda one: -one.weight)
    rest = _without_echoes([_with_classes(one, by_class) for one in rest])
    named = {each.class_name for one in (*weighed, *rest) for each in one.suspect.accumulates}
    alone = [one for one in by_class if one.suspect.accumulates[0].class_name not in named]
    return [*weighed, *sorted(rest, key=lambda one: -one.weight), *alone]


def _partner(holders: Sequence[Candidate], listeners: Candidate) -> int | None:
    """The place of the holder of these listeners: by the event's name, else by the emitter's class."""
    suspect = listeners.suspect
    event = suspect.accumulates[0].class_name.removesuffix(" listener").strip("'")
    spoken = re.compile(rf"(?<!\w){re.escape(event.rstrip('*'))}", re.IGNORECASE)
    kept = [place for place, one in enumerate(holders) if one.suspect.kind in _LISTENING]
    for place in kept:
        path = holders[place].suspect.holder
        if path is not None and spoken.search(path.path):
            return place
    for place in kept:
        holder = holders[place].suspect.holder
        if (
            holder is not None
            and suspect.holder is not None
            and holder.class_name == suspect.holder.class_name
        ):
            return place
    return None


def _join_listeners(holders: list[Candidate], listeners: Candidate) -> None:
    place = _partner(holders, listeners)
    if place is None:
        return
    holder = holders[place]
    live, kept = listeners.suspect, holder.suspect
    if kept.added_at:
        return
    held = accumulates_words(kept.accumulates, 1)
    suspect = replace(
        kept,
        summary=f"{live.summary}; they hold {held}" if held else live.summary,
        added_at=live.added_at,
        per_s=live.per_s,
        confidence=max(kept.confidence, live.confidence, key=CONFIDENCES.index),
        evidence=(*live.evidence, *kept.evidence),
    )
    # Counted each second, listeners tell the course better than a few snapshots.
    shape = listeners.shape if listeners.shape is not Shape.SMALL else holder.shape
    holders[place] = replace(holder, suspect=suspect, shape=shape)


def _named_in(holders: Sequence[Candidate], collection: Candidate) -> int | None:
    """The place of the holder that is this collection."""
    name = collection.suspect.holder
    if name is None:
        return None
    last = re.split(r"[.\s]", name.path.partition(" in ")[0])[-1]
    if len(last) < 3:
        return None
    spoken = re.compile(rf"(?<!\w){re.escape(last)}(?!\w)")
    for place, one in enumerate(holders):
        if one.suspect.holder is not None and spoken.search(one.suspect.holder.path):
            return place
    return None


def _correct_by_collection(holders: list[Candidate], collection: Candidate) -> None:
    """Counted each second, a collection's course may be one that two snapshots could not show."""
    place = _named_in(holders, collection)
    if place is None or collection.shape is Shape.SMALL:
        return
    holder = holders[place]
    if holder.shape.accused and not collection.shape.accused:
        holders[place] = replace(holder, shape=collection.shape)


def _with_classes(counted: Candidate, classes: Sequence[Candidate]) -> Candidate:
    """What is counted live holds the classes that grow in step with it."""
    growth = counted.weight
    near, far = _LOCKSTEP
    together = [
        one.suspect.accumulates[0]
        for one in classes
        if near * growth <= one.suspect.accumulates[0].added <= far * growth
        and one.suspect.accumulates[0].class_name not in NAMELESS
    ]
    if not together:
        return counted
    suspect = counted.suspect
    own = [one for one in suspect.accumulates if one.class_name not in {each.class_name for each in together}]
    best = sorted(together, key=lambda one: abs(one.added - growth))[:_MOST_NAMED]
    words = f"{suspect.summary}; in step with {accumulates_words(best, 1)}"
    return replace(counted, suspect=replace(suspect, summary=words, accumulates=(*best, *own)))


def _without_echoes(counted: Sequence[Candidate]) -> list[Candidate]:
    """A collection that nobody has named is left out where what it holds is held by something with a name."""
    named = {_first_class(one) for one in counted if not _is_nameless(one)}
    return [one for one in counted if not (_is_nameless(one) and _first_class(one) in named)]


def _first_class(one: Candidate) -> str:
    return one.suspect.accumulates[0].class_name


def _is_nameless(one: Candidate) -> bool:
    holder = one.suspect.holder
    return holder is not None and holder.path == holder.class_name and holder.class_name in NAMELESS


def with_places(suspect: Suspect) -> Suspect:
    """A summary that says where, when the place is known and not said yet."""
    if not suspect.added_at or place_words(suspect.added_at[0]) in suspect.summary:
        return suspect
    return replace(suspect, summary=f"{suspect.summary}, added by {place_words(suspect.added_at[0])}")
