"""Who holds an object, as a person says it.

`item 'user1500' of Map sessions, in the module scope of esm.mjs:4`: from the object outwards, until a name
is reached that its reader can find in the program's text.
"""

from __future__ import annotations

from collections.abc import Iterator

from tuiinspect.heap.edges import CLOSURE
from tuiinspect.heap.phrases import RECOGNISERS
from tuiinspect.heap.reader import Phrase, Reader

_MOST_PHRASES = 7


def sentence(reader: Reader) -> str:
    """The trail in words; "nothing but weak references" for an object that nothing holds."""
    if not reader.trail.edges.size:
        root = reader.lookups.held_by_root(reader.node(0))
        return "a root: it lives as long as the program" if root else "held by nothing but weak references"
    words = ""
    to_be_named = False
    for phrase, at in phrases(reader):
        words = _joined(words, phrase, to_be_named)
        if phrase.of:
            words = _with_holder(words, reader, at)
        to_be_named = phrase.of and reader.kind(at) != CLOSURE
    return words or _by_root(reader)


def phrases(reader: Reader) -> Iterator[tuple[Phrase, int]]:
    """What there is to say on the way up, and each time the step that was come to; up to where it ends."""
    at = said = 0
    while at < reader.trail.edges.size and said < _MOST_PHRASES:
        phrase = _phrase(reader, at)
        if phrase is None:
            at += 1
            continue
        at += phrase.steps
        said += 1
        yield phrase, at
        if phrase.ends:
            return


def _phrase(reader: Reader, at: int) -> Phrase | None:
    for recognise in RECOGNISERS:
        phrase = recognise(reader, at)
        if phrase is not None:
            return phrase
    return None


def _joined(words: str, phrase: Phrase, to_be_named: bool) -> str:
    """`to_be_named` says that the words end in a class: `Map` wants to become `Map sessions`."""
    added = phrase.words if to_be_named or not phrase.names else f"variable {phrase.words}"
    if not words:
        return added
    close = to_be_named and (phrase.names or added.startswith((".", "[")))
    return f"{words} {added}" if close else f"{words}, {added}"


def _with_holder(words: str, reader: Reader, at: int) -> str:
    link = " " if words.endswith((" of", " for")) else " of "
    return f"{words}{link}{reader.holder_words(at)}"


def _by_root(reader: Reader) -> str:
    """Nothing on the way has a name: then what it ends in."""
    return f"held by {reader.holder_words(reader.trail.nodes.size - 1)}"
