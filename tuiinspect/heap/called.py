"""What a program calls an object: the name it is got at by, and where that name stands.

`rooms.get('a')` in `module lib/hub.js`: the words of a sentence about its holders, made short enough for
the cell of a table.
"""

from __future__ import annotations

from tuiinspect.heap.edges import CLOSURE
from tuiinspect.heap.places import short_path
from tuiinspect.heap.reader import Reader
from tuiinspect.heap.rows import Called
from tuiinspect.heap.sentences import phrases, sentence

_LONGEST = 60


def called(reader: Reader) -> Called:
    """The name at the far end of the trail, with the steps from there to the object written behind it."""
    steps = ""
    name: str | None = None
    where: str | None = None
    for phrase, at in phrases(reader):
        if not phrase.code:
            # A listener, a timer, a handle of the engine's: words that no program is written in.
            words = f"{phrase.words} {reader.holder_words(at)}" if phrase.of else phrase.words
            where = phrase.where or words
            break
        if phrase.names or phrase.where is not None:
            name, where = phrase.code, phrase.where
            break
        steps = phrase.code + steps
        if phrase.ends:
            name, where = _function(reader, at)
            break
    whole = (name or "") + steps
    return Called(_short(whole.removeprefix(".")) if whole else None, where, sentence(reader))


def _function(reader: Reader, at: int) -> tuple[str | None, str | None]:
    """What is written on a function is got at by its name."""
    if reader.kind(at) != CLOSURE:
        return None, None
    place = reader.places.function(reader.node(at))
    return place.name or None, f"module {short_path(place.script)}" if place.script else None


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"…{name[1 - _LONGEST :]}"
