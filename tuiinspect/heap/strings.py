"""The snapshot's strings: one blob of bytes, decoded one at a time when somebody looks."""

from __future__ import annotations

import json

import numpy as np

from tuiinspect.heap.arrays import Bytes, Longs, Shorts
from tuiinspect.heap.jit import kernel

PROTO, SLOPPY_MAP, ELEMENTS = 1, 2, 4
NATIVE_CONTEXT, MAP_DESCRIPTORS, DOM_TREES, EXTERNAL_STRING = 8, 16, 32, 64
OBJECT, ARRAY, BUFFER_DATA, TAGGED, GLOBAL = 128, 256, 512, 1024, 2048

_WORDS = (
    (PROTO, "__proto__"),
    (SLOPPY_MAP, "sloppy_function_map"),
    (ELEMENTS, "elements"),
    (NATIVE_CONTEXT, "system / NativeContext"),
    (MAP_DESCRIPTORS, "(map descriptors)"),
    (DOM_TREES, "(Document DOM trees)"),
    (EXTERNAL_STRING, "system / ExternalStringData"),
    (OBJECT, "Object"),
    (ARRAY, "Array"),
    (BUFFER_DATA, "system / JSArrayBufferData"),
)
_BITS = np.array([bit for bit, _ in _WORDS], np.uint16)
_TAG_STARTS = ("<", "Detached <")


def _joined(words: list[str]) -> tuple[Bytes, Longs]:
    starts = np.cumsum([0, *(len(word) for word in words)], dtype=np.int64)
    return np.frombuffer("".join(words).encode("ascii"), np.uint8).copy(), starts


_MARKED_WORDS = _joined([word for _, word in _WORDS])
_MARKED_STARTS = _joined(list(_TAG_STARTS))


class StringTable:
    """Strings by number: those of the file, then those the engine adds.

    `blob` (uint8) holds the file's strings as JSON escapes them, `ends` (int64) where each ends, `marks`
    (uint16) which of the words the rules speak of each is.
    """

    def __init__(self, blob: Bytes, ends: Longs, marks: Shorts) -> None:
        self.blob = blob
        self.ends = ends
        self.marks = marks
        self.count = ends.size
        self._added: list[str] = []
        self._number: dict[str, int] = {}

    def __len__(self) -> int:
        return self.count + len(self._added)

    def __getitem__(self, number: int) -> str:
        if number >= self.count:
            return self._added[number - self.count]
        raw = self.raw(number)
        if b"\\" not in raw:
            return raw.decode("utf-8", "replace")
        try:
            return str(json.loads(b'"' + raw + b'"', strict=False))
        except ValueError:
            return raw.decode("utf-8", "replace")

    def raw(self, number: int) -> bytes:
        """The bytes of a string of the file, JSON escapes and all."""
        start = self.ends[number - 1] if number else 0
        return self.blob[start : self.ends[number]].tobytes()

    def add(self, text: str) -> int:
        """The number of `text` among the added strings; it is added once."""
        if text not in self._number:
            self._number[text] = self.count + len(self._added)
            self._added.append(text)
        return self._number[text]

    def find(self, text: str) -> int:
        """The number of the file's string `text` (compared as V8 escapes it), or -1."""
        wanted = np.frombuffer(json.dumps(text)[1:-1].encode(), np.uint8).copy()
        return int(_find(self.blob, self.ends, wanted))


def mark(blob: Bytes, ends: Longs, first: int, until: int, marks: Shorts) -> None:
    """Fill `marks[first:until]`: which words the strings of these numbers are, 0 for other ones."""
    _mark(blob, ends, first, until, *_MARKED_WORDS, _BITS, *_MARKED_STARTS, marks)


@kernel
def _same(blob: Bytes, start: int, words: Bytes, first: int, length: int) -> bool:
    for i in range(length):  # noqa: SIM110 - numba compiles no generators
        if blob[start + i] != words[first + i]:
            return False
    return True


@kernel
def _mark(
    blob: Bytes, ends: Longs, first_string: int, until: int, words: Bytes, starts: Longs, bits: Shorts,
    tags: Bytes, tag_starts: Longs, marks: Shorts,
) -> None:  # fmt: skip
    start = ends[first_string - 1] if first_string > 0 else 0
    for number in range(first_string, until):
        length = ends[number] - start
        found = 0
        for word in range(bits.size):
            first = starts[word]
            if starts[word + 1] - first == length and _same(blob, start, words, first, length):
                found = int(bits[word])
                break
        for tag in range(tag_starts.size - 1):
            first = tag_starts[tag]
            wanted = tag_starts[tag + 1] - first
            if wanted <= length and _same(blob, start, tags, first, wanted):
                found |= TAGGED
        marks[number] = found
        start = ends[number]


@kernel
def _find(blob: Bytes, ends: Longs, wanted: Bytes) -> int:
    start = 0
    for number in range(ends.size):
        if ends[number] - start == wanted.size and _same(blob, start, wanted, 0, wanted.size):
            return number
        start = ends[number]
    return -1
