"""Many texts looked up in a string table at once: one pass over its bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

import numpy as np

from tuiinspect.heap.arrays import Bytes, Flags, Ints, Longs
from tuiinspect.heap.jit import kernel
from tuiinspect.heap.strings import StringTable

_NOT_THERE = -1
_ESCAPES = re.compile(r"\\\\|\\u[0-9a-f]{4}")


def numbers_of(strings: StringTable, texts: Sequence[str]) -> list[int]:
    """The number of each text among the file's strings, -1 when it is none of them.

    V8 escapes what is not ASCII in capitals, JSON writers in small letters or not at all: a text is looked
    for in all three forms.
    """
    forms = sorted({(form, place) for place, text in enumerate(texts) for form in _escaped(text)})
    if not forms:
        return []
    wanted = np.frombuffer(b"".join(form for form, _ in forms) + b"\0", np.uint8).copy()
    ends = np.cumsum([len(form) for form, _ in forms], dtype=np.int64)
    lengths = np.zeros(max(len(form) for form, _ in forms) + 1, np.bool_)
    lengths[[len(form) for form, _ in forms]] = True
    found = [_NOT_THERE] * len(texts)
    numbers = _numbers(strings.blob, strings.ends, wanted, ends, lengths)
    for (_, place), number in zip(forms, numbers.tolist(), strict=True):
        if number != _NOT_THERE:
            found[place] = number
    return found


def _escaped(text: str) -> set[bytes]:
    small = json.dumps(text)[1:-1]
    capital = _ESCAPES.sub(lambda found: found[0][:2] + found[0][2:].upper(), small)
    unescaped = json.dumps(text, ensure_ascii=False)[1:-1]
    return {small.encode(), capital.encode(), unescaped.encode("utf-8", "replace")}


@kernel
def _mixed(text: Bytes, start: int, end: int) -> int:
    mixed = 7
    for i in range(start, end):
        mixed = (mixed * 31 + int(text[i])) & 0x7FFFFFFF
    return mixed ^ (mixed >> 13)


@kernel
def _alike(a: Bytes, a_start: int, b: Bytes, b_start: int, length: int) -> bool:
    for i in range(length):  # noqa: SIM110 - numba compiles no generators
        if a[a_start + i] != b[b_start + i]:
            return False
    return True


@kernel
def _numbers(blob: Bytes, ends: Longs, wanted: Bytes, wanted_ends: Longs, lengths: Flags) -> Ints:
    """int32, one per wanted text: the first string that is it, or -1."""
    slots = 16
    while slots < 2 * wanted_ends.size:
        slots *= 2
    table = np.full(slots, -1, np.int32)
    start = 0
    for text in range(wanted_ends.size):
        slot = _mixed(wanted, start, wanted_ends[text]) & (slots - 1)
        while table[slot] >= 0:
            slot = (slot + 1) & (slots - 1)
        table[slot] = text
        start = wanted_ends[text]
    found = np.full(wanted_ends.size, -1, np.int32)
    start = 0
    for number in range(ends.size):
        length = ends[number] - start
        if length < lengths.size and lengths[length]:
            slot = _mixed(blob, start, ends[number]) & (slots - 1)
            while table[slot] >= 0:
                text = table[slot]
                first = wanted_ends[text - 1] if text > 0 else 0
                same = wanted_ends[text] - first == length and _alike(blob, start, wanted, first, length)
                if same and found[text] < 0:
                    found[text] = number
                slot = (slot + 1) & (slots - 1)
        start = ends[number]
    return found


def beginning_with(strings: StringTable, text: str) -> Flags:
    """bool, one per string: whether it is one of the file's and begins with `text`."""
    return _affixed(strings.blob, strings.ends, _bytes(text), 0, len(strings))


def ending_with(strings: StringTable, text: str) -> Flags:
    """bool, one per string: whether it is one of the file's and ends with `text`."""
    return _affixed(strings.blob, strings.ends, _bytes(text), 1, len(strings))


def _bytes(text: str) -> Bytes:
    return np.frombuffer(text.encode("ascii"), np.uint8).copy()


@kernel
def _affixed(blob: Bytes, ends: Longs, text: Bytes, at_end: int, strings: int) -> Flags:
    found = np.zeros(strings, np.bool_)
    start = 0
    for number in range(ends.size):
        if ends[number] - start >= text.size:
            first = ends[number] - text.size if at_end else start
            found[number] = _alike(blob, first, text, 0, text.size)
        start = ends[number]
    return found
