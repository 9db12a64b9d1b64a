"""What strings read as, joined ones put together, without making a Python string of any.

A text is known by its length and two hashes of its bytes, 62 bits together, which can be put together from
those of its parts. All products stay below 2^63: what overflows is undefined in compiled code.
"""

from __future__ import annotations

import numpy as np

from tuiinspect.heap.arrays import Bytes, Counts, Ints, Longs
from tuiinspect.heap.edges import INTERNAL
from tuiinspect.heap.jit import kernel

LONGEST = 1024
"""UTF-16 units from which on a joined string's text is not joined any further, as in DevTools."""

UNITS = 2
"""The column of a text's length in UTF-16 units; before it its two hashes, after it its length in bytes."""

PRIMES = 2147483629, 2147483647
_BASES = 16777619, 1000000007
_MOST_PARTS = 1 << 20
_NEW, _OPEN, _DONE = 0, 1, 2


@kernel
def halves(
    cons: Ints, first_edge: Ints, edge_types: Bytes, edge_names: Counts, targets: Ints, first: int,
    second: int,
) -> Ints:  # fmt: skip
    """int32[K, 2]: the nodes that joined strings are made of, -1 for none; `first` and `second` are the
    string numbers that name the edges."""
    found = np.full((cons.size, 2), -1, np.int32)
    for k in range(cons.size):
        for edge in range(first_edge[cons[k]], first_edge[cons[k] + 1]):
            if edge_types[edge] != INTERNAL:
                continue
            name = int(edge_names[edge])
            half = 0 if name == first else 1
            if name in (first, second) and found[k, half] < 0:
                found[k, half] = targets[edge]
    return found


@kernel
def appended(blob: Bytes, start: int, end: int, text: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """`text` (two hashes, UTF-16 units, bytes) with `blob[start:end]` after it, as JSON escapes it."""
    mixed, other, units, length = text
    i = start
    while i < end:
        byte = int(blob[i])
        step = 1
        if byte == 92:
            step = 6 if i + 1 < end and blob[i + 1] == 117 else 2
            units += 1
        elif byte >= 240:
            units += 2
        elif byte < 128 or byte >= 192:
            units += 1
        for k in range(i, min(i + step, end)):
            mixed = (mixed * _BASES[0] + int(blob[k]) + 1) % PRIMES[0]
            other = (other * _BASES[1] + int(blob[k]) + 1) % PRIMES[1]
        i += step
    return mixed, other, units, length + end - start


@kernel
def joined(cons: Ints, place: Ints, parts: Ints, names: Ints, blob: Bytes, ends: Longs) -> Longs:
    """int64[K, 4]: the text of each joined string of `cons`: two hashes, UTF-16 units, bytes.

    `place` int32[N] is a node's place in `cons` or -1, `parts` int32[K, 2] as `halves` gives them. A part
    that holds the whole again (in a damaged file) counts as empty.
    """
    texts = np.zeros((cons.size, 4), np.int64)
    state = np.zeros(cons.size, np.uint8)
    stack = np.empty(cons.size + 1, np.int32)
    walked = np.empty(_MOST_PARTS + 2, np.int32)
    for start in range(cons.size):
        if state[start] != _NEW:
            continue
        state[start] = _OPEN
        stack[0] = start
        height = 1
        while height > 0:
            here = stack[height - 1]
            first, second = parts[here, 0], parts[here, 1]
            below = place[first] if first >= 0 else -1
            if below >= 0 and state[below] == _NEW:
                state[below] = _OPEN
                stack[height] = below
                height += 1
                continue
            text = _part((0, 0, 0, 0), first, below, state, texts, names, blob, ends)
            if text[2] < LONGEST:
                below = place[second] if second >= 0 else -1
                if below >= 0 and state[below] == _NEW:
                    state[below] = _OPEN
                    stack[height] = below
                    height += 1
                    continue
                if below >= 0 and state[below] == _DONE and text[2] + texts[below, 2] >= LONGEST:
                    text = _walk(text, second, place, parts, names, blob, ends, walked)
                else:
                    text = _part(text, second, below, state, texts, names, blob, ends)
            for column in range(4):
                texts[here, column] = text[column]
            state[here] = _DONE
            height -= 1
    return texts


@kernel
def _raised(base: int, exponent: int, prime: int) -> int:
    """`base` to the power of `exponent`, modulo `prime`."""
    result = 1
    while exponent > 0:
        if exponent & 1:
            result = (result * base) % prime
        base = (base * base) % prime
        exponent >>= 1
    return result


@kernel
def _part(
    text: tuple[int, int, int, int], node: int, below: int, state: Bytes, texts: Longs, names: Ints,
    blob: Bytes, ends: Longs,
) -> tuple[int, int, int, int]:  # fmt: skip
    """`text` with that of a node after it; `below` is its place among the joined strings, or -1."""
    if node < 0:
        return text
    if below < 0:
        return _appended_name(text, names[node], blob, ends)
    if state[below] != _DONE:
        return text
    length = int(texts[below, 3])
    mixed = (text[0] * _raised(_BASES[0], length, PRIMES[0]) + int(texts[below, 0])) % PRIMES[0]
    other = (text[1] * _raised(_BASES[1], length, PRIMES[1]) + int(texts[below, 1])) % PRIMES[1]
    return mixed, other, text[2] + int(texts[below, 2]), text[3] + length


@kernel
def _appended_name(
    text: tuple[int, int, int, int], name: int, blob: Bytes, ends: Longs
) -> tuple[int, int, int, int]:
    if name >= ends.size:
        return text
    return appended(blob, int(ends[name - 1]) if name > 0 else 0, int(ends[name]), text)


@kernel
def _walk(
    text: tuple[int, int, int, int], node: int, place: Ints, parts: Ints, names: Ints, blob: Bytes,
    ends: Longs, stack: Ints,
) -> tuple[int, int, int, int]:  # fmt: skip
    """`text` with the parts of a joined string after it, one by one until it is long enough."""
    stack[0] = node
    height = 1
    steps = 0
    while height > 0 and text[2] < LONGEST and steps < _MOST_PARTS:
        height -= 1
        steps += 1
        node = stack[height]
        k = place[node]
        if k < 0:
            text = _appended_name(text, names[node], blob, ends)
            continue
        for half in (1, 0):
            if parts[k, half] >= 0:
                stack[height] = parts[k, half]
                height += 1
    return text
