"""Where what piles up was allocated, from sampled stacks: the caller of the class's constructor, or the
growing function of the file that holds it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from tuiinspect.diagnosis.allocations import StackGrowth, answerable
from tuiinspect.diagnosis.candidate import Candidate
from tuiinspect.diagnosis.findings import Suspect
from tuiinspect.diagnosis.words import place_words
from tuiinspect.samples import Frame, ListenerFunction
from tuiinspect.text import format_bytes, format_count, format_duration

# By its file alone a stack is taken only for growth of its size: a file has other functions that allocate.
_LEAST_SHARE = 0.2
_MOST_SHARE = 4.0
_MOST_PLACES = 3
_FILE = re.compile(r"[\w@./+-]+\.[cm]?[jt]sx?\b")
_POSITION = re.compile(r"(:\d+)+$")
_DEPENDENCY = "node_modules/"
_NAMELESS = "(anonymous)"


def allocated(
    candidates: Iterable[Candidate], stacks: Sequence[StackGrowth], thread: str
) -> Iterator[Candidate]:
    """Each suspect of `thread` that nothing has given a place yet, with the one where its objects come from.

    `stacks` are those that surely grow.
    """
    for one in candidates:
        suspect = one.suspect
        found = () if suspect.added_at or suspect.thread != thread else _matching(suspect, stacks)
        yield replace(one, suspect=_placed(suspect, found)) if found else one


def _matching(suspect: Suspect, stacks: Sequence[StackGrowth]) -> Sequence[tuple[Frame, StackGrowth]]:
    """The stacks that allocate for this suspect, each with the function to look at."""
    for each in suspect.accumulates:
        made = [
            (_caller(stack.stack.frames, place), stack)
            for stack in stacks
            for place in [_constructor(stack.stack.frames, each.class_name, each.location)]
            if place is not None
        ]
        if made:
            return made
    files = _files(suspect)
    here = [(frame, stack) for stack in stacks for frame in [answerable(stack.stack)] if _in(frame, files)]
    if suspect.growth_bytes is None:
        return here if len({frame for frame, _ in here}) == 1 else ()
    return [(frame, stack) for frame, stack in here if _fits(frame, here, suspect.growth_bytes)]


def _constructor(frames: Sequence[Frame], class_name: str, location: str | None) -> int | None:
    """The outermost call of the class's constructor in the stack: what it calls it calls for the object."""
    file = _file_of(location)
    found = [
        place
        for place, frame in enumerate(frames)
        if frame.kind == "program"
        and frame.function in (class_name, f"new {class_name}")
        and (not file or _same_file(frame.file, file))
    ]
    return found[-1] if found else None


def _caller(frames: Sequence[Frame], place: int) -> Frame:
    outer = [frame for frame in frames[place + 1 :] if frame.kind == "program"]
    return outer[0] if outer else frames[place]


def _files(suspect: Suspect) -> tuple[str, ...]:
    """The files that the suspect's classes and its holder stand in."""
    classes = [_file_of(each.location) for each in suspect.accumulates]
    path = suspect.holder.path if suspect.holder is not None else ""
    return tuple(dict.fromkeys((*filter(None, classes), *_FILE.findall(path))))


def _file_of(location: str | None) -> str | None:
    """`app.js` of `app.js:12:3`."""
    return _POSITION.sub("", location) if location else None


def _in(frame: Frame, files: Iterable[str]) -> bool:
    return frame.kind == "program" and any(_same_file(frame.file, file) for file in files)


def _same_file(one: str | None, other: str) -> bool:
    """Whether two ways of writing a path, of which each may leave out its beginning, mean one file."""
    if one is None:
        return False
    a, b = one.split("/"), other.split("/")
    shorter = min(len(a), len(b))
    return a[-shorter:] == b[-shorter:]


def _fits(frame: Frame, here: Sequence[tuple[Frame, StackGrowth]], grown: int) -> bool:
    """Whether the function's stacks together grew about as much as the suspect did."""
    total = sum(stack.growth for other, stack in here if other == frame)
    return _LEAST_SHARE * grown <= total <= _MOST_SHARE * grown


def _placed(suspect: Suspect, found: Sequence[tuple[Frame, StackGrowth]]) -> Suspect:
    sums: dict[Frame, tuple[int, int]] = {}
    for frame, stack in found:
        size, count = sums.get(frame, (0, 0))
        sums[frame] = size + stack.growth, count + stack.count_growth
    ranked = sorted(sums.items(), key=lambda item: -item[1][0])[:_MOST_PLACES]
    places = [_function(frame, count) for frame, (_, count) in ranked]
    largest = max(found, key=lambda pair: pair[1].growth)[1]
    own = _telling_caller(largest.stack.frames, ranked[0][0])
    if own is not None:
        places.insert(1, _function(own, ranked[0][1][1]))
    size, count = ranked[0][1]
    words = (
        f"{place_words(places[0])} allocated {format_bytes(size, signed=True)} that lives in "
        f"{format_duration(largest.span_s)} (estimated from {format_count(count)} samples)"
    )
    called = f", called by {place_words(places[1])}" if own is not None else ""
    return replace(
        suspect,
        summary=f"{suspect.summary}; allocated by {place_words(places[0])}{called}",
        added_at=tuple(places),
        evidence=(*suspect.evidence, f"{words}{called}"),
    )


def _telling_caller(frames: Sequence[Frame], frame: Frame) -> Frame | None:
    """Of what a dependency or a function without a name allocates, the innermost function of the program's
    own, and with a name, that led there."""
    if frame not in frames or _tells(frame):
        return None
    return next((outer for outer in frames[frames.index(frame) + 1 :] if _tells(outer)), None)


def _tells(frame: Frame) -> bool:
    own = frame.kind == "program" and frame.file is not None and _DEPENDENCY not in frame.file
    return own and frame.function != _NAMELESS


def _function(frame: Frame, count: int) -> ListenerFunction:
    name = "" if frame.function == _NAMELESS else frame.function
    return ListenerFunction(name, frame.file, frame.line, frame.column, count, once=False)
