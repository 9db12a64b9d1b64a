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
_TAG_STARTS = ("<", "Detached <")


class StringTable:
    """Strings by number: those of the file, then those the engine adds.

    `blob` (uint8) holds the file's strings as JSON escapes them, `ends` (int64) where each ends. `marks`
    (uint16, one per string of the file) says which of the words the rules speak of a string is.
    """

    def __init__(self, blob: Bytes, ends: Longs) -> None:
        self.blob = blob
        self.ends = ends
        self.count = ends.size
        self._added: list[str] = []
        self._number: dict[str, int] = {}
        self.marks = self._marked()

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

    def _marked(self) -> Shorts:
        marks = np.zeros(self.count, np.uint16)
        starts, words = _joined([word for _, word in _WORDS])
        bits = np.array([bit for bit, _ in _WORDS], np.uint16)
        tag_starts, tags = _joined(list(_TAG_STARTS))
        _mark(self.blob, self.ends, words, starts, bits, marks)
        _mark_beginnings(self.blob, self.ends, tags, tag_starts, TAGGED, marks)
        return marks


def _joined(words: list[str]) -> tuple[Longs, Bytes]:
    starts = np.cumsum([0, *(len(word) for word in words)], dtype=np.int64)
    return starts, np.frombuffer("".join(words).encode("ascii"), np.uint8).copy()


@kernel
def _same(blob: Bytes, start: int, words: Bytes, first: int, length: int) -> bool:
    for i in range(length):  # noqa: SIM110 - numba compiles no generators
        if blob[start + i] != words[first + i]:
            return False
    return True


@kernel
def _mark(blob: Bytes, ends: Longs, words: Bytes, starts: Longs, bits: Shorts, marks: Shorts) -> None:
    start = 0
    for number in range(ends.size):
        length = ends[number] - start
        for word in range(bits.size):
            first = starts[word]
            if starts[word + 1] - first == length and _same(blob, start, words, first, length):
                marks[number] = bits[word]
                break
        start = ends[number]


@kernel
def _mark_beginnings(blob: Bytes, ends: Longs, words: Bytes, starts: Longs, bit: int, marks: Shorts) -> None:
    start = 0
    for number in range(ends.size):
        length = ends[number] - start
        for word in range(starts.size - 1):
            first = starts[word]
            wanted = starts[word + 1] - first
            if wanted <= length and _same(blob, start, words, first, wanted):
                marks[number] |= bit
        start = ends[number]


@kernel
def _find(blob: Bytes, ends: Longs, wanted: Bytes) -> int:
    start = 0
    for number in range(ends.size):
        if ends[number] - start == wanted.size and _same(blob, start, wanted, 0, wanted.size):
            return number
        start = ends[number]
    return -1
